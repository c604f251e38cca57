"""Who reads what, and by when: claim, release, assign, escalate, remind, and several clean letters at once.

None of it opens the gate: who may decide is asked again at the decision.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import HubError

from .. import signals
from ..choices import ReviewState
from ..exceptions import Blocked, GuardError, NotYours
from ..models import Review
from ..review_queries import deciders, has_hand_in, may_review
from . import reviews
from .rules import check_document

_SOON, _OVERDUE = 1, 2


@transaction.atomic
def claim(review: Review, *, by: Any) -> Review:
    """“I am reading this.” Others see it; whoever claims later takes it over. NotYours for those who cannot decide about it."""
    return _note(review, "review.claimed", by=by, claimed_by=by, claimed_at=timezone.now())


@transaction.atomic
def release(review: Review, *, by: Any) -> Review:
    """Nobody is reading it any more."""
    return _note(review, "review.released", by=by, claimed_by=None, claimed_at=None)


@transaction.atomic
def assign(review: Review, *, to: Any, by: Any) -> Review:
    """Make it somebody's to decide; she is told by mail. NotYours when she could not decide about it."""
    if to not in deciders(review.artefact):
        raise NotYours("This person cannot decide about this letter. Choose somebody else.")
    noted = _note(review, "review.assigned", by=by, assigned_to=to)
    signals.review_assigned.send(sender=Review, review=noted, by=by)
    return noted


@transaction.atomic
def escalate(review: Review, *, reason: str, by: Any) -> Review:
    """Ask for more eyes: it goes to the head of the queue, and everybody else who may decide is told why. GuardError without a reason."""
    if not reason.strip():
        raise GuardError("Say what the others should look at.", code="reason_missing")
    noted = _note(review, "review.escalated", by=by, escalated_by=by, escalated_at=timezone.now(), escalation=reason.strip()[:300])
    signals.review_escalated.send(sender=Review, review=noted, by=by)
    return noted


@transaction.atomic
def remind_reviewers() -> int:
    """Announce each waiting review whose deadline is near (REVIEW_REMIND_HOURS) or has passed, once each. How many."""
    now = timezone.now()
    near = now + timedelta(hours=settings.REVIEW_REMIND_HOURS)
    waiting = Review.objects.select_for_update(of=("self",)).filter(state=ReviewState.WAITING, due_at__lte=near, reminders__lt=_OVERDUE)
    reminded = 0
    for review in waiting.select_related("artefact", "assigned_to"):
        stage = _OVERDUE if review.due_at <= now else _SOON
        if review.reminders < stage:
            Review.objects.filter(pk=review.pk).update(reminders=stage)
            audit.record("review.reminded", subject=review.artefact.subject, data={"review": review.pk, "overdue": stage == _OVERDUE})
            signals.review_due.send(sender=Review, review=review, overdue=stage == _OVERDUE)
            reminded += 1
    return reminded


def approve_clean(chosen: Mapping[Review, str], *, by: Any) -> tuple[list[Review], list[tuple[Review, str]]]:
    """Say yes to several at once, each by the hash that was shown. Those that are not clean by the rules of now are left, with why.

    Each is decided for itself: one that is left keeps no other waiting.
    """
    approved, left = [], []
    for review, sha256 in chosen.items():
        try:
            _approve_clean(review, sha256, by=by)
        except HubError as error:
            left.append((review, error.message))
        else:
            approved.append(review)
    return approved, left


@transaction.atomic
def _approve_clean(review: Review, sha256: str, *, by: Any) -> None:
    if check_document(review.artefact.guard_document()).findings or review.escalated_at is not None:
        raise Blocked("This letter is not clean, so read it by itself.")
    reviews.approve(review, by=by, sha256=sha256)


def _note(review: Review, action: str, *, by: Any, **fields: Any) -> Review:
    locked = reviews.waiting_review(review)
    if not may_review(by, locked.artefact.region) or has_hand_in(by, locked.artefact):
        raise NotYours("Only somebody who may decide about this letter can do this.")
    Review.objects.filter(pk=locked.pk).update(**fields)
    audit.record(action, actor=by, subject=locked.artefact.subject, data={"review": locked.pk})
    return Review.objects.select_related("artefact", "assigned_to").get(pk=locked.pk)
