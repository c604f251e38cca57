"""Decisions about frozen artefacts. Whoever wrote a letter never decides about it, superusers included."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.common import audit

from .. import signals
from ..bands import upper_bound
from ..choices import ArtefactState, ReviewState
from ..exceptions import Blocked, NotYours, Stale
from ..models import Approval, Artefact, Review, ReviewComment
from ..review_queries import has_hand_in, may_review
from ..sources import source_of
from .rules import check_document

_LIVE = (ArtefactState.FROZEN, ArtefactState.APPROVED)


@transaction.atomic
def open_review(artefact: Artefact, *, by: Any, why: Iterable[tuple[str, str]] = (), announce: bool = True) -> Review:
    """Put a frozen artefact into the queue; due REVIEW_HOURS from now. `why` says what asks for a person, for the reviewer."""
    now = timezone.now()
    due = now + timedelta(hours=settings.REVIEW_HOURS)
    said = [list(reason) for reason in why]
    review = Review.objects.create(artefact=artefact, submitted_by=by, submitted_at=now, due_at=due, why=said)
    audit.record("review.opened", actor=by, subject=artefact.subject, data={"review": review.pk, "sha256": artefact.sha256})
    if announce:
        signals.submitted.send(sender=Review, artefact=artefact, review=review)
    return review


@transaction.atomic
def approve(review: Review, *, by: Any, sha256: str) -> Approval:
    """Say yes to the bytes with this hash, the one the reviewer saw.

    Raises NotYours for anybody with a hand in it or without the right, Stale when it is not what was seen any more,
    Blocked when the rules of now stop it.
    """
    review = waiting_review(review)
    artefact = review.artefact
    _decider(review, by)
    ensure_seen(artefact, sha256)
    report = check_document(artefact.guard_document())
    if stopping := [finding for finding in report.findings if finding.blocks]:
        raise Blocked("The rules have changed since this was submitted. Return it to the writer.", findings=stopping)
    approval = Approval.objects.create(
        artefact=artefact,
        sha256=artefact.sha256,
        by=by,
        at=timezone.now(),
        ruleset=report.ruleset,
        findings=[finding.as_json() for finding in report.findings],
    )
    close_review(review, ReviewState.APPROVED, by=by)
    move_artefact(artefact, ArtefactState.APPROVED)
    data = {"artefact": artefact.pk, "sha256": artefact.sha256, "ruleset": report.ruleset.pk, "readers": artefact.audience_count}
    audit.record("review.approved", actor=by, subject=artefact.subject, data=data)
    signals.approved.send(sender=Artefact, artefact=artefact, by=by)
    return approval


@transaction.atomic
def return_to_writer(review: Review, *, by: Any, note: str, comments: Iterable[Mapping[str, str]] = ()) -> Review:
    """Give it back with a note and comments to a spot ({"location", "quote", "text", "suggestion"}). Raises NotYours or Stale."""
    review = waiting_review(review)
    _decider(review, by)
    now = timezone.now()
    for comment in comments:
        text, suggestion = comment.get("text", "").strip(), comment.get("suggestion", "").strip()
        if text or suggestion:
            spot = {"location": comment.get("location", "")[:200], "quote": comment.get("quote", "")}
            ReviewComment.objects.create(review=review, by=by, text=text, suggestion=suggestion, at=now, **spot)
    close_review(review, ReviewState.RETURNED, by=by, note=note.strip())
    move_artefact(review.artefact, ArtefactState.RETURNED)
    data = {"review": review.pk, "sha256": review.artefact.sha256, "comments": review.comments.count()}
    audit.record("review.returned", actor=by, subject=review.artefact.subject, data=data)
    signals.returned.send(sender=Review, artefact=review.artefact, review=review, by=by)
    return review


@transaction.atomic
def withdraw(subject: str, *, by: Any) -> int:
    """The writer takes it back, undecided or approved. Returns how many artefacts lost their worth."""
    return _void(subject, reason="Taken back by the writer.", by=by, ending=ReviewState.WITHDRAWN, action="review.withdrawn")


@transaction.atomic
def void(subject: str, *, reason: str, by: Any = None) -> int:
    """Undecided and approved artefacts of the subject are worth nothing from now on. Returns how many there were."""
    return _void(subject, reason=reason, by=by, ending=ReviewState.VOID, action="artefact.voided")


@transaction.atomic
def revoke(artefact: Artefact, *, by: Any, reason: str, breach: bool = False) -> None:
    """Take an approval back, with a reason that the writer reads. `breach`: she broke a rule, which lowers her standing.

    Raises NotYours without the right to review.
    """
    artefact = Artefact.objects.select_for_update().get(pk=artefact.pk)
    if not may_review(by, artefact.region):
        raise NotYours("Only a marketing lead or an administrator can revoke an approval.")
    if artefact.state != ArtefactState.APPROVED:
        raise Stale("This letter is not approved, so there is nothing to revoke.")
    Approval.objects.filter(artefact=artefact).update(revoked_at=timezone.now(), revoked_by=by, revoke_reason=reason[:300], breach=breach)
    move_artefact(artefact, ArtefactState.VOID, reason=reason)
    data = {"artefact": artefact.pk, "sha256": artefact.sha256, "breach": breach}
    audit.record("review.revoked", actor=by, subject=artefact.subject, data=data)
    signals.voided.send(sender=Artefact, artefact=artefact, reason=reason, by=by)


def waiting_review(review: Review) -> Review:
    """The review as the database has it, locked. Raises Stale when it is decided."""
    review = Review.objects.select_for_update(of=("self",)).select_related("artefact").get(pk=review.pk)
    if review.state != ReviewState.WAITING or review.artefact.state != ArtefactState.FROZEN:
        raise Stale(f"This letter does not wait for review any more ({review.get_state_display()}).")
    return review


def _decider(review: Review, by: Any) -> None:
    if by.pk == review.submitted_by_id or has_hand_in(by, review.artefact):
        raise NotYours("You had a hand in this letter, so somebody else has to decide about it.")
    if not may_review(by, review.artefact.region):
        raise NotYours("Only a marketing lead for this region or an administrator can decide about this letter.")


def ensure_seen(artefact: Artefact, sha256: str) -> None:
    """Stale unless `sha256` names the waiting bytes, they are what they were, and so is what they were made from."""
    if sha256 != artefact.sha256 or hashlib.sha256(bytes(artefact.payload)).hexdigest() != artefact.sha256:
        raise Stale("This is not the version that waits for review. Open it again and read it once more.")
    _source_unchanged(artefact)


def _source_unchanged(artefact: Artefact) -> None:
    source = source_of(artefact.subject)
    if source is None or source.fingerprint != artefact.fingerprint:
        raise Stale("The letter has changed since it was submitted. It has to be submitted again.")
    if source.audience != artefact.audience or source.readers() > upper_bound(artefact.audience_count):
        raise Stale("The readers have changed since the letter was submitted. It has to be submitted again.")


def close_review(review: Review, state: str, *, by: Any, note: str = "") -> None:
    review.state, review.decided_by, review.decided_at, review.note = state, by, timezone.now(), note
    review.save(update_fields=["state", "decided_by", "decided_at", "note"])


def move_artefact(artefact: Artefact, state: str, *, reason: str = "") -> None:
    """For the flows of this package alone: they have settled who may, and record it."""
    artefact.state, artefact.void_reason = state, reason[:300]
    artefact.save(update_fields=["state", "void_reason"])


def _void(subject: str, *, reason: str, by: Any, ending: str, action: str) -> int:
    artefacts = list(Artefact.objects.select_for_update().filter(subject=subject, state__in=_LIVE).defer("payload"))
    for artefact in artefacts:
        move_artefact(artefact, ArtefactState.VOID, reason=reason)
        for review in Review.objects.filter(artefact=artefact, state=ReviewState.WAITING):
            close_review(review, ending, by=by)
        audit.record(action, actor=by, subject=subject, data={"artefact": artefact.pk, "sha256": artefact.sha256})
        signals.voided.send(sender=Artefact, artefact=artefact, reason=reason, by=by)
    return len(artefacts)
