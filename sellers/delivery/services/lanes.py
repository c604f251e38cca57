"""The pace of a receiving domain: its chunks move apart when it refuses for now, and together again when it takes them."""

from datetime import datetime, timedelta

from django.db import connection

from hub.common.prepared import Prepared

from ..choices import LANE_GAP, LANE_GAP_LIMIT, ChunkStatus
from ..models import Chunk, Lane

# When this share of a chunk is refused for now, it is the domain and not the readers.
_SHARE = 4
_TABLE = Lane._meta.db_table


def note_pace(lane: str, *, sent: int, later: int, now: datetime) -> None:
    """What a chunk of this lane has met. Call it in the transaction that marks the chunk. Mixed lanes ("") have no pace."""
    if not lane or not (sent or later):
        return
    if later * _SHARE >= sent + later and later:
        _set_gap(lane, min(max(_gap(lane) * 2, LANE_GAP), LANE_GAP_LIMIT), now)
    elif gap := _gap(lane):
        _set_gap(lane, gap / 2 if gap > LANE_GAP else timedelta(), now)


def gaps() -> dict[str, timedelta]:
    """The lanes that have to go slowly, for those who cut new chunks."""
    return {domain: timedelta(seconds=seconds) for domain, seconds in _GAPS.rows()}


_GAPS = Prepared(lambda: Lane.objects.values_list("domain", "gap_seconds"))


def _gap(lane: str) -> timedelta:
    # SQL of its own: asked for every chunk, and there is almost never a row.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT gap_seconds FROM {_TABLE} WHERE domain = %s", [lane])  # noqa: S608 (our own name)
        found = cursor.fetchone()
    return timedelta(seconds=found[0]) if found else timedelta()


def _set_gap(lane: str, gap: timedelta, now: datetime) -> None:
    if gap:
        Lane.objects.update_or_create(domain=lane, defaults={"gap_seconds": int(gap.total_seconds()), "at": now})
    else:
        Lane.objects.filter(domain=lane).delete()
    # Refused readers wait in chunks of their own (tries > 0), which have their times already.
    waiting = Chunk.objects.filter(lane=lane, status=ChunkStatus.QUEUED, tries=0).order_by("issue_id", "id")
    chunks = list(waiting.only("pk"))
    for place, chunk in enumerate(chunks, 1):
        chunk.not_before = now + gap * place
    Chunk.objects.bulk_update(chunks, ["not_before"], batch_size=200)
