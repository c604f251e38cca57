"""Letters that were not handed in as they now stand, for trying rules on."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q

from brandguard.groups import Group
from brandguard.history import DRAFT, Stored
from sellers.profiles.queries import sellers_seen_by

from .choices import LetterState
from .document import group_of, letter_document
from .models import LetterPage
from .queries import put_written, states_of

if TYPE_CHECKING:
    from hub.accounts.models import User

# What the guard knows by itself is left to it.
_GOING = (LetterState.SCHEDULED, LetterState.SENDING, LetterState.HELD, LetterState.SENT)
_OFFERED = 40


def drafts() -> Iterator[Stored]:
    """Every letter that has not been sent, as last saved."""
    letters = LetterPage.objects.filter(archived_artefact=None).select_related("latest_revision", "seller__shop__region", "seller__user")
    for letter in letters.order_by("pk").iterator(chunk_size=100):
        put_written(letter)
        region = letter.seller.shop.region.code
        yield Stored(letter.guard_subject, letter.title, str(letter.seller.user), region, DRAFT, partial(letter_document, letter))


def states(subjects: Collection[str]) -> dict[str, str]:
    """Which of these letters are scheduled, being sent, held or sent, in plain words."""
    numbers = [int(subject.partition(":")[2]) for subject in subjects if subject.startswith("letter:")]
    letters = LetterPage.objects.filter(pk__in=numbers).only("pk", "archived_artefact")
    return {f"letter:{pk}": str(state.label) for pk, state in states_of(letters).items() if state in _GOING}


def sellers_as_groups(viewer: "User", words: str, keys: Collection[str] | None) -> Iterable[Group]:
    """Each seller is a group of her own, for trying rules out."""
    sellers = sellers_seen_by(viewer=viewer).select_related("shop").order_by("name", "pk")
    if keys is not None:
        sellers = sellers.filter(pk__in=[int(key.partition(":")[2]) for key in keys if key.startswith("seller:") and key[7:].isdecimal()])
    elif words:
        sellers = sellers.filter(Q(name__icontains=words) | Q(shop__name__icontains=words))
    return [
        Group(group_of(seller.pk), f"{seller.name}, {seller.shop.name}") for seller in (sellers if keys is not None else sellers[:_OFFERED])
    ]
