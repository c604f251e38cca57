"""The customer book: found at once, and what is to be said of each in a line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hub.common.addresses import readable
from sellers.audience.models import Subscriber
from sellers.audience.queries import duplicates_of, readers
from sellers.profiles.models import Seller

SAID = {
    Subscriber.State.PENDING: "has not said yes yet",
    Subscriber.State.ACTIVE: "on your list",
    Subscriber.State.LEFT: "has left",
}


def customers(*, seller: Seller, search: str = "", state: str = "") -> QuerySet[Subscriber]:
    """The seller's customers, the newest first."""
    return readers(seller=seller, search=search, state=state)


def told(found: Iterable[Subscriber]) -> list[Subscriber]:
    """Each with `.address` to be read and `.said`, how she stands to the letters."""
    customers = list(found)
    for customer in customers:
        customer.address = readable(customer.person.address)  # type: ignore[attr-defined]
        customer.said = SAID[Subscriber.State(customer.state)]  # type: ignore[attr-defined]
    return customers


@dataclass(frozen=True)
class Lookalike:
    """Another card that may be the same person's, and why."""

    customer: Subscriber
    reason: str


def lookalikes(*, customer: Subscriber) -> list[Lookalike]:
    """Cards of the same seller that look like this person."""
    reasons = {pair.second if pair.first == customer.pk else pair.first: pair.reason for pair in duplicates_of(subscriber=customer)}
    if not reasons:
        return []
    found = Subscriber.objects.filter(seller_id=customer.seller_id, pk__in=reasons).select_related("person").order_by("pk")
    return [Lookalike(one, reasons[one.pk]) for one in told(found)]
