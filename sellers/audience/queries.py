"""Reads of the lists. Every one takes the seller whose list it is, or the viewer who asks."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Role
from sellers.profiles.models import Seller
from sellers.profiles.queries import seller_of, sellers_seen_by

from .choices import CONFIRM_WITHIN
from .exceptions import NoSuchImport, NoSuchReader
from .models import ConsentEvent, Import, Subscriber, Suppression

_written_to: list[Callable[[list[int]], set[int]]] = []


def active_subscribers(*, seller: Seller) -> QuerySet[Subscriber]:
    """Everybody who confirmed and has not left."""
    return Subscriber.objects.filter(seller=seller, state=Subscriber.State.ACTIVE)


def deliverable(*, seller: Seller, only: Iterable[int] | None = None) -> QuerySet[Subscriber]:
    """Who may get a letter of this seller now: active, confirmed, suppressed neither by her nor everywhere.

    Rows carry `address` and `address_hash`. `only` limits to these subscriber ids: delivery asks again so in each claim.
    Nobody, once the seller has left the company. Ordered by nothing; index (seller, state, id) carries it.
    """
    blocked = Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=OuterRef("person__address_hash"))
    found = active_subscribers(seller=seller).filter(~Exists(blocked), confirmed_at__isnull=False).exclude(seller__state=Seller.State.LEFT)
    if only is not None:
        found = found.filter(pk__in=list(only))
    return found.annotate(address=F("person__address"), address_hash=F("person__address_hash"))


def is_suppressed(*, seller: Seller | None, address_hash: str) -> bool:
    """Whether this address gets nothing from the seller (None: from anybody)."""
    return Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=address_hash).exists()


def merge_values(subscriber: Subscriber) -> dict[str, str]:
    """The reader's values for the merge fields of kind "reader"; empty where the letter's fall-back speaks."""
    return values_of(subscriber.first_name, subscriber.last_name, subscriber.salutation)


def values_of(first_name: str, last_name: str, salutation: str) -> dict[str, str]:
    """`merge_values` for those who read columns and no rows."""
    first = first_name.strip()
    return {"firstname": first, "lastname": last_name.strip(), "salutation": salutation.strip() or (f"Dear {first}" if first else "")}


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


def readers(*, seller: Seller, search: str = "", state: str = "") -> QuerySet[Subscriber]:
    """The seller's list, newest first, searched by name and address."""
    found = Subscriber.objects.filter(seller=seller).select_related("person").order_by("-added_at", "-pk")
    if state:
        found = found.filter(state=state)
    for word in search.split()[:5]:
        found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(person__address__icontains=word))
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


def consent_history(*, subscriber: Subscriber) -> QuerySet[ConsentEvent]:
    """What this reader said to this seller, oldest first. What she said to others, leaving everybody included, is not in it."""
    return ConsentEvent.objects.filter(person_id=subscriber.person_id, seller_id=subscriber.seller_id).order_by("at", "pk")


def subscriptions_of(*, subscriber: Subscriber) -> QuerySet[Subscriber]:
    """All of one person's subscriptions: for pages that only the person herself opens, by a link from her mailbox."""
    same = Subscriber.objects.filter(person_id=subscriber.person_id)
    return same.select_related("seller__shop", "seller__photo", "seller__page", "person").order_by("seller__name")


def waiting_requests(*, subscriber: Subscriber) -> list[ConsentEvent]:
    """The person's other requests that still wait for her yes, the newest of each seller: for her own eyes."""
    pending = Subscriber.objects.filter(person_id=subscriber.person_id, state=Subscriber.State.PENDING, seller__state=Seller.State.ACTIVE)
    asked = ConsentEvent.objects.filter(
        person_id=subscriber.person_id,
        seller__in=pending.values("seller"),
        kind__in=(ConsentEvent.Kind.REQUESTED, ConsentEvent.Kind.ADDED),
        at__gt=timezone.now() - CONFIRM_WITHIN,
    )
    newest = {event.seller_id: event for event in asked.select_related("seller__shop").order_by("at")}
    return list(newest.values())


def own_history(*, subscriber: Subscriber) -> QuerySet[ConsentEvent]:
    """Everything the person said, to every seller: for her own eyes."""
    return ConsentEvent.objects.filter(person_id=subscriber.person_id).select_related("seller").order_by("at", "pk")


def register_written_to(look: Callable[[list[int]], set[int]]) -> None:
    """`look(subscriber ids)` gives those to whom a letter went or is about to go. Delivery, above, tells it here."""
    _written_to.append(look)


def written_to(subscriber_ids: list[int]) -> set[int]:
    """Which of these readers a letter was written to, or is about to be: nobody may pretend that they were never on the list."""
    return {pk for look in _written_to for pk in look(subscriber_ids)}


def imports_of(*, seller: Seller) -> QuerySet[Import]:
    """The files the seller brought, the newest first."""
    return Import.objects.filter(seller=seller).order_by("-created_at", "-pk")


def import_for(*, seller: Seller, pk: int) -> Import:
    """An import of this seller; NoSuchImport when there is none or it is another seller's."""
    found = Import.objects.select_related("seller", "by").filter(seller=seller, pk=pk).first()
    if found is None:
        raise NoSuchImport
    return found


def remembered_columns(*, seller: Seller, headers: list[str]) -> dict[str, int]:
    """How the seller read her last file with the same first line; empty when there was none."""
    done = imports_of(seller=seller).filter(state__in=(Import.State.DONE, Import.State.UNDONE), headers=headers)
    return dict(done.values_list("columns", flat=True).first() or {}) if headers else {}


EXPORTED = ("E-mail", "First name", "Last name", "Salutation", "Language", "State", "Since", "How we met", "Notes")


def exported_rows(*, seller: Seller) -> Iterator[tuple[str, ...]]:
    """The seller's own list as a table, its header first; read from the database in pieces."""
    yield EXPORTED
    columns = ("person__address", "first_name", "last_name", "salutation", "language", "state", "added_at", "how_we_met", "note")
    for row in Subscriber.objects.filter(seller=seller).order_by("pk").values_list(*columns).iterator(chunk_size=1000):
        address, *names, state, added, met, note = row
        yield (address, *names, state, added.date().isoformat(), met, note)
