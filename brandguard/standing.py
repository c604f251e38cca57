"""How far a writer is trusted: worked out from what people decided about her letters, by a formula that she can read.

Nothing of it is stored, so nothing of it can be set by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils import timezone

from .choices import Basis, ReviewState, Severity, Verdict
from .models import AfterCheck, Approval, Review

START, TOP = 0, 100
# How long a letter counts.
MEMORY = timedelta(days=365)


class Step(NamedTuple):
    points: int
    sentence: str

    @property
    def signed(self) -> str:
        return f"{self.points:+d}".replace("-", "−")


FORMULA: dict[str, Step] = {
    "clean": Step(10, "A letter is approved in which nothing was found and nothing was remarked"),
    "approved": Step(4, "A letter is approved with findings or remarks"),
    "checked": Step(5, "A letter that had passed by itself is read afterwards and is fine"),
    "returned": Step(-8, "A letter comes back to be changed"),
    "breach": Step(-40, "An approval is taken back because a rule was broken"),
}
NOTES = (
    f"You start at {START}; it is never below 0 or above {TOP}.",
    "A letter raises it at most once, and at most one letter a day does. Only letters that a person has read count.",
    "What is older than a year does not count any more.",
)


@dataclass(frozen=True)
class Event:
    """One decision, and what standing was after it."""

    at: datetime
    kind: str
    title: str
    subject: str
    after: int = START

    @property
    def step(self) -> Step:
        return FORMULA[self.kind]


@dataclass(frozen=True)
class Standing:
    points: int = START
    # The newest first.
    events: tuple[Event, ...] = ()


def standing_of(author_id: Any, *, now: datetime | None = None) -> Standing:
    return standings([author_id], now=now)[author_id]


def standings(author_ids: Iterable[Any], *, now: datetime | None = None) -> dict[Any, Standing]:
    """The standing of each of these writers, in three queries however many they are."""
    authors = list(dict.fromkeys(author_ids))
    since = (now or timezone.now()) - MEMORY
    events: dict[Any, list[Event]] = {author: [] for author in authors}
    for author, event in (*_decisions(authors, since), *_checks(authors, since), *_breaches(authors, since)):
        events[author].append(event)
    return {author: _added_up(found) for author, found in events.items()}


def _added_up(events: list[Event]) -> Standing:
    points, raised, days, shown = START, set(), set(), []
    for event in sorted(events, key=lambda e: e.at):
        day, gain = timezone.localdate(event.at), event.step.points
        if gain > 0 and (event.subject in raised or day in days):
            continue
        if gain > 0:
            raised.add(event.subject)
            days.add(day)
        points = min(TOP, max(0, points + gain))
        shown.append(Event(event.at, event.kind, event.title, event.subject, points))
    return Standing(points, tuple(reversed(shown)))


def _decisions(authors: list[Any], since: datetime) -> Iterable[tuple[Any, Event]]:
    """Only what a person decided: a letter that passed by itself says nothing of its writer."""
    reviews = Review.objects.filter(
        artefact__author__in=authors,
        state__in=(ReviewState.APPROVED, ReviewState.RETURNED),
        decided_by__isnull=False,
        decided_at__gte=since,
    ).annotate(remarks=Count("comments"))
    rows = reviews.values_list(
        "artefact__author", "decided_at", "artefact__title", "artefact__subject", "state", "artefact__findings",
        "artefact__justifications", "remarks", "note",
    )  # fmt: skip
    for author, at, title, subject, state, findings, reasons, remarks, note in rows:
        kind = "returned" if state == ReviewState.RETURNED else "approved" if _spotted(findings, reasons) or remarks or note else "clean"
        yield author, Event(at or since, kind, title, subject)


def _spotted(findings: Iterable[Mapping[str, Any]], reasons: Mapping[str, str]) -> bool:
    return bool(reasons) or any(found["severity"] != Severity.ADVICE for found in findings)


def _checks(authors: list[Any], since: datetime) -> Iterable[tuple[Any, Event]]:
    fine = AfterCheck.objects.filter(review__artefact__author__in=authors, verdict=Verdict.FINE, at__gte=since)
    rows = fine.values_list("review__artefact__author", "at", "review__artefact__title", "review__artefact__subject")
    return ((author, Event(at, "checked", title, subject)) for author, at, title, subject in rows if at)


def _breaches(authors: list[Any], since: datetime) -> Iterable[tuple[Any, Event]]:
    broken = Approval.objects.filter(artefact__author__in=authors, breach=True, revoked_at__gte=since).exclude(basis=Basis.EMERGENCY)
    rows = broken.values_list("artefact__author", "revoked_at", "artefact__title", "artefact__subject")
    return ((author, Event(at, "breach", title, subject)) for author, at, title, subject in rows if at)
