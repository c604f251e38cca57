"""From approval to "will be sent": an issue is made ready by the guard's yes and armed by a person's."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from brandguard import gate
from brandguard.models import Artefact
from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.newsletters.audience import reader_count, topic_of
from sellers.newsletters.models import LetterPage

from .. import queue
from ..brakes import ensure_free
from ..choices import IssueState
from ..clock import moment_of, quiet_until
from ..exceptions import AudienceChanged, NotReady
from ..models import Issue
from ..queries import may_send
from .installation import armed, ensure_armed


@transaction.atomic
def ready_issue(artefact: Artefact) -> Issue | None:
    """Make the issue of an approved letter, or give it the newly approved bytes. None once its send has started."""
    letter = LetterPage.objects.select_related("seller").get(pk=int(artefact.subject.partition(":")[2]))
    issue, made = Issue.objects.select_for_update().get_or_create(
        letter=letter, defaults={"seller": letter.seller, "artefact": artefact, "state": IssueState.READY}
    )
    armed()  # from the first letter on, this database is ours
    if not made:
        if issue.started_at is not None:
            return None
        disarmed: dict[str, Any] = {"state": IssueState.READY, "due_at": None, "armed_at": None, "armed_by": None, "hold_reasons": []}
        Issue.objects.filter(pk=issue.pk).update(artefact=artefact, **disarmed)
        issue.refresh_from_db()
    audit.record("issue.ready", subject=artefact.subject, data={"artefact": artefact.pk, "sha256": artefact.sha256})
    return issue


@transaction.atomic
def disarm_issue(artefact: Artefact) -> bool:
    """The approval of these bytes is gone: an issue that has not started goes back to waiting. False when there is none."""
    waiting = Issue.objects.filter(artefact=artefact, started_at=None, state__in=[IssueState.ARMED, IssueState.LATE, IssueState.HELD])
    if not waiting.update(state=IssueState.READY, due_at=None, hold_reasons=[]):
        return False
    audit.record("issue.disarmed", subject=artefact.subject, data={"artefact": artefact.pk})
    return True


@transaction.atomic
def arm_issue(issue: Issue, *, by: Any, due_at: datetime | None = None, readers: int | None = None) -> Issue:
    """Let an approved letter leave: now, at an aware moment, or at a wall-clock time in the seller's zone (a naive `due_at`).

    A moment in the quiet hours becomes their end: `due_at` of what is returned says so. `readers` is the number that the person
    confirmed. Raises NotAllowed, NotReady, AudienceChanged, or the guard's Held.
    `by` is None for the operator at the command line.
    """
    if not may_send(by, issue):
        raise NotAllowed("Only the seller herself or a marketing lead can send this letter.")
    ensure_armed()
    issue = Issue.objects.select_for_update(of=("self",)).select_related("seller__shop", "artefact").get(pk=issue.pk)
    if not issue.may_be_armed:
        raise NotReady(f"This letter cannot be sent now: it is {issue.get_state_display()}.")
    count = reader_count(issue.seller, topic_of(issue.artefact.audience))
    if readers is not None and readers != count:
        raise AudienceChanged(f"Your list has changed: {count} readers now. Please look again and confirm.", count=count)
    if not count:
        raise NotReady("Nobody is on this list yet, so there is nobody to send it to.")
    gate.ensure_cleared(issue.artefact)
    ensure_free(issue.seller_id)
    _arm(issue, by=by, due_at=due_at, count=count)
    return issue


def _arm(issue: Issue, *, by: Any, due_at: datetime | None, count: int) -> None:
    now = timezone.now()
    zone = issue.seller.time_zone
    wall = ""
    if due_at is not None and timezone.is_naive(due_at):
        wall, due_at = due_at.isoformat(timespec="minutes"), moment_of(due_at, zone)
        if due_at < now:
            raise NotReady("This time has passed already. Choose a later one, or send it now.")
    issue.state, issue.armed_by, issue.armed_at = IssueState.ARMED, by, now
    due_at = due_at or now
    issue.due_at, issue.wall_time, issue.zone = quiet_until(due_at, zone) or due_at, wall, zone
    issue.confirmed_readers, issue.hold_reasons = count, []
    issue.save()
    data = {"artefact": issue.artefact_id, "sha256": issue.artefact.sha256, "readers": count, "due_at": issue.due_at}
    audit.record("issue.armed", actor=by, subject=f"letter:{issue.pk}", data=data)
    if issue.due_at <= now:
        transaction.on_commit(queue.ring)
