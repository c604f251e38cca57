"""Asking imported readers whose file does not say when they agreed: a few a minute, within the limits of each address."""

from django.db import transaction

from sellers.profiles.models import Seller

from ..choices import ASKED_PER_MINUTE, Source
from ..models import ConsentEvent, Person, Subscriber
from .subscribing import note_request


def ask_imported(*, limit: int = ASKED_PER_MINUTE) -> int:
    """Send the next confirmation mails to imported readers; how many were asked. Each in a transaction of its own."""
    waiting = Subscriber.objects.filter(to_be_asked=True, seller__state=Seller.State.ACTIVE).order_by("pk")
    return sum(_ask_one(pk) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _ask_one(pk: int) -> bool:
    person = Person.objects.select_for_update().filter(subscriptions__pk=pk).first()
    subscriber = Subscriber.objects.select_related("seller").filter(pk=pk, to_be_asked=True).first()
    if person is None or subscriber is None:
        return False
    subscriber.to_be_asked = False
    subscriber.save(update_fields=["to_be_asked"])
    if subscriber.state != Subscriber.State.PENDING:
        return False
    note_request(person, subscriber, ConsentEvent.Kind.ADDED, locale=subscriber.language, source=Source.IMPORT)
    return True
