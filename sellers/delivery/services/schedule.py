"""When a letter leaves: a row moved by compare-and-set, never a task that waits in a broker."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from hub.common import audit

from ..choices import TOO_LATE, IssueState
from ..models import Issue
from .installation import armed
from .start import start_issues

_MINUTE = timedelta(minutes=1)
# Issues started in one transaction: a commit costs about what starting one does.
_TOGETHER = 20


def moment_of(wall: datetime, zone: str) -> datetime:
    """The UTC moment of a wall-clock time without a zone. A time that the clock jumps over gives the next valid minute; one that it
    shows twice, the first. Raises zoneinfo.ZoneInfoNotFoundError for an unknown zone."""
    place = ZoneInfo(zone)
    wall = wall.replace(second=0, microsecond=0, tzinfo=None)
    # The longest gap ever was a whole day (Samoa, 2011).
    for _ in range(24 * 60 + 1):
        moment = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
        if moment.astimezone(place).replace(tzinfo=None) == wall:
            return moment
        wall += _MINUTE
    raise ValueError("no valid minute within a day")


def start_due_issues(at_most: int | None = None) -> int:
    """Start every armed issue whose time has come; ask about those that are more than two hours late. How many started.

    `at_most`: only the first so many, for those who send in between.
    """
    if not armed():
        return 0
    now = timezone.now()
    due = Issue.objects.filter(state=IssueState.ARMED, due_at__lte=now).order_by("due_at", "pk").values_list("pk", "due_at")[:at_most]
    late = [pk for pk, due_at in due if due_at is not None and now - due_at > TOO_LATE]
    for pk in late:
        _ask(pk, now=now)
    ready = [pk for pk, _ in due if pk not in set(late)]
    return sum(start_issues(ready[first : first + _TOGETHER]) for first in range(0, len(ready), _TOGETHER))


@transaction.atomic
def _ask(pk: int, *, now: datetime) -> None:
    late = Issue.objects.filter(pk=pk, state=IssueState.ARMED, due_at__lt=now - TOO_LATE)
    if late.update(state=IssueState.LATE):
        audit.record("issue.late", subject=f"letter:{pk}")
