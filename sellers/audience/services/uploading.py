"""An import in the browser, step by step: upload, look at the columns, check, import. Small files at once, big ones by a worker."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils import timezone

from hub.common.exceptions import HubError
from sellers.profiles.models import Seller

from .. import queue
from ..choices import KEEP_UPLOADS
from ..exceptions import NothingImported, UnreadableFile
from ..files.reading import Row, Table, open_table
from ..models import Import, ImportFile, ImportRow
from ..queries import remembered_columns
from .import_rows import Plan, Tally, check_day, plan_for
from .importing import bring_in, require_importer, require_source
from .staging import Stopped, stage

State = Import.State
SMALL = 200_000  # bytes: some two thousand people, read within a second
_STALE = timedelta(minutes=5)


@transaction.atomic
def receive_upload(*, seller: Seller, name: str, content: bytes, by: Any) -> Import:
    """Keep an uploaded file until it is imported and guess its columns, as last time if its first line is the same.

    Raises NotAllowed and UnreadableFile. Nobody is on the list yet.
    """
    require_importer(seller, by)
    run = Import(seller=seller, by=by, file_name=Path(name).name[:200], sha256=hashlib.sha256(content).hexdigest())
    with _table(content) as table:
        run.encoding = table.encoding
        try:
            plan = plan_for(table)
        except UnreadableFile:
            if not (head := table.head(1)):
                raise
            plan = Plan({}, head[0][0])
        # A first line that is no header is a person: it is not kept.
        run.headers = table.head(1)[0][1] if plan.header_line else []
    run.columns = remembered_columns(seller=seller, headers=run.headers) or dict(plan.columns)
    run.save()
    ImportFile.objects.create(run=run, content=content)
    return run


def preview(run: Import, count: int = 6) -> list[Row]:
    """The first lines of an uploaded file, for the seller's eyes. Raises UnreadableFile."""
    with _opened(run) as table:
        return table.head(count)


def choose_columns(run: Import, *, columns: Mapping[str, int], source: str, consent_date: date | None, by: Any) -> None:
    """Say what each column means, where and when these people said yes, and have every row checked.

    Raises NotAllowed, NothingImported (no source), BadHistory (an impossible day).
    """
    require_importer(run.seller, by)
    plan = Plan(columns, 0, " ".join(source.split()), consent_date and check_day(consent_date))
    require_source(plan)
    values = {"columns": dict(columns), "source": plan.source, "consent_date": plan.consent_date, "begun_at": timezone.now(), "progress": 0}
    changed = Import.objects.filter(pk=run.pk, state__in=(State.UPLOADED, State.CHECKED)).update(state=State.CHECKING, **values)
    if not changed:
        raise NothingImported("This import has gone on in the meantime.")
    _now_or_later(run, check_upload, "check_upload")


def check_upload(run_id: int) -> None:
    """Read every row, lay aside who may come, and write down what would become of each. Repeating it is harmless; it ends when the
    import is discarded, or when another worker has taken it over."""
    run = Import.objects.select_related("seller").filter(pk=run_id, state=State.CHECKING).first()
    if run is None:
        return
    try:
        with _opened(run) as table:
            tally = stage(run, table, _plan(run, table))
    except Stopped:
        return
    except HubError as error:
        _fail(run.pk, error.message)
        return
    mine = Import.objects.filter(pk=run.pk, state=State.CHECKING, progress=tally.rows)
    mine.update(state=State.CHECKED, report=tally.report(), finished_at=timezone.now())


def start_import(run: Import, *, good_rows: bool, by: Any) -> None:
    """Put the checked people on the list: all, or with `good_rows` those that are not refused. Raises NotAllowed, NothingImported."""
    require_importer(run.seller, by)
    if run.report.get("refused") and not good_rows:
        raise NothingImported("Some rows are refused. Please mend the file, or import the good rows alone.")
    changed = Import.objects.filter(pk=run.pk, state=State.CHECKED).update(
        state=State.RUNNING, good_rows=good_rows, begun_at=timezone.now()
    )
    if not changed:
        raise NothingImported("This import has gone on in the meantime.")
    _now_or_later(run, perform_import, "perform_import")


def perform_import(run_id: int) -> None:
    """Put those whom the check laid aside on the list, in one transaction; the second of two workers finds it done."""
    try:
        with transaction.atomic():
            runs = Import.objects.select_for_update(of=("self",)).select_related("seller", "by")
            run = runs.filter(pk=run_id, state=State.RUNNING).first()
            if run is None:
                return
            bring_in(run, Tally.from_report(run.report))
            ImportFile.objects.filter(run=run).delete()
    except HubError as error:
        _fail(run_id, error.message)
    except IntegrityError:
        _fail(run_id, "Your list changed while the file was read, so nobody was imported. Please bring the file once more.")


@transaction.atomic
def discard_import(run: Import, *, by: Any) -> None:
    """Forget a file that nobody was imported from. Raises NotAllowed, NothingImported when it is too late for that."""
    require_importer(run.seller, by)
    gone, _ = Import.objects.filter(pk=run.pk, state__in=(State.UPLOADED, State.CHECKING, State.CHECKED, State.FAILED)).delete()
    if not gone:
        raise NothingImported("This import has gone on in the meantime.")


def sweep_imports() -> None:
    """Go on with imports whose worker died, and delete files that nobody went on with for a day."""
    now = timezone.now()
    steps = {State.CHECKING: "check_upload", State.RUNNING: "perform_import", State.UNDOING: "perform_undo"}
    for run in Import.objects.filter(state__in=steps, begun_at__lt=now - _STALE):
        queue.ring(steps[State(run.state)], run.pk)
    left = Import.objects.filter(state__in=(State.UPLOADED, State.CHECKED, State.FAILED), created_at__lt=now - KEEP_UPLOADS)
    left.delete()


def _fail(run_id: int, problem: str) -> None:
    Import.objects.filter(pk=run_id).update(state=State.FAILED, problem=problem[:400], finished_at=timezone.now())
    for kept in (ImportFile, ImportRow):
        kept.objects.filter(run=run_id).delete()


def _now_or_later(run: Import, step: Any, task: str) -> None:
    if ImportFile.objects.annotate(size=Length("content")).filter(run=run, size__lte=SMALL).exists():
        step(run.pk)
    else:
        queue.ring(task, run.pk)


def _plan(run: Import, table: Table) -> Plan:
    return Plan(run.columns, table.head(1)[0][0] if run.headers else 0, run.source, run.consent_date)


@contextmanager
def _opened(run: Import) -> Iterator[Table]:
    kept = ImportFile.objects.filter(run=run).first()
    if kept is None:
        raise UnreadableFile("The file is no longer here. Please bring it once more.")
    with _table(bytes(kept.content), encoding=run.encoding) as table:
        yield table


@contextmanager
def _table(content: bytes, *, encoding: str = "") -> Iterator[Table]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "upload")
        path.write_bytes(content)
        yield open_table(path, encoding=encoding)
