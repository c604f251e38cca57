"""Claiming: chunks for one worker, in one transaction in which everything that may stop them is asked again."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
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
from sellers.newsletters.document import group_of

from ..choices import CHUNK_SIZE, LEASE, ChunkStatus, IssueState, ProblemKind, Row
from ..clock import quiet_until
from ..message import ReaderFacts
from ..models import Chunk, Issue, Problem
from ..readers import reachable
from ..rows import members_of, store, write_states
from .claims import Claim
from .control import finish_issues, hold_issue
from .installation import armed
from .warming import within_the_day

__all__ = ["Claim", "claim_chunk", "claim_chunks"]


def claim_chunk(*, worker: str, after: int = 0) -> Claim | None:
    """One chunk of `claim_chunks`, or None when nothing is due."""
    claims = claim_chunks(worker=worker, after=after, rows=1)
    return claims[0] if claims else None


def claim_chunks(*, worker: str, after: int = 0, rows: int = CHUNK_SIZE) -> list[Claim]:
    """The next chunks that are due, about `rows` readers of them, beginning with the first running issue above `after`: round robin.

    Readers who left, were suppressed or erased in the meantime are taken out here. An issue for which the gate has closed is held,
    and the next one is tried. Empty when nothing is due.
    """
    while True:
        with transaction.atomic():
            due = _next_chunks(after, rows) if armed() else []
            cleared = _cleared(due)
            rules = current_digest() if cleared else ""
            by_issue = groupby((chunk for chunk in due if chunk.issue_id in cleared), key=attrgetter("issue_id"))
            claims = within_the_day([claim for _, chunks in by_issue for claim in _take(list(chunks), rules=rules)])
            _write(claims, worker=worker)
        found = [claim for claim in claims if claim.rows]
        finish_issues({claim.chunk.issue_id for claim in claims if not claim.rows})
        if found or not due:
            return found


_FIELDS = ("id", "issue_id", "lo", "hi", "members", "lane", "tries", "misses", "states", "sent")
_OF_ISSUE = (
    "issue__seller_id", "issue__snapshot", "issue__zone", "issue__artefact_id", "issue__artefact__sha256", "issue__artefact__audience",
)  # fmt: skip


def _next_chunks(after: int, rows: int) -> list[Chunk]:
    now = timezone.now()
    limit = next((few for few in _LIMITS if few * CHUNK_SIZE // 4 >= rows), _LIMITS[-1]) if rows > 1 else 1
    above, up_to = _due_in_turn(limit)
    found = above.rows(now=now, after=after)
    if after and len(found) < limit:
        found += up_to.rows(now=now, after=after)
    chunks: list[Chunk] = []
    issues: dict[int, Issue] = {}
    wanted = rows
    for row in found:
        if wanted <= 0:
            break
        fields = dict(zip(_FIELDS, row, strict=False))
        issue = issues.get(row[1]) or issues.setdefault(row[1], _issue(row[1], *row[len(_FIELDS) :]))
        chunks.append(Chunk(issue=issue, status=ChunkStatus.QUEUED, not_before=now, **fields))
        wanted -= bytes(fields["states"]).count(Row.QUEUED)
    return chunks


def _issue(pk: int, seller: int, snapshot: int, zone: str, artefact: int, sha256: str, audience: str) -> Issue:
    frozen = Artefact(pk=artefact, sha256=sha256, audience=json.loads(audience))
    return Issue(pk=pk, state=IssueState.SENDING, seller_id=seller, snapshot=snapshot, zone=zone, artefact=frozen)


def _due(now: datetime, limit: int, **which: int) -> QuerySet[Any, Any]:
    due = Chunk.objects.filter(status=ChunkStatus.QUEUED, not_before__lte=now, issue__state=IssueState.SENDING, **which)
    return due.select_for_update(skip_locked=True, of=("self",)).order_by("issue_id", "id").values_list(*_FIELDS, *_OF_ISSUE)[:limit]


# A LIMIT is part of the SQL, so there are a few.
_LIMITS = (1, 4, 16, 32)


@lru_cache(maxsize=len(_LIMITS))
def _due_in_turn(limit: int) -> tuple[Prepared, Prepared]:
    above = Prepared(lambda now, after: _due(now, limit, issue_id__gt=after), "now", "after")
    up_to = Prepared(lambda now, after: _due(now, limit, issue_id__lte=after), "now", "after")
    return above, up_to


def _cleared(chunks: list[Chunk]) -> set[int]:
    """The issues of these chunks that the gate lets go on now. The others are held, or rest through the quiet hours."""
    cleared, now = set(), timezone.now()
    for issue in {chunk.issue_id: chunk.issue for chunk in chunks}.values():
        if morning := quiet_until(now, issue.zone):
            Chunk.objects.filter(issue=issue.pk, status=ChunkStatus.QUEUED, not_before__lt=morning).update(not_before=morning)
            continue
        try:
            gate.ensure_cleared(issue.artefact, audience_count=issue.snapshot)
        except Held as error:
            hold_issue(issue, reasons=error.details["reasons"])
        else:
            cleared.add(issue.pk)
    return cleared


def _take(chunks: list[Chunk], *, rules: str) -> Iterator[Claim]:
    """Chunks of one issue. Their readers are looked up together, their states set, nothing is written yet but who is held."""
    facts_of = dict(reachable(chunks))
    group = group_of(chunks[0].issue.seller_id)
    for chunk in chunks:
        states = bytearray(chunk.states)
        rows: list[tuple[int, ReaderFacts]] = []
        for position, place in enumerate(members_of(chunk)):
            if states[position] != Row.QUEUED:
                continue
            if (facts := facts_of.get(place)) is None:
                states[position] = Row.SUPPRESSED
            elif reason := _refusal(facts, rules, group):
                states[position] = Row.HELD
                problem = {"delivery_id": facts.delivery_id, "kind": ProblemKind.HELD, "reason": reason}
                Problem.objects.create(chunk=chunk, at=timezone.now(), **problem)
            else:
                rows.append((position, facts))
        write_states(chunk, bytes(states))
        yield Claim(chunk=chunk, rows=tuple(rows))


def _refusal(facts: ReaderFacts, rules: str, group: str) -> str:
    """Why this reader's values may not be put into the letter, or "" when they may."""
    if not facts.address.isascii():
        return "The address has letters before the @ that our mail server cannot carry. Ask for another address."
    return _refused(tuple(facts.values.values()), rules, group)


@lru_cache(maxsize=16_384)
def _refused(values: tuple[str, ...], rules: str, group: str) -> str:
    try:
        headers.clean("".join(values))
    except BadHeader as error:
        # Found here, it holds one reader; found while the letter is written, it would stop all of the chunk again and again.
        return f"In this reader's name: {error}"[:300]
    findings = gate.check_values(values, digest=rules, group=group)
    return f"A rule stops what would be put in for this reader: {findings[0].message}"[:300] if findings else ""


def _write(claims: list[Claim], *, worker: str) -> None:
    now = timezone.now()
    for claim in claims:
        chunk = claim.chunk
        if claim.rows:
            chunk.status, chunk.worker, chunk.claimed_at, chunk.lease_until = ChunkStatus.CLAIMED, worker, now, now + LEASE
        else:
            chunk.status, chunk.worker = ChunkStatus.SETTLED, ""
    store([claim.chunk for claim in claims], "status", "worker", "claimed_at", "lease_until")
