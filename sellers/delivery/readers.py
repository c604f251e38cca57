"""What delivery asks about readers, at the moment of the hand-over and not before."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from hub.common.prepared import Prepared
from sellers.audience import queries as audience
from sellers.audience import tokens as audience_tokens
from sellers.newsletters.audience import topic_of
from sellers.profiles.models import Seller

from .message import ReaderFacts
from .models import Chunk
from .rows import members_of

# Nothing else of a subscriber is read: notes and the like stay where they are.
_READ = (
    "deliveries__n", "deliveries__id", "pk", "person__address", "first_name", "last_name", "salutation",
)  # fmt: skip


def reachable(chunks: Sequence[Chunk]) -> Iterator[tuple[int, ReaderFacts]]:
    """(place, facts) of those readers of an issue's chunks who may get a letter of its seller now; a query for each row of neighbours.

    They are subscribed, confirmed, neither suppressed nor in a pause of theirs, have not asked to be left out of letters about its
    topic, and have the address that they had when the send began.
    """
    links = audience_tokens.reader_links()
    for place, delivery_id, subscriber_id, address, first, last, salutation in sorted(_rows(chunks)):
        yield place, ReaderFacts(delivery_id, address, audience.values_of(first, last, salutation), *links(subscriber_id))


def _rows(chunks: Sequence[Chunk]) -> Iterator[tuple[Any, ...]]:
    now, issue = timezone.now(), chunks[0].issue
    topic = topic_of(issue.artefact.audience)
    ranges: list[tuple[int, int]] = []
    for chunk in chunks:
        members = members_of(chunk)
        if not isinstance(members, range):
            yield from _readers(issue.seller_id, issue.pk, now, topic, deliveries__n__in=list(members))
        elif ranges and ranges[-1][1] == chunk.lo:
            ranges[-1] = (ranges[-1][0], chunk.hi)
        else:
            ranges.append((chunk.lo, chunk.hi))
    for low, high in ranges:
        where = {"seller": issue.seller_id, "issue": issue.pk, "low": low, "high": high, "now": now}
        yield from _OF_RANGE.rows(**where) if topic is None else _OF_RANGE_AND_TOPIC.rows(**where, topic=topic)


def _readers(seller: int, issue: int, now: datetime, topic: int | None, **places: Any) -> QuerySet[Any, Any]:
    same = F("person__address_hash")
    found = audience.deliverable(seller=Seller(pk=seller), now=now, topic=topic)
    return found.filter(deliveries__issue=issue, deliveries__address_hash=same, **places).values_list(*_READ)


def _of_range(seller: int, issue: int, low: int, high: int, now: datetime, topic: int | None = None) -> QuerySet[Any, Any]:
    return _readers(seller, issue, now, topic, deliveries__n__gte=low, deliveries__n__lt=high)


_OF_RANGE = Prepared(_of_range, "seller", "issue", "low", "high", "now")
_OF_RANGE_AND_TOPIC = Prepared(_of_range, "seller", "issue", "low", "high", "now", "topic")
