"""A person's hand on a send: pause, resume, pull back; and the guard's: hold."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.utils import timezone

from brandguard import gate
from brandguard.models import Artefact
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.prepared import Prepared
from sellers.profiles.models import Seller

from .. import queue, signals
from ..brakes import ensure_free
from ..choices import ChunkStatus, IssueState
from ..exceptions import NotReady
from ..models import Chunk, Issue
from ..queries import UNDER_WAY, accounting, may_send


def pause_issue(issue: Issue, *, by: Any) -> Issue:
    """Stop handing over. What a worker holds at this moment (at most a few seconds' worth) still leaves."""
    return _move(issue, by=by, sources=[IssueState.SENDING], target=IssueState.PAUSED, action="issue.paused")


def cancel_issue(issue: Issue, *, by: Any) -> Issue:
    """Pull back: nothing more is handed over. Readers who have it have it; the others count as held back."""
    sources = [IssueState.ARMED, IssueState.LATE, IssueState.SENDING, IssueState.PAUSED, IssueState.HELD]
    return _move(issue, by=by, sources=sources, target=IssueState.CANCELLED, action="issue.cancelled")


@transaction.atomic
def resume_issue(issue: Issue, *, by: Any) -> Issue:
    """Go on after a pause, or after the gate has opened again. Raises Held while it has not."""
    issue = Issue.objects.select_for_update().get(pk=issue.pk)
    started = issue.started_at is not None
    gate.ensure_cleared(issue.artefact, audience_count=issue.snapshot if started else None)
    ensure_free(issue.seller_id)
    target = IssueState.SENDING if started else IssueState.ARMED
    if not started and issue.due_at is None:
        raise NotReady("This letter has no time to be sent at. Send it anew.")
    return _move(issue, by=by, sources=[IssueState.PAUSED, IssueState.HELD], target=target, action="issue.resumed")


@transaction.atomic
def pull_back_all(seller: Seller, *, by: Any) -> int:
    """The seller has left the company: nothing of hers that is under way or armed goes on, whoever may send. How many were pulled back."""
    waiting = Issue.objects.select_for_update().filter(seller=seller, state__in=[*UNDER_WAY, IssueState.HELD])
    issues = list(waiting.only("pk", "artefact_id"))
    Issue.objects.filter(pk__in=[issue.pk for issue in issues]).update(state=IssueState.CANCELLED, hold_reasons=[])
    for issue in issues:
        data = {"artefact": issue.artefact_id, "why": "seller left"}
        audit.record("issue.cancelled", actor=by, subject=f"letter:{issue.pk}", data=data)
    return len(issues)


@transaction.atomic
def hold_issue(issue: Issue, *, reasons: Sequence[tuple[str, str]]) -> bool:
    """The gate has closed. False when somebody else changed the issue first."""
    held = Issue.objects.filter(pk=issue.pk, state__in=UNDER_WAY).update(
        state=IssueState.HELD, hold_reasons=[list(reason) for reason in reasons]
    )
    if held:
        codes = [code for code, _ in reasons]
        audit.record("issue.held", subject=f"letter:{issue.pk}", data={"reasons": codes, "artefact": issue.artefact_id})
        transaction.on_commit(lambda: signals.issue_held.send(sender=Issue, issue_id=issue.pk))
    return bool(held)


def hold_concerned(concerned: Callable[[Artefact], bool]) -> int:
    """Hold at once every issue under way whose letter is concerned and for which the gate is closed now; how many.

    What runs comes first. The gate would refuse each at its next batch: this is for the batch that is being handed over.
    """
    running_first = Case(When(state=IssueState.SENDING, then=0), default=1)
    issues = Issue.objects.filter(state__in=UNDER_WAY).select_related("artefact").defer("artefact__payload").order_by(running_first, "pk")
    held = 0
    for issue in issues.iterator(chunk_size=200):
        if concerned(issue.artefact):
            count = issue.snapshot if issue.started_at else None
            reasons = gate.problems(issue.artefact, audience_count=count)
            held += bool(reasons) and hold_issue(issue, reasons=reasons)
    return held


def finish_issue(issue_id: int) -> bool:
    """Close a running issue whose rows all have their outcome. Harmless otherwise."""
    return bool(finish_issues([issue_id]))


def finish_issues(issue_ids: Iterable[int]) -> int:
    """Close those of these running issues whose rows all have their outcome; how many. Called after chunks have settled."""
    over = [pk for pk in issue_ids if _FINISHED.rows(issue_id=pk)]
    return _close(over) if over else 0


@transaction.atomic
def _close(issue_ids: list[int]) -> int:
    """All in a handful of statements: a morning's ten thousand small issues end by the dozen."""
    over = dict(_finished(pk__in=issue_ids).select_for_update(of=("self",)).values_list("pk", "artefact__sha256"))
    if not over:
        return 0
    counts = accounting(over)  # rows that are settled do not move any more
    Issue.objects.filter(pk__in=over).update(state=IssueState.DONE, finished_at=timezone.now())
    audit.record_each("issue.finished", ((f"letter:{pk}", {"sha256": sha256, **counts[pk]}) for pk, sha256 in over.items()))
    for pk in over:
        transaction.on_commit(partial(signals.issue_finished.send, sender=Issue, issue_id=pk))
    return len(over)


# Named rather than "not settled": an index finds these at once, however many chunks are settled.
_OPEN = (ChunkStatus.QUEUED, ChunkStatus.CLAIMED)


def _finished(**which: Any) -> QuerySet[Issue]:
    unfinished = Chunk.objects.filter(issue=OuterRef("pk"), status__in=_OPEN)
    return Issue.objects.filter(~Exists(unfinished), state=IssueState.SENDING, **which)


_FINISHED = Prepared(lambda issue_id: _finished(pk=issue_id).values_list("pk")[:1], "issue_id")


def finish_leftovers() -> int:
    """Issues whose last worker died between its last mark and the finish. How many were closed."""
    waiting = list(_finished().values_list("pk", flat=True))
    return _close(waiting) if waiting else 0


@transaction.atomic
def _move(issue: Issue, *, by: Any, sources: Sequence[str], target: str, action: str) -> Issue:
    """Compare and set: the state moves only from one of `sources`, whoever else is trying."""
    if not may_send(by, issue):
        raise NotAllowed("Only the seller herself or a marketing lead can do this.")
    if not Issue.objects.filter(pk=issue.pk, state__in=sources).update(state=target, hold_reasons=[]):
        issue.refresh_from_db()
        raise NotReady(f"This cannot be done now: the letter is {issue.get_state_display()}.")
    issue.refresh_from_db()
    audit.record(action, actor=by, subject=f"letter:{issue.pk}", data={"artefact": issue.artefact_id})
    if target == IssueState.SENDING:
        transaction.on_commit(queue.ring)
    return issue
