"""Rows that were read wait in a table of their own: reading may take its time, be watched and be stopped, while nobody is on a list.

One step then moves all of them onto the list (importing.bring_in), so that no reader ever sees half an import and no lock is held long.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ..files.reading import Table
from ..models import Import, ImportRow
from .bulk import insert_like, little_cache, need_not_wait_for_the_disk
from .finding import search_text
from .import_rows import Candidate, Plan, Tally, sift


class Stopped(Exception):
    """Somebody discarded the import, or another worker has taken it over."""


@little_cache()
def stage(run: Import, table: Table, plan: Plan) -> Tally:
    """Read the file into the import's rows; what became of each. Starts anew when called again. Raises Stopped, UnreadableFile."""
    tally = Tally()
    with transaction.atomic():
        _move_on(run, None, 0)
        ImportRow.objects.filter(run=run).delete()
    before = 0
    for coming in sift(table, plan, tally, seller=run.seller):
        with transaction.atomic():
            # A hundred waits for the disk were a quarter of the time. What is lost here is read again, by whoever takes the import over.
            need_not_wait_for_the_disk()
            _move_on(run, before, tally.rows)
            insert_like(ImportRow(run=run), (_row(one) for one in coming))
        before = tally.rows
    return tally


def _move_on(run: Import, before: int | None, after: int) -> None:
    """Note how far we are. Of two workers on one import, the second finds another number than it wrote, and stops."""
    mine = Import.objects.filter(pk=run.pk, state=Import.State.CHECKING)
    if before is not None:
        mine = mine.filter(progress=before)
    moved = {"progress": after} | ({"begun_at": timezone.now()} if run.begun_at else {})
    if not mine.update(**moved):
        raise Stopped


def _row(one: Candidate) -> dict[str, object]:
    details = one.details
    found_by = search_text(one.address, details, [details["tags"]] if details["tags"] else [])
    row: dict[str, object] = {"line": one.line, "address": one.address, "address_hash": one.hashed, "source": one.source, **details}
    return row | {"agreed_at": one.agreed and _midnight(one.agreed), "search": found_by}


@lru_cache(maxsize=1024)
def _midnight(day: date) -> Any:
    """The start of a day as the database takes it past the ORM."""
    return connection.ops.adapt_datetimefield_value(datetime.combine(day, time(), UTC))
