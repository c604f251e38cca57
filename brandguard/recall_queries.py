"""Recalls and what they found, as far as a person may see it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Count, QuerySet, Sum, When

from hub.accounts.models import User

from .choices import Trace
from .models import Recall, RecallEntry
from .queries import keeps
from .reach import Found
from .review_queries import may_review
from .targets import Target

SHOWN_AT_HOME = 3


def recalls(*, viewer: User) -> QuerySet[Recall]:
    """Everything that was recalled, the newest first; nothing for those who keep no texts."""
    return Recall.objects.select_related("by") if keeps(viewer) else Recall.objects.none()


def may_recall(wanted: Target, *, viewer: User) -> bool:
    return keeps(viewer) and (not wanted.region or may_review(viewer, wanted.region))


def entries(made: Recall, *, viewer: User) -> QuerySet[RecallEntry]:
    """Every place that was found, trace by trace; a lead with a region sees that region's letters."""
    place = Case(*(When(trace=trace, then=number) for number, trace in enumerate(Trace)))
    found = made.entries.select_related("author").order_by(place, "pk")
    return found.filter(region=viewer.region.code) if viewer.region_id else found  # type: ignore[union-attr]


def totals(found: QuerySet[RecallEntry]) -> list[tuple[Trace, int, int]]:
    """(trace, places, their readers) for each trace, those without a place too."""
    counted = {row["trace"]: row for row in found.order_by().values("trace").annotate(places=Count("pk"), readers_in_all=Sum("readers"))}
    return [(trace, row["places"], row["readers_in_all"]) if (row := counted.get(trace)) else (trace, 0, 0) for trace in Trace]


def recent(*, viewer: User, since: datetime) -> list[tuple[Recall, int, int]]:
    """(recall, readers who do not get it, readers who have it) of what was recalled since then, the newest first."""
    found = list(recalls(viewer=viewer).filter(at__gte=since)[:SHOWN_AT_HOME])
    said = {made.pk: {trace: readers for trace, _, readers in totals(entries(made, viewer=viewer))} for made in found}
    return [(made, said[made.pk][Trace.HELD], said[made.pk][Trace.SENT]) for made in found]


def numbers(found: Iterable[Found]) -> list[tuple[Trace, int, int]]:
    """(trace, places, readers) for the confirmation, company-wide: what would happen does not end at a region."""
    places = list(found)
    return [(trace, len(mine), sum(one.readers for one in mine)) for trace in Trace if (mine := [p for p in places if p.trace == trace])]
