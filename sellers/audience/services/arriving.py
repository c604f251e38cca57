"""The one step in which staged rows become readers. Three INSERT … SELECT: a hundred thousand people are a matter of seconds."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ..choices import Source
from ..models import ConsentEvent, EarlierNo, Import, ImportRow, Person, SpecialDay, Subscriber, Suppression
from .bulk import copy_like
from .import_rows import BLOCKED, THERE, Tally, check_tags
from .tagging import clean_tag, tags_named

State, Kind = Subscriber.State, ConsentEvent.Kind
_COPIED = (
    "first_name", "last_name", "salutation", "language", "how_we_met", "note", "phone", "tastes", "sizes", "looks_for", "search",
)  # fmt: skip
_ROWS = ImportRow._meta.db_table
_PEOPLE = Person._meta.db_table
_JOINED = f'"{_ROWS}" r JOIN "{_PEOPLE}" p ON p.address_hash = r.address_hash WHERE r.run_id = %s'
_BATCH = 1000


def arrive(run: Import, tally: Tally) -> Tally:
    """Make readers of the import's rows, within the caller's transaction; the tally as it is now. The rows are gone afterwards."""
    _lock_people(run)
    _leave_out_who_is_known_by_now(run, tally)
    for agreed in (True, False):
        _copy(run, agreed=agreed)
    _tags_and_birthdays(run)
    ImportRow.objects.filter(run=run).delete()
    return tally


def _lock_people(run: Import) -> None:
    """Every row's person, made if new; locked in one order, as every flow does, so that nobody leaves while she comes."""
    template = Person(address="", address_hash="", created_at=timezone.now())
    unknown = f'"{_ROWS}" r WHERE r.run_id = %s ORDER BY r.address_hash ON CONFLICT DO NOTHING'
    copy_like(template, {"address": "r.address", "address_hash": "r.address_hash"}, unknown, [run.pk])
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            locked = f"SELECT p.id FROM {_JOINED} ORDER BY p.id FOR UPDATE OF p"  # noqa: S608 (names of our own tables)
            cursor.execute(f"SELECT COUNT(*) FROM ({locked}) locked", [run.pk])  # noqa: S608


def _leave_out_who_is_known_by_now(run: Import, tally: Tally) -> None:
    rows = ImportRow.objects.filter(run=run)
    there = Subscriber.objects.filter(seller=run.seller_id, person__address_hash=OuterRef("address_hash"))
    no = Suppression.objects.filter(Q(seller=run.seller_id) | Q(seller=None), address_hash=OuterRef("address_hash"))
    earlier = EarlierNo.objects.filter(address_hash=OuterRef("address_hash"))
    for kind, reason, known in (
        ("suppressed", BLOCKED, rows.filter(Exists(no) | Exists(there.filter(state=State.LEFT)) | (Exists(earlier) & ~Exists(there)))),
        ("already", THERE, rows.filter(Exists(there))),
    ):
        _take_out(known, kind, reason, tally)


def _take_out(known: QuerySet[ImportRow], kind: str, reason: str, tally: Tally) -> None:
    found = list(known.values_list("pk", "line", "agreed_at"))
    for _, line, agreed_at in found:
        tally.leave_out(line, kind, reason)
        tally.good -= 1
        tally.active -= agreed_at is not None
    for start in range(0, len(found), 500):
        ImportRow.objects.filter(pk__in=[pk for pk, _, _ in found[start : start + 500]]).delete()


def _copy(run: Import, *, agreed: bool) -> None:
    """Readers and their proof: on the list at once where a day of consent is stated, else to be asked."""
    now = timezone.now()
    common = {"seller": run.seller, "imported_by": run}
    those = f"{_JOINED} AND r.agreed_at IS {'NOT NULL' if agreed else 'NULL'} ORDER BY r.id"
    reader = Subscriber(state=State.ACTIVE if agreed else State.PENDING, added_at=now, to_be_asked=not agreed, **common)
    when = {"confirmed_at": "r.agreed_at"} if agreed else {}
    copy_like(reader, {"person_id": "p.id", **{name: f"r.{name}" for name in _COPIED}, **when}, those, [run.pk])
    proof = ConsentEvent(kind=Kind.IMPORTED if agreed else Kind.LISTED, at=now, source=Source.IMPORT, **common)
    said = {"person_id": "p.id", "stated": "r.source", "line": "r.line", "locale": "r.language"}
    copy_like(proof, said | ({"at": "r.agreed_at"} if agreed else {}), those, [run.pk])


def _tags_and_birthdays(run: Import) -> None:
    for batch in _in_batches(ImportRow.objects.filter(run=run).exclude(tags="", birthday="")):
        hashes = {row.address_hash: row for row in batch}
        readers = Subscriber.objects.filter(seller=run.seller_id, person__address_hash__in=hashes)
        ids = dict(readers.values_list("person__address_hash", "pk"))
        names = {row.pk: check_tags(row.tags) for row in batch}
        tags = {tag.key: tag for tag in tags_named(run.seller, [name for found in names.values() for name in found])}
        carried = {(ids[row.address_hash], tags[key].pk) for row in batch for _, key in map(clean_tag, names[row.pk])}
        link = Subscriber.tags.through
        link.objects.bulk_create(link(subscriber_id=reader, tag_id=tag) for reader, tag in sorted(carried))
        days = [_birthday(ids[row.address_hash], row.birthday) for row in batch if row.birthday]
        SpecialDay.objects.bulk_create(days)


def _birthday(reader: int, text: str) -> SpecialDay:
    *year, month, day = (int(part) for part in text.split("-"))
    return SpecialDay(subscriber_id=reader, kind=SpecialDay.Kind.BIRTHDAY, day=day, month=month, year=year[0] if year else None)


def _in_batches(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk
