"""Bringing a file of readers onto a seller's list: everybody in it, the good rows alone, or nobody; never half."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.profiles.models import Seller

from ..choices import Source
from ..exceptions import NothingImported
from ..files.reading import Table, open_table
from ..models import ConsentEvent, Import, Person, Subscriber
from .bulk import insert_like
from .finding import search_text
from .import_rows import Candidate, Plan, Tally, check_day, plan_for, sift

State, Kind = Subscriber.State, ConsentEvent.Kind


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
    """Read a file and, unless `dry_run`, put its people on the seller's list in one transaction; the report.

    Who has a stated source and day of consent is active, with that as proof; who has no day is pending and asked by mail, a few a minute.
    With refused rows nobody comes, unless `good_rows`. Raises NotAllowed, UnreadableFile, NothingImported (no source is stated).
    """
    require_importer(seller, by)
    table = open_table(path, encoding=encoding)
    plan = plan_for(table, wanted=columns, source=source, consent_date=consent_date and check_day(consent_date))
    if not dry_run:
        require_source(plan)
    tally = dry_tally(table, plan, seller=seller)
    about = describe(table, plan) | {"file": path.name, "dry_run": dry_run}
    if dry_run or not tally.good or (tally.refused and not good_rows):
        return {**about, **tally.report(), "added": tally.good if dry_run else 0}
    run = Import(seller=seller, by=by, file_name=path.name[:200], sha256=digest_of(path), source=plan.source, good_rows=good_rows)
    run.consent_date, run.encoding, run.columns, run.begun_at = plan.consent_date, table.encoding, dict(plan.columns), timezone.now()
    with transaction.atomic():
        run.save()
        return {**about, **bring_in(run, table, plan)}


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


def bring_in(run: Import, table: Table, plan: Plan) -> dict[str, Any]:
    """Write the rows within the caller's transaction and close the run; the report. Raises NothingImported when rows are refused now.

    Rows are looked at again: somebody may have left since they were checked. Persons are locked before, as every flow does.
    """
    tally = Tally()
    for coming in sift(table, plan, tally, seller=run.seller):
        _write(run, coming)
    if tally.refused and not run.good_rows:
        raise NothingImported("Some rows are refused, so nobody was imported.")
    run.state, run.finished_at, run.progress = Import.State.DONE, timezone.now(), tally.rows
    run.report = {**tally.report(), "added": tally.good}
    run.save(update_fields=["state", "finished_at", "progress", "report"])
    counts = {"rows": tally.rows, "added": tally.good, "active": tally.active, "refused": len(tally.refused), **tally.counts}
    data = {"seller": run.seller_id, "sha256": run.sha256, **counts}
    audit.record("audience.imported", actor=run.by, subject=f"import:{run.pk}", data=data)
    return {**run.report, "import": run.pk, "sha256": run.sha256}


def _write(run: Import, coming: list[Candidate]) -> None:
    Person.objects.bulk_create([Person(address=one.address, address_hash=one.hashed) for one in coming], ignore_conflicts=True)
    locked = Person.objects.select_for_update().filter(address_hash__in=[one.hashed for one in coming]).order_by("pk")
    people = dict(locked.values_list("address_hash", "pk"))
    for agreed, group in _by_day(coming).items():
        reader, proof = _patterns(run, agreed)
        found_by = (search_text(one.address, one.details) for one in group)
        insert_like(
            reader, ({"person_id": people[one.hashed], "search": words, **one.details} for one, words in zip(group, found_by, strict=True))
        )
        details = ({"stated": one.source, "line": one.line, "locale": one.details["language"]} for one in group)
        insert_like(proof, ({"person_id": people[one.hashed], **said} for one, said in zip(group, details, strict=True)))


def _by_day(coming: list[Candidate]) -> dict[date | None, list[Candidate]]:
    groups: dict[date | None, list[Candidate]] = {}
    for one in coming:
        groups.setdefault(one.agreed, []).append(one)
    return groups


def _patterns(run: Import, agreed: date | None) -> tuple[Subscriber, ConsentEvent]:
    """What is the same for all who agreed on one day, or who did not say when: the reader's row and that of her proof."""
    now = timezone.now()
    common = {"seller": run.seller, "imported_by": run}
    if agreed is None:
        waiting = Subscriber(state=State.PENDING, added_at=now, to_be_asked=True, **common)
        return waiting, ConsentEvent(kind=Kind.LISTED, at=now, source=Source.IMPORT, **common)
    at = datetime.combine(agreed, time(), UTC)
    reader = Subscriber(state=State.ACTIVE, added_at=now, confirmed_at=at, **common)
    return reader, ConsentEvent(kind=Kind.IMPORTED, at=at, source=Source.IMPORT, **common)
