"""The folded text by which a reader is found: everything on her card in one column."""

from collections.abc import Iterable, Mapping

from ..folding import plain
from ..models import Note, Subscriber, Tag

LONGEST = 6000
ON_THE_CARD = ("first_name", "last_name", "salutation", "how_we_met", "note", "phone", "tastes", "sizes", "looks_for")


def search_text(address: str, card: Mapping[str, str], more: Iterable[str] = ()) -> str:
    """What `queries.readers` looks into. A telephone number is found with and without its blanks."""
    phone = "".join(c for c in card.get("phone", "") if c.isdigit())
    names, others = ON_THE_CARD[:2], ON_THE_CARD[2:]
    words = [*(card.get(name, "") for name in names), address, phone, *(card.get(name, "") for name in others), *more]
    return " ".join(filter(None, (plain(word) for word in words if word)))[:LONGEST]


def refresh_search(subscriber: Subscriber) -> None:
    """Write the column anew, within the transaction of the change."""
    tags = Tag.objects.filter(readers=subscriber).values_list("name", flat=True)
    notes = Note.objects.filter(subscriber=subscriber).order_by("-on", "-pk").values_list("text", flat=True)
    card = {name: getattr(subscriber, name) for name in ON_THE_CARD}
    subscriber.search = search_text(subscriber.person.address, card, [*tags, *notes[:100]])
    Subscriber.objects.filter(pk=subscriber.pk).update(search=subscriber.search)
