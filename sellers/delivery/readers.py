"""What delivery asks about readers, at the moment of the hand-over and not before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from hub.common.prepared import Prepared
from sellers.audience import queries as audience
from sellers.audience import tokens as audience_tokens
from sellers.profiles.models import Seller

from .message import ReaderFacts
from .models import Chunk
from .rows import members_of

# Nothing else of a subscriber is read: notes and the like stay where they are.
_READ = (
    "deliveries__n", "deliveries__id", "pk", "person__address", "first_name", "last_name", "salutation",
)  # fmt: skip


def reachable(chunk: Chunk) -> Iterable[tuple[int, ReaderFacts]]:
    """(place, facts) of those readers of a chunk who may get a letter of its seller now, in one query.

    They are subscribed, confirmed, neither suppressed nor in a pause of theirs, and have the address that they had when the send began.
    """
    members, seller_id = members_of(chunk), chunk.issue.seller_id
    if isinstance(members, range):
        rows: Iterable[Any] = _OF_RANGE.rows(seller=seller_id, issue=chunk.issue_id, low=chunk.lo, high=chunk.hi, now=timezone.now())
    else:
        rows = _readers(seller_id, chunk.issue_id, timezone.now(), deliveries__n__in=list(members))
    links = audience_tokens.reader_links()
    for place, delivery_id, subscriber_id, address, first, last, salutation in sorted(rows):
        yield place, ReaderFacts(delivery_id, address, audience.values_of(first, last, salutation), *links(subscriber_id))


def _readers(seller: int, issue: int, now: datetime, **places: Any) -> QuerySet[Any, Any]:
    same = F("person__address_hash")
    found = audience.deliverable(seller=Seller(pk=seller), now=now)
    return found.filter(deliveries__issue=issue, deliveries__address_hash=same, **places).values_list(*_READ)


def _of_range(seller: int, issue: int, low: int, high: int, now: datetime) -> QuerySet[Any, Any]:
    return _readers(seller, issue, now, deliveries__n__gte=low, deliveries__n__lt=high)


_OF_RANGE = Prepared(_of_range, "seller", "issue", "low", "high", "now")
