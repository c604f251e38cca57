"""Taking an import back: those who came with it and whom nobody has written to."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.models import OutgoingMail

from .. import queue
from ..choices import Source
from ..exceptions import NothingImported
from ..models import ConsentEvent, Import, Person, Subscriber
from ..queries import written_to
from .importing import require_importer

State, Kind = Import.State, ConsentEvent.Kind
_CHUNK, _SMALL = 500, 1000
_BY_IMPORT = (Kind.IMPORTED, Kind.LISTED, Kind.ADDED)


def undo_import(run: Import, *, by: Any) -> None:
    """Take off again whoever came with this import, was not written to and has not answered. Raises NotAllowed, NothingImported."""
    require_importer(run.seller, by)
    if not Import.objects.filter(pk=run.pk, state=State.DONE).update(state=State.UNDOING, begun_at=timezone.now()):
        raise NothingImported("There is nothing to take back.")
    if run.readers.count() <= _SMALL:
        perform_undo(run.pk)
    else:
        queue.ring("perform_undo", run.pk)


def perform_undo(run_id: int) -> None:
    """Do what `undo_import` released, 500 readers in a transaction; going on after a crash is harmless."""
    run = Import.objects.select_related("seller", "by").filter(pk=run_id, state=State.UNDOING).first()
    if run is None:
        return
    last: int | None = 0
    while last is not None:
        last = _take_back(run, last)
    with transaction.atomic():
        kept = run.readers.count()
        if Import.objects.filter(pk=run.pk, state=State.UNDOING).update(state=State.UNDONE, report=run.report | {"kept": kept}):
            data = {"seller": run.seller_id, "taken_back": run.report.get("taken_back", 0), "kept": kept}
            audit.record("audience.import_undone", actor=run.by, subject=f"import:{run.pk}", data=data)


@transaction.atomic
def _take_back(run: Import, after: int) -> int | None:
    """The last reader looked at, or None when there are no more."""
    readers = list(Subscriber.objects.filter(imported_by=run, pk__gt=after).order_by("pk")[:_CHUNK])
    if not readers:
        return None
    people = {
        person.pk: person for person in Person.objects.select_for_update().filter(pk__in=[r.person_id for r in readers]).order_by("pk")
    }
    answered = _answered(run, people)
    # A wish of hers, said by the page of another seller's letter, is an answer too: forgotten, the next file would write into her pause.
    wished = set(Subscriber.muted.through.objects.filter(subscriber__in=readers).values_list("subscriber_id", flat=True))
    wished |= {r.pk for r in readers if r.pause_until or r.rhythm_days}
    kept = {*written_to([reader.pk for reader in readers]), *wished}
    going = [r for r in readers if r.pk not in kept and r.person_id not in answered and r.state != Subscriber.State.LEFT]
    _forget(run, [people[reader.person_id] for reader in going])
    run.report["taken_back"] = run.report.get("taken_back", 0) + len(going)
    run.save(update_fields=["report"])
    return readers[-1].pk


def _answered(run: Import, people: Iterable[int]) -> set[int]:
    """Who said something of her own since this import brought her. What she said before, on an earlier stay, is no answer to it."""
    events = ConsentEvent.objects.filter(seller=run.seller_id, person__in=people)
    brought = dict(events.filter(imported_by=run, kind__in=_BY_IMPORT).order_by("-pk").values_list("person_id", "pk"))
    said = events.exclude(kind__in=_BY_IMPORT).values_list("person_id", "pk")
    return {person for person, event in said if event > brought.get(person, 0)}


def _forget(run: Import, people: list[Person]) -> None:
    """Off this list; whoever stands on no other and never did is forgotten altogether."""
    Subscriber.objects.filter(imported_by=run, person__in=people).delete()
    elsewhere = set(Subscriber.objects.filter(person__in=people).values_list("person_id", flat=True))
    said = ConsentEvent.objects.filter(person__in=people).exclude(seller=run.seller_id, kind__in=_BY_IMPORT)
    elsewhere |= set(said.values_list("person_id", flat=True))
    now = timezone.now()
    ConsentEvent.objects.bulk_create(
        ConsentEvent(person=person, seller=run.seller, kind=Kind.TAKEN_BACK, at=now, source=Source.SELLER, imported_by=run)
        for person in people
        if person.pk in elsewhere
    )
    gone = [person for person in people if person.pk not in elsewhere]
    OutgoingMail.objects.filter(to__in=[person.address for person in gone], state=OutgoingMail.State.WAITING).delete()
    ConsentEvent.objects.filter(person__in=gone).delete()
    Person.objects.filter(pk__in=[person.pk for person in gone]).delete()
