"""When a letter leaves: a row moved by compare-and-set, never a task that waits in a broker."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hub.common import audit

from ..choices import TOO_LATE, IssueState
from ..clock import quiet_until
from ..models import Issue
from .installation import armed
from .start import start_issues

# Issues started in one transaction: a commit costs about what starting one does.
_TOGETHER = 20


def start_due_issues(at_most: int | None = None) -> int:
    """Start every armed issue whose time has come; ask about those that are more than two hours late. How many started.

    In quiet hours it gets a new time: their end. `at_most`: only the first so many, for those who send in between.
    """
    if not armed():
        return 0
    now = timezone.now()
    due = (
        Issue.objects.filter(state=IssueState.ARMED, due_at__lte=now).order_by("due_at", "pk").values_list("pk", "due_at", "zone")[:at_most]
    )
    ready = []
    for pk, due_at, zone in due.values_list("pk", "due_at", "zone")[:at_most]:
        if due_at is not None and now - due_at > TOO_LATE:
            _ask(pk, now=now)
        elif morning := quiet_until(now, zone):
            _put_off(pk, morning)
        else:
            ready.append(pk)
    return sum(start_issues(ready[first : first + _TOGETHER]) for first in range(0, len(ready), _TOGETHER))


@transaction.atomic
def _ask(pk: int, *, now: datetime) -> None:
    late = Issue.objects.filter(pk=pk, state=IssueState.ARMED, due_at__lt=now - TOO_LATE)
    if late.update(state=IssueState.LATE):
        audit.record("issue.late", subject=f"letter:{pk}")


@transaction.atomic
def _put_off(pk: int, morning: datetime) -> None:
    if Issue.objects.filter(pk=pk, state=IssueState.ARMED, due_at__lt=morning).update(due_at=morning):
        audit.record("issue.put_off", subject=f"letter:{pk}", data={"due_at": morning})
