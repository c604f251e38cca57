"""Marking: what a worker, alive or dead, knows about its chunk becomes the ledger's truth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from sellers.audience import queries as audience
from sellers.audience.services import note_letter_sent

from .. import journal
from ..choices import MISS_LIMIT, RETRY_AFTER, ChunkStatus, ProblemKind, Row
from ..models import Chunk, Delivery, Problem
from ..rows import held_by, members_of, new_chunk, pack_members, store, write_states
from ..transports.base import Outcome
from .control import finish_issues
from .lanes import note_pace
from .warming import note_left


@dataclass
class Report:
    """What is known about a chunk: one journal byte a row, and the server's words where it said no."""

    outcomes: bytes
    replies: Mapping[int, Outcome] = field(default_factory=dict)
    # The mail server was away or broke off: the rest waits a little.
    missed: bool = False
    # False when a 0 may be a lost 1 (journal.Found.trustworthy).
    trustworthy: bool = True
    # The worker could not be asked: the chunk keeps its name, in case its journal turns up after all.
    unheard: bool = False


def mark_chunk(chunk: Chunk, report: Report) -> bool:
    """Settle a chunk as its worker left it. `chunk` is the instance that was claimed; False when it was taken away meanwhile."""
    marked = mark_chunks([(chunk, report)])
    finish_issues(marked.settled)
    return bool(marked.chunks)


class Marked(NamedTuple):
    """How many chunks were marked, and the issues in which a chunk has come to its end: they may be finished."""

    chunks: int
    settled: set[int]


@transaction.atomic
def mark_chunks(known: Iterable[tuple[Chunk, Report]]) -> Marked:
    """Settle chunks as their worker left them, all in one transaction. Call `finish_issues` once that is over."""
    pairs = list(known)
    ours = _still_held([chunk for chunk, _ in pairs])
    mine = [(chunk, report) for chunk, report in pairs if chunk.pk in ours]
    late = [(found, report) for chunk, report in pairs if chunk.pk not in ours and (found := _given_up(chunk.pk, chunk.worker))]
    _settle(mine + late)
    settled = {chunk.issue_id for chunk, _ in mine + late if chunk.status == ChunkStatus.SETTLED}
    return Marked(len(mine) + len(late), settled)


def late_word(chunk_id: int, worker: str, report: Report) -> bool:
    """What a worker says about a chunk that was already given up for it. Only rows that are still in doubt because of it change."""
    with transaction.atomic():
        chunk = _given_up(chunk_id, worker)
        if chunk:
            _settle([(chunk, report)])
    if chunk:
        finish_issues([chunk.issue_id])
    return chunk is not None


def _still_held(chunks: list[Chunk]) -> set[int]:
    by_claim: dict[tuple[str, int], list[Chunk]] = {}
    for chunk in chunks:
        by_claim.setdefault((chunk.worker, chunk.status), []).append(chunk)
    return {pk for (worker, status), claimed in by_claim.items() for pk in held_by(worker, status, claimed)}


def _given_up(chunk_id: int, worker: str) -> Chunk | None:
    return Chunk.objects.select_for_update().filter(pk=chunk_id, worker=worker).exclude(worker="").first()


def _settle(known: list[tuple[Chunk, Report]]) -> None:
    """Chunks whose rows this transaction holds: their states first, in one round trip, then what follows from them."""
    now = timezone.now()
    befores = [_work_out(chunk, report, now=now) for chunk, report in known]
    store([chunk for chunk, _ in known], "status", "worker", "not_before", "misses")
    wishing: dict[int, set[int]] = {}
    left = 0
    for (chunk, report), before in zip(known, befores, strict=True):
        seller, after = chunk.issue.seller_id, bytes(chunk.states)
        if seller not in wishing:
            wishing[seller] = audience.with_a_rhythm(seller=seller)
        new = [state for state, old in zip(after, before, strict=True) if state != old]
        _note_problems(chunk, before, after, report, now=now)
        note_pace(chunk.lane, sent=new.count(Row.SENT), later=new.count(Row.MOVED), now=now)
        _begin_their_rest(chunk, before, after, wishing[seller], now=now)
        _retry(chunk, before, after, now=now)
        left += new.count(Row.SENT) + new.count(Row.IN_DOUBT)
    note_left(left)


def _work_out(chunk: Chunk, report: Report, *, now: datetime) -> bytes:
    """Put on the instance what the report says; the states as they were before."""
    was_open = Row.QUEUED if chunk.status == ChunkStatus.CLAIMED else Row.IN_DOUBT
    states, before = bytearray(chunk.states), bytes(chunk.states)
    for position, state in enumerate(before):
        outcome = report.outcomes[position] if position < len(report.outcomes) else journal.NOT_WRITTEN
        # A row in doubt from before this worker came is not in its hand: its journal knows nothing of it.
        if state == was_open and outcome != journal.NOT_IN_HAND:
            states[position] = _state_after(outcome, report, chunk.tries)
    _back_to_the_queue(chunk, states, report, now=now)
    write_states(chunk, bytes(states))
    return before


def _state_after(outcome: int, report: Report, tries: int) -> int:
    if outcome == journal.LATER:
        return Row.FAILED if tries >= len(RETRY_AFTER) else Row.MOVED
    if outcome == journal.NOT_WRITTEN:
        return Row.QUEUED if report.trustworthy else Row.IN_DOUBT
    return {journal.SENT: Row.SENT, journal.REFUSED: Row.FAILED}.get(outcome, Row.IN_DOUBT)


def _begin_their_rest(chunk: Chunk, before: bytes, after: bytes, wishing: set[int], *, now: datetime) -> None:
    """Readers who want letters less often than their seller writes wait from now on. Hardly anybody does: mostly nothing to do."""
    if not wishing:
        return
    members = members_of(chunk)
    places = [members[n] for n, (old, new) in enumerate(zip(before, after, strict=True)) if new == Row.SENT and old != new]
    got = Delivery.objects.filter(issue=chunk.issue_id, n__in=places, subscriber__in=wishing)
    note_letter_sent(got.values_list("subscriber_id", flat=True), at=now)


def _back_to_the_queue(chunk: Chunk, states: bytearray, report: Report, *, now: datetime) -> None:
    """Rows that are still queued wait for the next worker; with none left the chunk is settled."""
    chunk.status = ChunkStatus.QUEUED if Row.QUEUED in states else ChunkStatus.SETTLED
    if not report.unheard:
        chunk.worker = ""
    if report.missed:
        misses = 0 if states.count(Row.SENT) > chunk.sent else chunk.misses
        chunk.not_before = now + min(timedelta(seconds=2 ** min(misses, 20)), MISS_LIMIT)
        chunk.misses = min(misses + 1, 30)


def _note_problems(chunk: Chunk, before: bytes, after: bytes, report: Report, *, now: datetime) -> None:
    changed = [position for position, state in enumerate(after) if state != before[position]]
    if all(after[position] == Row.SENT for position in changed) and Row.IN_DOUBT not in before:
        return
    members = members_of(chunk)
    places = [members[position] for position in changed]
    ids = dict(Delivery.objects.filter(issue_id=chunk.issue_id, n__in=places).values_list("n", "id"))
    settled = [ids[members[position]] for position in changed if before[position] == Row.IN_DOUBT]
    if settled:
        Problem.objects.filter(chunk=chunk, delivery__in=settled, kind=ProblemKind.IN_DOUBT, resolution="").delete()
    Problem.objects.bulk_create(
        _problem(chunk, ids[members[position]], after[position], report.replies.get(position), now)
        for position in changed
        if after[position] in (Row.FAILED, Row.IN_DOUBT)
    )


def _problem(chunk: Chunk, delivery_id: int, state: int, reply: Outcome | None, now: datetime) -> Problem:
    if state == Row.IN_DOUBT:
        kind, reason = ProblemKind.IN_DOUBT, "The connection broke while this letter was being handed over. It may or may not have arrived."
    else:
        kind, reason = ProblemKind.FAILED, "The mail server refused it."
    return Problem(
        chunk=chunk,
        delivery_id=delivery_id,
        kind=kind,
        code=reply.code if reply else "",
        reason=reply.text if reply and reply.text else reason,
        at=now,
    )


def _retry(chunk: Chunk, before: bytes, after: bytes, *, now: datetime) -> None:
    """Temporary refusals move to a new small chunk, in the same transaction that stops counting them here."""
    members = members_of(chunk)
    moved = [members[position] for position, state in enumerate(after) if state == Row.MOVED and before[position] != Row.MOVED]
    if moved:
        new_chunk(
            chunk.issue_id,
            states=bytes([Row.QUEUED]) * len(moved),
            not_before=now + RETRY_AFTER[chunk.tries],
            members=pack_members(moved),
            lane=chunk.lane,
            tries=chunk.tries + 1,
        ).save()
