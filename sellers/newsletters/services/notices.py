"""Mails about reviews. They name the letter and its seller, never a reader."""

from collections.abc import Sequence
from typing import Any

from brandguard.models import Approval, Artefact, Emergency, Recall, RecallEntry, Review
from brandguard.review_queries import deciders, reviewers
from hub.accounts.models import User
from hub.common.origin import absolute_reverse
from hub.common.outbox import enqueue_mail

from ..models import LetterPage


def ask_for_review(review: Review) -> None:
    """To everybody who may decide: this region's leads and those without a region, but nobody with a hand in it."""
    for lead in deciders(review.artefact):
        _send(lead, "review_waiting", _desk(review))


def tell_assigned(review: Review, *, by: Any) -> None:
    """To whom it was given, unless she took it herself."""
    if review.assigned_to is not None and review.assigned_to.pk != by.pk:
        _send(review.assigned_to, "review_waiting", _desk(review, why=f"{by.name} asks you to decide about it."))


def tell_escalated(review: Review, *, by: Any) -> None:
    """To all others who may decide."""
    for lead in deciders(review.artefact):
        if lead.pk != by.pk:
            _send(lead, "review_waiting", _desk(review, why=f"{by.name} asks for more eyes: {review.escalation}"))


def remind(review: Review, *, overdue: bool) -> None:
    """To whom it was given; to everybody who may decide when it was given to nobody, or is overdue."""
    why = "Its deadline has passed." if overdue else "Its deadline is near."
    alone = review.assigned_to if not overdue else None
    for lead in [alone] if alone else deciders(review.artefact):
        _send(lead, "review_waiting", _desk(review, why=why))


def tell_emergency(emergency: Emergency) -> None:
    """To every reviewer of every region: loud on purpose."""
    for person in reviewers():
        _send(person, "emergency", {"emergency": emergency, "artefact": emergency.artefact, "link": _emergency_link(emergency)})


def tell_emergency_confirmed(emergency: Emergency, approval: Approval) -> None:
    for person in reviewers():
        context = {"emergency": emergency, "artefact": emergency.artefact, "approval": approval, "link": _emergency_link(emergency)}
        _send(person, "emergency_confirmed", context)


def _emergency_link(emergency: Emergency) -> str:
    return absolute_reverse("desk:review", emergency.artefact.review.pk)


def _desk(review: Review, *, why: str = "") -> dict[str, Any]:
    return {"review": review, "artefact": review.artefact, "why": why, "link": absolute_reverse("desk:review", review.pk)}


def tell_approved(artefact: Artefact) -> None:
    _send(artefact.author, "letter_approved", {"artefact": artefact, "link": _editor(artefact)})


def tell_returned(review: Review) -> None:
    context = {"review": review, "artefact": review.artefact, "comments": review.comments.all(), "link": _editor(review.artefact)}
    _send(review.artefact.author, "letter_returned", context)


def tell_void(artefact: Artefact, *, by: Any) -> None:
    """Not when the seller took it back or deleted it herself, nor when a newer version of hers takes its place, nor once it was sent."""
    chosen = artefact.void_reason.startswith(("Taken back", "A newer version")) and (by is None or by.pk == artefact.author_id)
    if not chosen and LetterPage.objects.filter(pk=artefact.subject.partition(":")[2], archived_artefact=None).exists():
        _send(artefact.author, "approval_void", {"artefact": artefact, "link": _editor(artefact)})


def tell_recalled(recall: Recall, author: User, entries: Sequence[RecallEntry], *, correction: LetterPage | None) -> None:
    """One mail for each seller concerned: what was recalled and why, which letters of hers, and where her correction waits."""
    link = absolute_reverse("wagtailadmin_pages:edit", correction.pk) if correction else absolute_reverse("letters:mine")
    _send(author, "recalled", {"recall": recall, "entries": entries, "correction": correction, "link": link})


def _editor(artefact: Artefact) -> str:
    return absolute_reverse("wagtailadmin_pages:edit", int(artefact.subject.partition(":")[2]))


def _send(to: User, template: str, context: dict[str, Any]) -> None:
    enqueue_mail(
        to=to.email,
        template=f"newsletters/{template}",
        context=context | {"to": to},
        kind=f"newsletters.{template}",
        language=to.language or None,
    )
