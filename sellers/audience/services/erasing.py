"""Erasure: afterwards only a keyed hash stays, and it keeps the address from being added again."""

from django.db import transaction

from hub.common import audit
from hub.common.models import OutgoingMail

from .. import signals
from ..models import ConsentEvent, Person, Subscriber, Suppression
from .people import put_suppression


@transaction.atomic
def erase_person(person: Person, *, source: str) -> None:
    """Forget a person with everything that any seller holds about her. Upper rooms hear `erasing` first and forget their part.

    Only she herself, from her mailbox, or the company on her request calls this; no seller does.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    subscribers = Subscriber.objects.filter(person=person)
    ids = list(subscribers.values_list("pk", flat=True))
    signals.erasing.send(sender=Person, person=person, subscriber_ids=ids)
    OutgoingMail.objects.filter(to=person.address).delete()
    forget(person)
    Suppression.objects.filter(address_hash=person.address_hash).exclude(seller=None).delete()
    put_suppression(person.address_hash, None, Suppression.Reason.ERASED)
    audit.record("audience.erased", subject=f"person:{person.pk}", data={"lists": len(ids), "source": source})


def forget(person: Person) -> None:
    """Delete the rows of a person, those that point at others first."""
    events = ConsentEvent.objects.filter(person=person)
    events.exclude(confirms=None).delete()
    events.delete()
    Subscriber.objects.filter(person=person).delete()
    person.delete()
