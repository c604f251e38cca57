"""Sends and copies that hold what is recalled: numbers of readers, never who they are."""

from collections.abc import Iterator

from django.utils import timezone

from brandguard.choices import Trace
from brandguard.reach import Found
from brandguard.targets import Target

from .choices import ChunkStatus, IssueState
from .models import Chunk, Issue
from .queries import accounting

_OVER = (IssueState.DONE, IssueState.CANCELLED)


def sends_that_hold(target: Target) -> Iterator[Found]:
    """Each issue that holds it: what can still be stopped, and the copies that have left."""
    stored = Issue.objects.select_related("artefact").defer("artefact__payload").order_by("pk")
    every = stored.iterator(chunk_size=200)
    rows = {issue.pk: issue for issue in every if target.holds(issue.artefact.subject, issue.artefact.guard_document)}
    counts = accounting(rows)
    for pk in rows:
        yield from _of(rows[pk], counts[pk])


def in_hands() -> bool:
    """Whether a living worker still holds a chunk of an issue that was stopped."""
    return Chunk.objects.filter(status=ChunkStatus.CLAIMED, lease_until__gt=timezone.now(), issue__state=IssueState.HELD).exists()


def _of(issue: Issue, counts: dict[str, int]) -> Iterator[Found]:
    artefact = issue.artefact
    has_it = counts["sent"] + counts["in_doubt"] + counts["bounced"]
    who = (artefact.subject, artefact.title, artefact.author_id, artefact.region)
    if issue.state not in _OVER:
        waiting = counts["queued"] + counts["held"] if issue.started_at else artefact.audience_count
        yield Found(Trace.HELD, *who, readers=waiting, at=issue.started_at or issue.due_at)
    if issue.started_at and has_it:
        yield Found(Trace.SENT, *who, readers=has_it, at=issue.started_at)
