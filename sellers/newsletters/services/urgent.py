"""A letter that has to go out now against a rule: frozen as it is, for two people of head office to decide."""

from typing import Any

from django.db import transaction

from brandguard.choices import ReviewState
from brandguard.models import Emergency, Review
from brandguard.review_queries import REVIEWERS
from brandguard.services import reviews
from brandguard.services.emergencies import open_emergency
from hub.common.exceptions import NotAllowed

from ..exceptions import LetterSent
from ..models import LetterPage
from ..queries import as_written
from .submission import freeze_letter


@transaction.atomic
def open_for_letter(letter: LetterPage, *, reason: str, by: Any) -> Emergency:
    """Open an emergency about a letter as last saved, waiting for review or not. Its writer still sends it herself.

    Raises NotAllowed for those who do not review, LetterSent when it has gone out, and what freezing and open_emergency raise.
    """
    if not by.is_active or by.role not in REVIEWERS:
        raise NotAllowed("Only a marketing lead or an administrator opens an emergency.")
    if letter.is_sent:
        raise LetterSent("This letter was sent already.")
    waiting = Review.objects.filter(artefact__subject=letter.guard_subject, state=ReviewState.WAITING).first()
    if waiting is None:
        artefact = freeze_letter(as_written(letter), by=by, in_emergency=True)
        why = [("emergency", f"{by.name} asks to let it out against a rule.")]
        waiting = reviews.open_review(artefact, by=by, why=why, announce=False)
    return open_emergency(waiting, reason=reason, by=by)
