"""Drafts that hold what is recalled."""

from collections.abc import Iterator
from functools import partial

from brandguard.choices import Trace
from brandguard.reach import Found
from brandguard.targets import Target

from .document import letter_document
from .models import LetterPage
from .queries import put_written


def drafts_that_hold(target: Target) -> Iterator[Found]:
    """Every letter that has not been sent and holds it as last saved, whatever else it waits for."""
    letters = LetterPage.objects.filter(archived_artefact=None).select_related("latest_revision", "seller__shop__region", "seller__user")
    for letter in letters.order_by("pk").iterator(chunk_size=100):
        put_written(letter)
        if target.holds(letter.guard_subject, partial(letter_document, letter)):
            region = letter.seller.shop.region.code
            yield Found(
                Trace.DRAFT, letter.guard_subject, letter.title, letter.seller.user_id, region, at=letter.latest_revision_created_at
            )
