"""Who is on a list, and who may get a letter."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Role
from hub.common.prepared import Prepared
from sellers.profiles.models import Seller
from sellers.profiles.queries import seller_of, sellers_seen_by

from ..exceptions import NoSuchReader
from ..folding import plain
from ..models import Subscriber, Suppression


def active_subscribers(*, seller: Seller) -> QuerySet[Subscriber]:
    """Everybody who confirmed and has not left."""
    return Subscriber.objects.filter(seller=seller, state=Subscriber.State.ACTIVE)


def deliverable(
    *, seller: Seller, only: Iterable[int] | None = None, now: datetime | None = None, topic: int | None = None
) -> QuerySet[Subscriber]:
    """Who may get a letter of this seller now: active, confirmed, suppressed neither by her nor everywhere, and not in a pause of hers.

    The one place that says so: approval counts by it, a send begins with it, and each claim asks it again. `topic` (an id)
    is the letter's: whoever asked not to read about it is left out. A letter without one is for everybody.
    Rows carry `address` and `address_hash`. `only` limits to these subscriber ids.
    Nobody, once the seller has left the company. Ordered by nothing; index (seller, state, id) carries it.
    """
    blocked = Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=OuterRef("person__address_hash"))
    found = active_subscribers(seller=seller).filter(~Exists(blocked), confirmed_at__isnull=False).exclude(seller__state=Seller.State.LEFT)
    found = found.filter(Q(quiet_until=None) | Q(quiet_until__lte=now or timezone.now()))
    if topic is not None:
        found = found.exclude(muted=topic)
    if only is not None:
        found = found.filter(pk__in=list(only))
    return found.annotate(address=F("person__address"), address_hash=F("person__address_hash"))


def _with_a_rhythm(seller: int) -> QuerySet[Any, Any]:
    # Written out, so that SQLite sees that the partial index holds these rows; a parameter it cannot look into.
    return Subscriber.objects.filter(seller=seller).extra(where=["rhythm_days > 0"]).values_list("pk")  # noqa: S610 (no input in it)


_RHYTHM = Prepared(_with_a_rhythm, "seller")


def with_a_rhythm(*, seller: int) -> set[int]:
    """The readers of a seller (by id) who want letters less often than she writes. Asked after each chunk: one look at a small index."""
    return {row[0] for row in _RHYTHM.rows(seller=seller)}


def merge_values(subscriber: Subscriber) -> dict[str, str]:
    """The reader's values for the merge fields of kind "reader"; empty where the letter's own greeting or fall-back speaks."""
    return values_of(subscriber.first_name, subscriber.last_name, subscriber.salutation)


def values_of(first_name: str, last_name: str, salutation: str) -> dict[str, str]:
    """`merge_values` for those who read columns and no rows."""
    return {"firstname": first_name.strip(), "lastname": last_name.strip(), "salutation": salutation.strip()}


def list_owner(*, viewer: Any) -> Seller:
    """The seller whose readers this user may see: her own, nobody else's; NoSuchReader for every other user."""
    seller = seller_of(viewer=viewer)
    if seller is None:
        raise NoSuchReader
    return seller


def subscriber_for(*, seller: Seller, pk: int) -> Subscriber:
    """A reader of this seller; NoSuchReader when there is none or she is another seller's."""
    found = Subscriber.objects.select_related("person", "seller").filter(seller=seller, pk=pk).first()
    if found is None:
        raise NoSuchReader
    return found


def readers(*, seller: Seller, search: str = "", state: str = "", tag: int | None = None, stage: str = "") -> QuerySet[Subscriber]:
    """The seller's list, newest first; joined cards stay out. Every word of `search` is somewhere on the card: name, address, note,
    tag, taste, phone. The folded text is one column, so that a search is one pass over one seller's rows.
    """
    found = Subscriber.objects.filter(seller=seller).select_related("person").order_by("-added_at", "-pk").defer("search")
    found = found.filter(state=state) if state else found.exclude(state=Subscriber.State.MERGED)
    if stage:
        found = found.filter(stage=stage)
    if tag is not None:
        found = found.filter(tags=tag)
    for word in plain(search[:200]).split()[:6]:
        found = found.filter(search__contains=word)
    return found


def state_counts(*, seller: Seller) -> dict[str, int]:
    """How many readers of the seller are in each state."""
    rows = Subscriber.objects.filter(seller=seller).values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(Subscriber.State.values, 0) | dict(rows)


def counts_by_seller(*, viewer: Any) -> QuerySet[Seller]:
    """For leads and administrators: the sellers they see, with `active_count` and `pending_count`; no names, no addresses."""
    if getattr(viewer, "role", None) not in (Role.LEAD, Role.ADMINISTRATOR):
        raise NoSuchReader
    counted = {
        "active_count": Count("subscribers", filter=Q(subscribers__state=Subscriber.State.ACTIVE)),
        "pending_count": Count("subscribers", filter=Q(subscribers__state=Subscriber.State.PENDING)),
    }
    return sellers_seen_by(viewer=viewer).select_related("shop__region").annotate(**counted).order_by("name", "pk")


EXPORTED = ("E-mail", "First name", "Last name", "Salutation", "Language", "State", "Since", "How we met", "Notes")


def exported_rows(*, seller: Seller) -> Iterator[tuple[str, ...]]:
    """The seller's own list as a table, its header first; read from the database in pieces."""
    yield EXPORTED
    columns = ("person__address", "first_name", "last_name", "salutation", "language", "state", "added_at", "how_we_met", "note")
    for row in Subscriber.objects.filter(seller=seller).order_by("pk").values_list(*columns).iterator(chunk_size=1000):
        address, *names, state, added, met, note = row
        yield (address, *names, state, added.date().isoformat(), met, note)
