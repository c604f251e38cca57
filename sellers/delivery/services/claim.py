"""Claiming: one chunk, one worker, one transaction in which everything that may stop it is asked again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from brandguard import gate
from brandguard.exceptions import Held
from brandguard.models import Artefact
from brandguard.queries import current_digest
from hub.common import headers
from hub.common.exceptions import BadHeader
from hub.common.prepared import Prepared

from ..choices import LEASE, ChunkStatus, IssueState, ProblemKind, Row
from ..message import ReaderFacts
from ..models import Chunk, Problem
from ..readers import reachable
from ..rows import members_of, store, write_states
from .control import finish_issue, hold_issue


@dataclass(frozen=True)
class Claim:
    """What a worker may send until its lease ends: (position in the chunk, facts of the reader) of each row."""

    chunk: Chunk
    rows: tuple[tuple[int, ReaderFacts], ...]


def claim_chunk(*, worker: str, after: int = 0) -> Claim | None:
    """The next chunk that is due, of the first running issue with an id above `after`, else of the first: round robin.

    Readers who left, were suppressed or erased in the meantime are taken out here. An issue for which the gate has closed is held,
    and the next one is tried. None when nothing is due.
    """
    while True:
        with transaction.atomic():
            chunk = _next_chunk(after)
            if chunk is None:
                return None
            if not _cleared(chunk):
                continue
            claim = _take(chunk, worker=worker)
        if claim.rows:
            return claim
        finish_issue(chunk.issue_id)


def _next_chunk(after: int) -> Chunk | None:
    now = timezone.now()
    rows = _DUE_ABOVE.rows(now=now, after=after) or (_DUE_UP_TO.rows(now=now, after=after) if after else [])
    return Chunk.objects.select_related("issue").get(pk=rows[0][0]) if rows else None


def _due(now: datetime, **which: int) -> QuerySet[Any, Any]:
    due = Chunk.objects.filter(status=ChunkStatus.QUEUED, not_before__lte=now, issue__state=IssueState.SENDING, **which)
    return due.select_for_update(skip_locked=True, of=("self",)).order_by("issue_id", "id").values_list("id")[:1]


_DUE_ABOVE = Prepared(lambda now, after: _due(now, issue_id__gt=after), "now", "after")
_DUE_UP_TO = Prepared(lambda now, after: _due(now, issue_id__lte=after), "now", "after")


def _cleared(chunk: Chunk) -> bool:
    try:
        gate.ensure_cleared(Artefact(pk=chunk.issue.artefact_id), audience_count=chunk.issue.snapshot)
    except Held as error:
        hold_issue(chunk.issue, reasons=error.details["reasons"])
        return False
    return True


def _take(chunk: Chunk, *, worker: str) -> Claim:
    now = timezone.now()
    states = bytearray(chunk.states)
    rows: list[tuple[int, ReaderFacts]] = []
    waiting = {place: position for position, place in enumerate(members_of(chunk)) if states[position] == Row.QUEUED}
    rules = current_digest()
    for place, facts in reachable(chunk):
        position = waiting.pop(place, None)
        if position is None:
            continue
        if reason := _refusal(facts, rules):
            states[position] = Row.HELD
            Problem.objects.create(chunk=chunk, delivery_id=facts.delivery_id, kind=ProblemKind.HELD, reason=reason, at=now)
        else:
            rows.append((position, facts))
    for position in waiting.values():
        states[position] = Row.SUPPRESSED
    write_states(chunk, bytes(states))
    _write(chunk, worker=worker, now=now, empty=not rows)
    return Claim(chunk=chunk, rows=tuple(rows))


def _refusal(facts: ReaderFacts, rules: str) -> str:
    """Why this reader's values may not be put into the letter, or "" when they may."""
    if not facts.address.isascii():
        return "The address has letters before the @ that our mail server cannot carry. Ask for another address."
    try:
        headers.clean("".join(facts.values.values()))
    except BadHeader as error:
        # Found here, it holds one reader; found while the letter is written, it would stop all of the chunk again and again.
        return f"In this reader's name: {error}"[:300]
    findings = gate.check_values(facts.values.values(), digest=rules)
    return f"A rule stops what would be put in for this reader: {findings[0].message}"[:300] if findings else ""


def _write(chunk: Chunk, *, worker: str, now: datetime, empty: bool) -> None:
    if empty:
        chunk.status, chunk.worker = ChunkStatus.SETTLED, ""
    else:
        chunk.status, chunk.worker, chunk.claimed_at, chunk.lease_until = ChunkStatus.CLAIMED, worker, now, now + LEASE
    store(chunk, "status", "worker", "claimed_at", "lease_until")
