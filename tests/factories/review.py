"""Letters on their way through review, and the people who decide."""

from typing import Any

from brandguard.models import Artefact, Review
from brandguard.services import reviews
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.submission import submit_letter
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_user


def make_lead(name: str = "Lena Lead", **fields: Any) -> Any:
    return make_user("lead", name=name, **fields)


def submitted_letter(letter: LetterPage | None = None, **fields: Any) -> tuple[LetterPage, Review]:
    """A letter that waits for a person, and its review."""
    letter = letter or make_letter(**fields)
    review = submit_letter(letter, by=letter.seller.user)
    assert review is not None
    return letter, review


def approved_letter(letter: LetterPage | None = None, *, by: Any = None, **fields: Any) -> tuple[LetterPage, Artefact]:
    """A letter that somebody else approved, and its artefact."""
    letter, review = submitted_letter(letter, **fields)
    reviews.approve(review, by=by or make_lead(), sha256=review.artefact.sha256)
    return letter, Artefact.objects.get(pk=review.artefact_id)
