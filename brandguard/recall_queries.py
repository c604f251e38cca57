"""Recalls and what they found, as far as a person may see it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hub.accounts.models import User

from .choices import Trace
from .models import Recall, RecallEntry
from .queries import keeps
from .reach import Found
from .review_queries import may_review
from .targets import Target


def recalls(*, viewer: User) -> QuerySet[Recall]:
    """Everything that was recalled, the newest first; nothing for those who keep no texts."""
    return Recall.objects.select_related("by") if keeps(viewer) else Recall.objects.none()


def may_recall(wanted: Target, *, viewer: User) -> bool:
    return keeps(viewer) and (not wanted.region or may_review(viewer, wanted.region))


def entries(made: Recall, *, viewer: User) -> list[tuple[Trace, list[RecallEntry], int]]:
    """(trace, places, their readers) for each trace; a lead with a region sees that region's letters."""
    found = made.entries.select_related("author")
    if viewer.region_id:
        found = found.filter(region=viewer.region.code)  # type: ignore[union-attr]
    rows = list(found)
    return [(trace, *_of(trace, rows)) for trace in Trace]


def numbers(found: Iterable[Found]) -> list[tuple[Trace, int, int]]:
    """(trace, places, readers) for the confirmation, company-wide: what would happen does not end at a region."""
    places = list(found)
    return [(trace, len(mine), sum(one.readers for one in mine)) for trace in Trace if (mine := [p for p in places if p.trace == trace])]


def _of(trace: Trace, rows: list[RecallEntry]) -> tuple[list[Any], int]:
    mine = [row for row in rows if row.trace == trace]
    return mine, sum(row.readers for row in mine)
