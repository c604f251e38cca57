"""Erasure: afterwards only a keyed hash stays, and it keeps the address from being added again."""

from collections.abc import Iterable

from django.db import transaction

from hub.common import audit
from hub.common.models import OutgoingMail
from sellers.profiles.models import Seller

from .. import signals
from ..choices import Source
from ..models import CardEdit, ConsentEvent, Note, Person, SpecialDay, Subscriber, Suppression
from .finding import ON_THE_CARD
from .leaving import leave_joined
from .merging import let_go
from .people import put_suppression
from .tagging import drop_unused


@transaction.atomic
def erase_person(person: Person, *, source: str) -> int:
    """Forget a person with everything that any seller holds about her. Upper rooms hear `erasing` first and forget their part.

    Only she herself, from her mailbox, or the company on her request calls this; no seller does. The id of the audit trail's line, for
    her receipt: it holds numbers and no name.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    subscribers = Subscriber.objects.filter(person=person)
    ids = list(subscribers.values_list("pk", flat=True))
    _take_along(Subscriber.objects.filter(person=person).select_related("seller", "person"))
    number, said = person.pk, ConsentEvent.objects.filter(person=person).count()
    notes = Note.objects.filter(subscriber__in=ids).count()
    signals.erasing.send(sender=Person, person=person, subscriber_ids=ids)
    OutgoingMail.objects.filter(to=person.address).delete()
    forget(person)
    Suppression.objects.filter(address_hash=person.address_hash).exclude(seller=None).delete()
    put_suppression(person.address_hash, None, Suppression.Reason.ERASED)
    data = {"lists": len(ids), "said": said, "notes": notes, "source": source}
    return int(audit.record("audience.erased", subject=f"person:{number}", data=data).pk)


def clear_card(subscriber: Subscriber) -> None:
    """Delete what the seller had written down; the row stays for the proof of consent that hangs on its person."""
    blank = dict.fromkeys((*ON_THE_CARD, "stage", "language"), "")
    Subscriber.objects.filter(pk=subscriber.pk).update(search="", **blank)
    subscriber.tags.clear()
    for rows in (Note, SpecialDay, CardEdit):
        rows.objects.filter(subscriber=subscriber).delete()


def _take_along(subscribers: Iterable[Subscriber]) -> None:
    """A joined card holds what was written down about her under another address: it goes, and that address leaves this seller."""
    for one in subscribers:
        for other in leave_joined(one, source=Source.JOINED):
            clear_card(other)


def forget(person: Person) -> None:
    """Delete the rows of a person, those that point at others first."""
    let_go(Subscriber.objects.filter(person=person).values_list("pk", flat=True))
    events = ConsentEvent.objects.filter(person=person)
    events.exclude(confirms=None).delete()
    events.delete()
    sellers = list(Seller.objects.filter(tags__readers__person=person).distinct())
    Subscriber.objects.filter(person=person).delete()
    person.delete()
    for seller in sellers:
        drop_unused(seller)
