"""Letters that were not handed in as they now stand, for trying rules on."""

from collections.abc import Iterator
from functools import partial

from brandguard.history import DRAFT, Stored

from .document import letter_document
from .models import LetterPage
from .queries import put_written


def drafts() -> Iterator[Stored]:
    """Every letter that has not been sent, as last saved."""
    letters = LetterPage.objects.filter(archived_artefact=None).select_related("latest_revision", "seller__shop__region", "seller__user")
    for letter in letters.order_by("pk").iterator(chunk_size=100):
        put_written(letter)
        region = letter.seller.shop.region.code
        yield Stored(letter.guard_subject, letter.title, str(letter.seller.user), region, DRAFT, partial(letter_document, letter))
