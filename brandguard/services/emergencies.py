"""The emergency path: what a rule stops may go out for a few hours when one person says why and another one confirms it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit

from .. import signals
from ..choices import ArtefactState, Basis, ReviewState
from ..exceptions import GuardError, NotYours, Stale
from ..models import Approval, Artefact, Emergency, Review
from ..review_queries import REVIEWERS, has_hand_in
from . import reviews
from .rules import check_document

# A second person has so long to confirm, and the yes then lasts so long.
OPEN_FOR, LASTS = timedelta(hours=1), timedelta(hours=4)
LEAST_WORDS = 8


@transaction.atomic
def open_emergency(review: Review, *, reason: str, by: Any) -> Emergency:
    """Ask a second person to let a waiting letter out against the rules. Everybody who reviews is told at once.

    Any region's reviewers may, but nobody with a hand in the letter: NotYours. GuardError for a reason of a few words, or a second opening.
    """
    review = reviews.waiting_review(review)
    artefact, now = review.artefact, timezone.now()
    _must_be_uninvolved(by, artefact)
    if len(reason.split()) < LEAST_WORDS:
        raise GuardError(f"Say in at least {LEAST_WORDS} words what has happened and why it cannot wait.", code="reason_missing")
    if Emergency.objects.filter(artefact=artefact).exists():
        raise GuardError("There was an emergency about this version already. Hand the letter in again.", code="twice")
    found = [finding for finding in check_document(artefact.guard_document()).findings if finding.blocks]
    emergency = Emergency.objects.create(
        artefact=artefact,
        opened_by=by,
        opened_at=now,
        reason=reason.strip(),
        closes_at=now + OPEN_FOR,
        overrides=[{"rule": f.rule, "match": f.match, "message": f.message} for f in found],
    )
    data = {"artefact": artefact.pk, "sha256": artefact.sha256, "overrides": [f.rule for f in found]}
    audit.record("emergency.opened", actor=by, subject=artefact.subject, data=data)
    signals.emergency_opened.send(sender=Emergency, emergency=emergency, review=review)
    return emergency


@transaction.atomic
def confirm_emergency(emergency: Emergency, *, sha256: str, by: Any) -> Approval:
    """The second person's yes to these bytes, what the rules stop included. It lasts a few hours.

    Raises NotYours for whoever opened it or had a hand in the letter, Stale when the hour is over or the letter is not what it was.
    """
    emergency = Emergency.objects.select_for_update(of=("self",)).select_related("artefact__review").get(pk=emergency.pk)
    review, now = reviews.waiting_review(emergency.artefact.review), timezone.now()
    artefact = review.artefact
    _must_be_uninvolved(by, artefact)
    if by.pk == emergency.opened_by_id:
        raise NotYours("You opened this emergency. A second person has to confirm it.")
    if emergency.ended_at or emergency.confirmed_at or now >= emergency.closes_at:
        raise Stale("This emergency is over. Open a new one if it is still needed.")
    reviews.ensure_seen(artefact, sha256)
    report = check_document(artefact.guard_document())
    approval = Approval.objects.create(
        artefact=artefact,
        sha256=artefact.sha256,
        by=by,
        at=now,
        basis=Basis.EMERGENCY,
        grounds={"emergency": emergency.pk, "opened_by": emergency.opened_by_id},
        expires_at=now + LASTS,
        ruleset=report.ruleset,
        findings=[finding.as_json() for finding in report.findings],
    )
    emergency.confirmed_by, emergency.confirmed_at = by, now
    emergency.save(update_fields=["confirmed_by", "confirmed_at"])
    reviews.close_review(review, ReviewState.APPROVED, by=by, note="Emergency")
    reviews.move_artefact(artefact, ArtefactState.APPROVED)
    data = {"artefact": artefact.pk, "sha256": artefact.sha256, "opened_by": emergency.opened_by_id, "until": approval.expires_at}
    audit.record("emergency.confirmed", actor=by, subject=artefact.subject, data=data)
    signals.approved.send(sender=Artefact, artefact=artefact, by=by)
    signals.emergency_confirmed.send(sender=Emergency, emergency=emergency, approval=approval)
    return approval


@transaction.atomic
def end_emergency(emergency: Emergency, *, by: Any) -> Emergency:
    """Any reviewer ends it: what it opened shuts at once."""
    if not by.is_active or by.role not in REVIEWERS:
        raise NotYours("Only a marketing lead or an administrator ends an emergency.")
    emergency = Emergency.objects.select_for_update(of=("self",)).select_related("artefact").get(pk=emergency.pk)
    if emergency.ended_at is None:
        emergency.ended_by, emergency.ended_at = by, timezone.now()
        emergency.save(update_fields=["ended_by", "ended_at"])
        audit.record("emergency.ended", actor=by, subject=emergency.artefact.subject, data={"emergency": emergency.pk})
        reviews.void(emergency.artefact.subject, reason=f"The emergency was ended by {by.name}.", by=by)
    return emergency


def _must_be_uninvolved(by: Any, artefact: Artefact) -> None:
    if not by.is_active or by.role not in REVIEWERS:
        raise NotYours("Only a marketing lead or an administrator can do this.")
    if has_hand_in(by, artefact):
        raise NotYours("You had a hand in this letter, so others have to decide about it, in an emergency too.")
