"""Reaping: what dead workers left is settled from their journals. What nobody can know is in doubt, never sent again by itself."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .. import journal
from ..choices import LEASE_GRACE, ChunkStatus
from ..models import Chunk
from .mark import Report, late_word, mark_chunk


def reap(folder: Path | None = None) -> int:
    """Settle every chunk of a worker that is gone; how many there were. Any number may reap at once."""
    folder = folder or Path(settings.JOURNAL_DIR)
    return sum(_bury(path) for path in journal.files(folder)) + _lost_leases(folder)


def _bury(path: Path) -> int:
    try:
        dead = journal.DeadJournal(path)
    except (BlockingIOError, FileNotFoundError):
        return 0
    try:
        found = dead.read()
        count = _settle(found)
        dead.discard()
    finally:
        dead.close()
    return count


def _settle(found: journal.Found) -> int:
    count = 0
    for chunk in Chunk.objects.filter(status=ChunkStatus.CLAIMED, worker=found.worker):
        # A chunk claimed but not in the journal: no body was written, as none is before the journal has its number.
        outcomes = found.outcomes if chunk.pk == found.chunk_id else b""
        count += mark_chunk(chunk, Report(outcomes=outcomes, trustworthy=found.trustworthy))
    if not count and found.chunk_id and found.trustworthy:
        count += late_word(found.chunk_id, found.worker, Report(outcomes=found.outcomes))
    return count


def _lost_leases(folder: Path) -> int:
    """Chunks of workers that nobody here can ask, long after they had to stop: every row may have been sent."""
    count = 0
    for chunk in Chunk.objects.filter(status=ChunkStatus.CLAIMED, lease_until__lt=timezone.now() - LEASE_GRACE):
        if journal.alive(folder, chunk.worker) is None:
            count += mark_chunk(chunk, Report(outcomes=b"", trustworthy=False, unheard=True))
    return count
