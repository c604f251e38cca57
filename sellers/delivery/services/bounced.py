"""A letter that came back: its row moves from sent to bounced, so that the accounting goes on adding up."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..choices import ChunkStatus, ProblemKind, Resolution, Row
from ..models import Chunk, Delivery, Problem
from ..rows import members_of, state_values, write_states


@transaction.atomic
def mark_bounced(delivery: Delivery) -> bool | None:
    """Count a sent letter as come back; one in doubt was sent after all, and is settled by it.

    False when its row says something else. None while a worker has the row's chunk and would write over it: ask again later.
    """
    held = [c for c in _chunks_with(delivery) if bytes(c.states)[list(members_of(c)).index(delivery.n)] != Row.MOVED]
    if not held:
        return False
    chunk = Chunk.objects.select_for_update().get(pk=held[-1].pk)
    position, states = list(members_of(chunk)).index(delivery.n), bytearray(chunk.states)
    if chunk.status == ChunkStatus.CLAIMED:
        return None
    if states[position] not in (Row.SENT, Row.IN_DOUBT):
        return False
    if states[position] == Row.IN_DOUBT:
        open_doubts = Problem.objects.filter(delivery=delivery, kind=ProblemKind.IN_DOUBT, resolution="")
        open_doubts.update(resolution=Resolution.ARRIVED, resolved_at=timezone.now())
    states[position] = Row.BOUNCED
    write_states(chunk, bytes(states))
    Chunk.objects.filter(pk=chunk.pk).update(**state_values(chunk))
    return True


def _chunks_with(delivery: Delivery) -> list[Chunk]:
    """Every chunk that names this reader, oldest first: her first one, and those that her retries moved to."""
    own = Q(lo__lte=delivery.n, hi__gt=delivery.n, members=b"") | ~Q(members=b"")
    found = Chunk.objects.filter(own, issue_id=delivery.issue_id).order_by("pk")
    return [chunk for chunk in found if delivery.n in members_of(chunk)]
