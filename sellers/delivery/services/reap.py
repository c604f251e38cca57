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
    # A chunk claimed but not in the journal: no body was written, as none is before the journal has its number.
    claimed = Chunk.objects.filter(status=ChunkStatus.CLAIMED, worker=found.worker)
    known = {chunk: Report(outcomes=found.pages.get(chunk.pk, b""), trustworthy=found.trustworthy) for chunk in claimed}
    count = sum(mark_chunk(chunk, report) for chunk, report in known.items())
    if found.trustworthy:
        given_up = found.pages.keys() - {chunk.pk for chunk in known}
        count += sum(late_word(pk, found.worker, Report(outcomes=found.pages[pk])) for pk in sorted(given_up))
    return count


def _lost_leases(folder: Path) -> int:
    """Chunks of workers that nobody here can ask, long after they had to stop: every row may have been sent."""
    count = 0
    for chunk in Chunk.objects.filter(status=ChunkStatus.CLAIMED, lease_until__lt=timezone.now() - LEASE_GRACE):
        if journal.alive(folder, chunk.worker) is None:
            count += mark_chunk(chunk, Report(outcomes=b"", trustworthy=False, unheard=True))
    return count
