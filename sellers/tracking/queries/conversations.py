"""What a reader and her seller said to each other, as far as it came through here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sellers.audience.models import Subscriber
from sellers.delivery.choices import Row
from sellers.delivery.models import Chunk, Delivery
from sellers.delivery.rows import members_of
from sellers.profiles.models import Seller

from ..models import Inbound, Reply


@dataclass(frozen=True)
class Moment:
    """One line of a reader's timeline. `kind`: letter, reply, automatic, bounced, complaint, left, click, open."""

    at: datetime
    kind: str
    title: str
    text: str = ""
    letter_id: int | None = None
    reply_id: int | None = None


def replies_of(*, seller: Seller, subscriber: Subscriber | None = None, automatic: bool = False) -> QuerySet[Reply]:
    """Answers to this seller, newest first, from one reader or from all; machines' answers only with `automatic`."""
    found = Reply.objects.filter(seller=seller).select_related("subscriber__person", "issue__letter").order_by("-at", "-pk")
    if subscriber is not None:
        found = found.filter(subscriber=subscriber, subscriber__seller=seller)
    return found if automatic else found.filter(automatic=False)


def waiting_replies(*, seller: Seller) -> int:
    """How many answers she has not read yet."""
    return replies_of(seller=seller).filter(read_at=None).count()


def reply_for(*, seller: Seller, pk: int) -> Reply | None:
    """One answer to this seller; None when there is none or it is another seller's."""
    return replies_of(seller=seller, automatic=True).filter(pk=pk).first()


def timeline_of(*, seller: Seller, subscriber: Subscriber, limit: int = 100) -> list[Moment]:
    """Letters that went to this reader, what came back, and her answers: newest first. Empty for another seller's reader."""
    if subscriber.seller_id != seller.pk:
        return []
    moments = [*_letters(seller, subscriber, limit), *_replies(seller, subscriber, limit), *_returns(seller, subscriber, limit)]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)[:limit]


def _letters(seller: Seller, subscriber: Subscriber, limit: int) -> list[Moment]:
    deliveries = Delivery.objects.filter(subscriber=subscriber, issue__seller=seller, issue__started_at__isnull=False)
    rows = list(deliveries.select_related("issue__letter").order_by("-pk")[:limit])
    reached = _reached(rows)
    return [
        Moment(row.issue.started_at, "letter", row.issue.letter.title, letter_id=row.issue_id)
        for row in rows
        if row.pk in reached and row.issue.started_at
    ]


def _reached(rows: list[Delivery]) -> set[int]:
    """Which of these were handed over, by the bytes of their chunks."""
    places = {row.issue_id: (row.n, row.pk) for row in rows}
    found = set()
    for chunk in Chunk.objects.filter(issue__in=places):
        place, pk = places[chunk.issue_id]
        members = members_of(chunk)
        if place in members and bytes(chunk.states)[members.index(place)] in (Row.SENT, Row.BOUNCED, Row.IN_DOUBT):
            found.add(pk)
    return found


def _replies(seller: Seller, subscriber: Subscriber, limit: int) -> list[Moment]:
    found = replies_of(seller=seller, subscriber=subscriber, automatic=True)[:limit]
    return [
        Moment(r.at, "automatic" if r.automatic else "reply", r.subject, text=r.text, letter_id=r.issue_id, reply_id=r.pk) for r in found
    ]


def _returns(seller: Seller, subscriber: Subscriber, limit: int) -> list[Moment]:
    found: Any = Inbound.objects.filter(delivery__subscriber=subscriber, seller=seller, kind__in=("dsn", "complaint"))
    found = found.select_related("delivery").order_by("-at")[:limit]
    return [
        Moment(r.at, "complaint" if r.kind == "complaint" else "bounced", r.get_outcome_display(), letter_id=r.delivery.issue_id)
        for r in found
    ]
