"""Bringing a list over from elsewhere, each person with the history of what she said and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.addresses import normalise
from hub.common.tokens import address_hash
from sellers.profiles.models import Seller

from ..exceptions import BadHistory
from ..models import ConsentEvent, EarlierNo, Person, Subscriber, Suppression
from ..wording import VERSION, consent_wording
from .finding import search_text
from .people import clean_name, put_suppression

State, Kind = Subscriber.State, ConsentEvent.Kind
# What may follow what: nobody is on a list without having been asked and having said yes.
_FOLLOWS: dict[str, set[str]] = {
    Kind.REQUESTED: {"", Kind.WITHDRAWN},
    Kind.ADDED: {""},
    Kind.CONFIRMED: {Kind.REQUESTED, Kind.ADDED},
    Kind.WITHDRAWN: {Kind.CONFIRMED},
}
_STATES: dict[str, str] = {
    Kind.REQUESTED: State.PENDING,
    Kind.ADDED: State.PENDING,
    Kind.CONFIRMED: State.ACTIVE,
    Kind.WITHDRAWN: State.LEFT,
}
_ASKED = (Kind.REQUESTED, Kind.ADDED)


@dataclass(frozen=True)
class Said:
    kind: str
    at: datetime
    source: str


@dataclass(frozen=True)
class Brought:
    """A person as she stood on another list; `history` is what she said, oldest first."""

    address: str
    first_name: str
    last_name: str
    history: tuple[Said, ...]
    language: str = ""
    how_we_met: str = ""
    note: str = ""


@transaction.atomic
def bring_over(*, seller: Seller, people: Iterable[Brought], by: Any) -> int:
    """Put people with their consent history on the seller's list and return how many came.

    Her state follows from what she said last. Left out: addresses on the list already, and those that may get nothing.
    Raises BadHistory (nobody comes then), BadAddress, BadName. No mail is sent: nobody is asked what she answered before.
    """
    named = {normalise(person.address): person for person in people}
    for person in named.values():
        _prove(person)
    hashes = {address_hash(address): address for address in named}
    blocked = set(Suppression.objects.filter(seller=None, address_hash__in=hashes).values_list("address_hash", flat=True))
    blocked |= set(Suppression.objects.filter(seller=seller, address_hash__in=hashes).values_list("address_hash", flat=True))
    blocked |= set(EarlierNo.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True))
    there = set(Subscriber.objects.filter(seller=seller, person__address__in=named).values_list("person__address", flat=True))
    coming = {a: named[a] for h, a in hashes.items() if h not in blocked and a not in there}
    Person.objects.bulk_create([Person(address=a, address_hash=address_hash(a)) for a in coming], ignore_conflicts=True)
    rows = {row.address: row for row in Person.objects.filter(address__in=coming)}
    Subscriber.objects.bulk_create([_subscriber(seller, rows[a], person) for a, person in coming.items()])
    _write_history(seller, [(rows[a], person.history) for a, person in coming.items()])
    for address, person in coming.items():
        if person.history[-1].kind == Kind.WITHDRAWN:
            put_suppression(rows[address].address_hash, seller, Suppression.Reason.UNSUBSCRIBED)
    audit.record("audience.brought_over", actor=by, subject=f"seller:{seller.pk}", data={"people": len(coming)})
    return len(coming)


def _prove(person: Brought) -> None:
    before: str = ""
    last = None
    for said in person.history:
        if before not in _FOLLOWS.get(Kind(said.kind), set()):
            raise BadHistory("Every person needs a request, then her confirmation; only who confirmed can have left.")
        if said.at > timezone.now() or (last and said.at < last):
            raise BadHistory("A history goes forward in time and ends before now.")
        before, last = said.kind, said.at
    if not person.history:
        raise BadHistory("Nobody comes onto a list without having asked.")


def _subscriber(seller: Seller, row: Person, person: Brought) -> Subscriber:
    when = {said.kind: said.at for said in person.history}
    state = _STATES[Kind(person.history[-1].kind)]
    told = {"first_name": person.first_name, "last_name": person.last_name, "how_we_met": person.how_we_met, "note": person.note}
    return Subscriber(
        search=search_text(row.address, told),
        seller=seller,
        person=row,
        state=state,
        first_name=clean_name(person.first_name),
        last_name=clean_name(person.last_name),
        language=person.language,
        how_we_met=person.how_we_met,
        note=person.note,
        added_at=person.history[0].at,
        confirmed_at=when.get(Kind.CONFIRMED),
        left_at=when.get(Kind.WITHDRAWN) if state != State.ACTIVE else None,
    )


def _write_history(seller: Seller, told: list[tuple[Person, tuple[Said, ...]]]) -> None:
    wording = consent_wording(seller, "en")

    def event(person: Person, said: Said, confirms: ConsentEvent | None = None) -> ConsentEvent:
        agreed = {"wording": wording, "wording_version": VERSION} if said.kind in (Kind.REQUESTED, Kind.CONFIRMED) else {}
        return ConsentEvent(person=person, seller=seller, kind=said.kind, at=said.at, source=said.source, confirms=confirms, **agreed)

    asked = {(person.pk, said.at): event(person, said) for person, history in told for said in history if said.kind in _ASKED}
    ConsentEvent.objects.bulk_create(list(asked.values()))
    answers = []
    for person, history in told:
        question = None
        for said in history:
            if said.kind in _ASKED:
                question = asked[person.pk, said.at]
            else:
                answers.append(event(person, said, question if said.kind == Kind.CONFIRMED else None))
    ConsentEvent.objects.bulk_create(answers)
