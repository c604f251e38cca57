"""Bringing a file of readers onto a seller's list: everybody in it, the good rows alone, or nobody; never half."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.profiles.models import Seller

from ..exceptions import NothingImported
from ..files.reading import Table, open_table
from ..models import Import
from .arriving import arrive
from .bulk import little_cache
from .import_rows import Plan, Tally, check_day, plan_for, sift
from .staging import stage


def import_file(
    *,
    seller: Seller,
    path: Path,
    by: Any,
    source: str = "",
    consent_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "",
    good_rows: bool = False,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Read a file and, unless `dry_run`, put its people on the seller's list in one step; the report.

    Who has a stated source and day of consent is active, with that as proof; who has no day is pending and asked by mail, a few a minute.
    With refused rows nobody comes, unless `good_rows`. Raises NotAllowed, UnreadableFile, NothingImported (no source is stated).
    """
    require_importer(seller, by)
    table = open_table(path, encoding=encoding)
    plan = plan_for(table, wanted=columns, source=source, consent_date=consent_date and check_day(consent_date))
    about = describe(table, plan) | {"file": path.name, "dry_run": dry_run}
    if dry_run:
        report = dry_tally(table, plan, seller=seller).report()
        return {**about, **report, "added": report["good"]}
    require_source(plan)
    run = Import(seller=seller, by=by, file_name=path.name[:200], sha256=digest_of(path), source=plan.source, good_rows=good_rows)
    run.consent_date, run.encoding, run.columns, run.state = plan.consent_date, table.encoding, dict(plan.columns), Import.State.CHECKING
    run.save()
    try:
        tally = stage(run, table, plan)
        if tally.good and (good_rows or not tally.refused):
            return {**about, **bring_in(run, tally)}
        return {**about, **tally.report(), "added": 0}
    finally:
        # Nobody came, by refusal, error or Ctrl-C: no trace of the file stays.
        Import.objects.filter(pk=run.pk, state=Import.State.CHECKING).delete()


def require_importer(seller: Seller, by: Any) -> None:
    """`by` is the seller's own user, or None for an operator's command. Raises NotAllowed."""
    if by is not None and by.pk != seller.user_id:
        raise NotAllowed("Only the seller herself brings readers onto her list.")
    if seller.state != Seller.State.ACTIVE:
        raise NotAllowed(f"{seller.name} does not take new readers at the moment.")


def require_source(plan: Plan) -> None:
    if not plan.source and "consent_source" not in plan.columns:
        raise NothingImported("Please say where these people agreed to get letters: without that nobody may be written to.")


def describe(table: Table, plan: Plan) -> dict[str, Any]:
    """How the file was read, for the report."""
    _, first = next(table.rows())
    read_as = {name: first[place] if plan.header_line and place < len(first) else place + 1 for name, place in plan.columns.items()}
    return {"kind": table.kind, "encoding": table.encoding, "delimiter": table.delimiter, "columns": read_as}


def dry_tally(table: Table, plan: Plan, *, seller: Seller) -> Tally:
    """What would become of each row. Writes nothing and holds no lock."""
    tally = Tally()
    for _ in sift(table, plan, tally, seller=seller):
        pass
    return tally


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@little_cache()
@transaction.atomic
def bring_in(run: Import, tally: Tally) -> dict[str, Any]:
    """Move the staged rows onto the list, all in one step, and close the import; the report.

    Rows are looked at again: somebody may have left since they were read.
    """
    tally = arrive(run, tally)
    run.state, run.finished_at, run.progress = Import.State.DONE, timezone.now(), tally.rows
    run.begun_at = run.begun_at or run.created_at
    run.report = {**tally.report(), "added": tally.good}
    run.save(update_fields=["state", "finished_at", "begun_at", "progress", "report"])
    counts = {"rows": tally.rows, "added": tally.good, "active": tally.active, "refused": len(tally.refused), **tally.counts}
    data = {"seller": run.seller_id, "sha256": run.sha256, **counts}
    audit.record("audience.imported", actor=run.by, subject=f"import:{run.pk}", data=data)
    return {**run.report, "import": run.pk, "sha256": run.sha256}
