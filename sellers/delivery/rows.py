"""The bytes of a chunk: who is in it, and how each stands."""

import struct
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection

from .choices import COUNTED, ChunkStatus
from .models import Chunk


def members_of(chunk: Chunk) -> Sequence[int]:
    """The places `n` of the chunk's readers, in the order of its states."""
    if packed := bytes(chunk.members):
        return struct.unpack(f"<{len(packed) // 4}I", packed)
    return range(chunk.lo, chunk.hi)


def pack_members(places: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(places)}I", *places)


def counts_of(states: bytes) -> dict[str, int]:
    """How many rows are in each counted state, by the name of its column."""
    return {column: states.count(state) for state, column in COUNTED.items()}


def write_states(chunk: Chunk, states: bytes) -> None:
    """Put states and counts on the instance together, so that the accounting identity cannot be broken in between."""
    chunk.states = bytes(states)
    for column, count in counts_of(states).items():
        setattr(chunk, column, count)


STATE_FIELDS = ("states", *COUNTED.values())


_TABLE = Chunk._meta.db_table
_FIELDS = {field.name: field for field in Chunk._meta.concrete_fields}


def store(chunks: Sequence[Chunk], *names: str) -> None:
    """UPDATE these columns, states and counts of chunks whose rows this transaction holds, in one round trip.

    SQL of its own: this runs twice for every chunk, and building the statement costs Django fifteen times as much as running it.
    """
    columns = (*names, *STATE_FIELDS)
    rows = [[*(_FIELDS[name].get_db_prep_save(getattr(chunk, name), connection) for name in columns), chunk.pk] for chunk in chunks]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_update(columns), rows)


def held_by(worker: str, status: int, chunks: Sequence[Chunk]) -> set[int]:
    """Which of these chunks are still as their worker left them; their rows are locked until the transaction ends."""
    marks = ", ".join(["%s"] * len(chunks))
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""  # SQLite's transactions lock everything
    sql = f'SELECT "id" FROM "{_TABLE}" WHERE "id" IN ({marks}) AND "worker" = %s AND "status" = %s ORDER BY "id"{lock}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(chunk.pk for chunk in chunks), worker, status])
        return {row[0] for row in cursor.fetchall()}


@lru_cache(maxsize=16)
def _update(columns: tuple[str, ...]) -> str:
    assigned = ", ".join(f'"{name}" = %s' for name in columns)
    return f'UPDATE "{_TABLE}" SET {assigned} WHERE "id" = %s'  # noqa: S608 (our own names)


def state_values(chunk: Chunk) -> dict[str, object]:
    """What an UPDATE of states must set."""
    return {name: getattr(chunk, name) for name in STATE_FIELDS}


def new_chunk(issue_id: int, *, states: bytes, not_before: datetime, **fields: object) -> Chunk:
    """An unsaved chunk that waits for a worker, its counts in step with its states."""
    chunk = Chunk(issue_id=issue_id, status=ChunkStatus.QUEUED, not_before=not_before, **fields)
    write_states(chunk, states)
    return chunk
