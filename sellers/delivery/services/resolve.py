"""What a person decides about a row that the machine may not decide about."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import NotAllowed

from .. import queue
from ..choices import ChunkStatus, IssueState, ProblemKind, Resolution, Row
from ..exceptions import NotReady
from ..models import Chunk, Issue, Problem
from ..queries import may_send
from ..rows import members_of, new_chunk, pack_members, state_values, write_states

_ROW_OF = {ProblemKind.IN_DOUBT: Row.IN_DOUBT, ProblemKind.HELD: Row.HELD, ProblemKind.FAILED: Row.FAILED}
_AFTER = {Resolution.ARRIVED: Row.SENT, Resolution.AGAIN: Row.MOVED, Resolution.GIVEN_UP: Row.FAILED}


@transaction.atomic
def resolve_problem(problem: Problem, *, by: Any, resolution: str) -> Problem:
    """Settle a failed, held or in-doubt row: it arrived, send it again, or give it up.

    "It arrived" is only for rows in doubt. Raises NotAllowed, or NotReady when it is settled already or a worker has its chunk.
    """
    chunk = Chunk.objects.select_for_update(of=("self",)).select_related("issue").get(pk=problem.chunk_id)
    problem = Problem.objects.select_related("delivery").get(pk=problem.pk)
    if not may_send(by, chunk.issue):
        raise NotAllowed("Only the seller herself or a marketing lead can decide this.")
    if problem.resolution:
        raise NotReady("This was decided already.")
    if resolution not in Resolution.values or (resolution == Resolution.ARRIVED and problem.kind != ProblemKind.IN_DOUBT):
        raise NotReady("Choose what to do with this letter.")
    if chunk.status == ChunkStatus.CLAIMED:
        raise NotReady("Letters next to this one are being handed over at this moment. Try again in a minute.")
    _apply(chunk, problem, Resolution(resolution))
    problem.resolution, problem.resolved_by, problem.resolved_at = resolution, by, timezone.now()
    problem.save(update_fields=["resolution", "resolved_by", "resolved_at"])
    data = {"delivery": problem.delivery_id, "kind": problem.kind, "resolution": resolution}
    audit.record("issue.problem_resolved", actor=by, subject=f"letter:{chunk.issue_id}", data=data)
    return problem


def _apply(chunk: Chunk, problem: Problem, resolution: Resolution) -> None:
    states = bytearray(chunk.states)
    position = list(members_of(chunk)).index(problem.delivery.n)
    if states[position] != _ROW_OF[ProblemKind(problem.kind)]:
        raise NotReady("This row has changed meanwhile. Reload the page.")
    states[position] = _AFTER[resolution]
    write_states(chunk, bytes(states))
    Chunk.objects.filter(pk=chunk.pk).update(**state_values(chunk))
    if resolution == Resolution.AGAIN:
        _send_again(chunk, problem.delivery.n)


def _send_again(chunk: Chunk, place: int) -> None:
    """A new chunk of one; a finished issue runs again for it, through the gate like any other."""
    if chunk.issue.state == IssueState.CANCELLED:
        raise NotReady("This letter was pulled back, so nothing of it is sent again.")
    fields = {"members": pack_members([place]), "lane": chunk.lane}
    new_chunk(chunk.issue_id, states=bytes([Row.QUEUED]), not_before=timezone.now(), **fields).save()
    Issue.objects.filter(pk=chunk.issue_id, state=IssueState.DONE).update(state=IssueState.SENDING, finished_at=None)
    transaction.on_commit(queue.ring)
