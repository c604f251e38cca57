"""Where something that is to be recalled is held. The guard knows what waits for review; rooms above register what else there is."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from .choices import ReviewState, Trace
from .models import Review
from .targets import Target


@dataclass(frozen=True)
class Found:
    """One place, as it stands now. `readers`: who will not get it (held), or has it (sent)."""

    trace: Trace
    subject: str
    title: str
    author_id: Any
    region: str
    readers: int = 0
    at: datetime | None = None


Look = Callable[[Target], Iterable[Found]]
_looks: list[Look] = []
_hands: list[Callable[[], bool]] = []


def register_reach(look: Look) -> None:
    """`look(target)` gives every place of the room's own that holds the target."""
    _looks.append(look)


def register_hands(busy: Callable[[], bool]) -> None:
    """`busy()`: whether something that was stopped is still in somebody's hands, so that its copies are not all counted yet."""
    _hands.append(busy)


def wait_for_hands(patience: float) -> bool:
    """Wait until what was stopped is counted, at most `patience` seconds. False when it is not by then."""
    until = time.monotonic() + patience
    while any(busy() for busy in _hands):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def reach_of(target: Target, *, since: datetime | None = None) -> list[Found]:
    """Everything that holds it. Reviews that wait, and those that ended by it after `since`."""
    return [*_reviews(target, since), *(found for look in _looks for found in look(target))]


def _reviews(target: Target, since: datetime | None) -> Iterable[Found]:
    ended = Q(state=ReviewState.VOID, decided_at__gte=since) if since else Q(pk=None)
    reviews = Review.objects.filter(Q(state=ReviewState.WAITING) | ended).select_related("artefact").defer("artefact__payload")
    for review in reviews.order_by("pk").iterator(chunk_size=200):
        artefact = review.artefact
        if target.holds(artefact.subject, artefact.guard_document):
            yield Found(Trace.REVIEW, artefact.subject, artefact.title, artefact.author_id, artefact.region, at=review.submitted_at)
