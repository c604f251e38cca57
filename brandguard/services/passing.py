"""Letters that pass without a person, and those of them that a person reads afterwards."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import NotAllowed

from .. import signals
from ..choices import ArtefactState, Basis, ReviewState, Verdict
from ..exceptions import GuardError, NotYours, Stale
from ..models import AfterCheck, Approval, Artefact, Review, ReviewPolicy
from ..passing import LASTS, Judgement, current_policy, judge
from ..review_queries import has_hand_in, may_review
from . import reviews

# Letters that passed are read within so many times the hours that waiting ones have.
_PATIENCE = 3


@transaction.atomic
def decide_or_queue(artefact: Artefact, *, by: Any) -> Review:
    """What happens to a frozen letter that `by` handed in: it passes by the policy, or waits for a person who is told why."""
    # One letter of a writer at a time: two handed in at once would each count without the other.
    User.objects.select_for_update().get(pk=artefact.author_id)
    judgement = judge(artefact)
    if judgement.why:
        return reviews.open_review(artefact, by=by, why=judgement.why)
    return _pass(artefact, judgement, by=by)


def _pass(artefact: Artefact, judgement: Judgement, *, by: Any) -> Review:
    """The yes lasts for a week; some of these letters are drawn to be read afterwards."""
    now = timezone.now()
    review = Review.objects.create(
        artefact=artefact, submitted_by=by, submitted_at=now, due_at=now, state=ReviewState.APPROVED, decided_at=now, note=""
    )
    Approval.objects.create(
        artefact=artefact,
        sha256=artefact.sha256,
        by=None,
        at=now,
        basis=Basis.POLICY,
        grounds=judgement.grounds,
        expires_at=now + LASTS,
        ruleset=artefact.ruleset,
        findings=artefact.findings,
    )
    artefact.state = ArtefactState.APPROVED
    artefact.save(update_fields=["state"])
    audit.record("review.passed", actor=by, subject=artefact.subject, data={"sha256": artefact.sha256, **judgement.grounds})
    if drawn(current_policy().sample_percent):
        draw(review, now=now)
    signals.approved.send(sender=Artefact, artefact=artefact, by=None)
    return review


def drawn(percent: int) -> bool:
    """Chance decides, so that nobody can tell beforehand which letter will be read."""
    return secrets.randbelow(100) < percent


def draw(review: Review, *, now: datetime) -> AfterCheck:
    due = now + timedelta(hours=settings.REVIEW_HOURS * _PATIENCE)
    audit.record("review.drawn", subject=review.artefact.subject, data={"review": review.pk})
    return AfterCheck.objects.create(review=review, drawn_at=now, due_at=due)


@transaction.atomic
def settle_check(check: AfterCheck, *, fault: bool, note: str, by: Any) -> AfterCheck:
    """Say what a letter that had passed was like. A fault is a breach: what is left of its send stops, and the writer's standing drops.

    Raises NotYours without the right or with a hand in it, Stale when it was said already, GuardError for a fault without a reason.
    """
    check = AfterCheck.objects.select_for_update(of=("self",)).select_related("review__artefact").get(pk=check.pk)
    artefact = check.review.artefact
    if not may_review(by, artefact.region) or has_hand_in(by, artefact):
        raise NotYours("Only somebody who may decide about this letter and had no hand in it says what it was like.")
    if check.verdict != Verdict.WAITING:
        raise Stale("Somebody has read this letter already.")
    if fault and not note.strip():
        raise GuardError("Say what should not have gone out: the writer reads it.", code="reason_missing")
    check.verdict, check.by, check.at, check.note = Verdict.FAULT if fault else Verdict.FINE, by, timezone.now(), note.strip()[:300]
    check.save(update_fields=["verdict", "by", "at", "note"])
    audit.record("review.checked", actor=by, subject=artefact.subject, data={"review": check.review_id, "verdict": check.verdict})
    if fault and artefact.state == ArtefactState.APPROVED:
        reviews.revoke(artefact, by=by, reason=check.note, breach=True)
    elif fault:
        Approval.objects.filter(artefact=artefact).update(breach=True, revoked_at=check.at, revoked_by=by, revoke_reason=check.note)
    return check


@transaction.atomic
def set_policy(*, by: User, **values: int) -> ReviewPolicy:
    """Put the next version of the policy into force. NotAllowed but for administrators; ValidationError for what is too lax."""
    if by.role != Role.ADMINISTRATOR or not by.is_active:
        raise NotAllowed("Only an administrator changes when a letter needs a person.")
    before = current_policy()
    kept = {name: getattr(before, name) for name in ("pass_standing", "tier_readers", "tier_days", "sample_percent")}
    policy = ReviewPolicy(**{**kept, **values}, by=by, at=timezone.now())
    policy.full_clean()
    policy.save()
    audit.record("policy.changed", actor=by, subject=f"policy:{policy.pk}", data={"before": kept, "now": {**kept, **values}})
    return policy
