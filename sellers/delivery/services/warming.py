"""Keeping to the warm-up plan: a claim takes no more than the day allows, and what is over it waits for tomorrow."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F, Sum

from ..choices import ChunkStatus
from ..models import Chunk, WarmUpDay
from ..rows import store
from ..warm_up import current_plan, next_day, today
from .claims import Claim


def within_the_day(claims: Sequence[Claim]) -> list[Claim]:
    """Those of these claims, the last perhaps cut short, that today's cap has room for; the chunks of the others wait for tomorrow.

    Call it in the transaction that claims: the day's row stays locked to its end, so that two workers cannot both take the last of it.
    """
    room = _room() if claims else None
    if room is None:
        return list(claims)
    kept, late = [], []
    for claim in claims:
        if claim.rows and not room:
            late.append(claim.chunk)
            continue
        # Rows that are left out stay in the queue, and their chunk waits when it is claimed next.
        kept.append(replace(claim, rows=claim.rows[:room]) if claim.rows else claim)
        room -= len(kept[-1].rows)
    _put_off(late)
    return kept


def note_left(count: int) -> None:
    """So many letters have left, or may have. Call it in the transaction that marks them, last: the day's row is everybody's."""
    plan = current_plan() if count else None
    if plan and not WarmUpDay.objects.filter(domain=plan.domain, day=today()).update(sent=F("sent") + count):
        day, _ = WarmUpDay.objects.get_or_create(domain=plan.domain, day=today())
        WarmUpDay.objects.filter(pk=day.pk).update(sent=F("sent") + count)


def _room() -> int | None:
    """How many letters may be claimed now; None without a plan."""
    plan = current_plan()
    if plan is None:
        return None
    WarmUpDay.objects.get_or_create(domain=plan.domain, day=today())
    day = WarmUpDay.objects.select_for_update().get(domain=plan.domain, day=today())
    # What other workers hold may all still leave.
    in_hand = Chunk.objects.filter(status=ChunkStatus.CLAIMED).aggregate(rows=Sum("queued", default=0))["rows"]
    return max(plan.caps[(plan.number(today()) or 1) - 1] - day.sent - int(in_hand), 0)


def _put_off(chunks: Sequence[Chunk]) -> None:
    # Only chunks that this transaction holds: waiting for others' with the day's row in hand could tie two workers into a knot.
    for chunk in chunks:
        chunk.status, chunk.worker, chunk.not_before = ChunkStatus.QUEUED, "", next_day()
    store(chunks, "status", "worker", "not_before")
