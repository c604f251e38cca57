"""Leaving a list. Counts from the commit on: delivery asks again in every claim."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.addresses import normalise
from hub.common.exceptions import NotAllowed
from hub.common.tokens import address_hash
from sellers.profiles.models import Seller

from .. import signals
from ..choices import Source
from ..models import ConsentEvent, Person, Subscriber, Suppression
from .people import put_suppression, record_consent

State, Kind, Reason = Subscriber.State, ConsentEvent.Kind, Suppression.Reason


@transaction.atomic
def unsubscribe(subscriber: Subscriber, *, source: str, everywhere: bool = False, by: Any = None, ip: str | None = None) -> bool:
    """Take the person off this seller's list, or with `everywhere` off every list. False when there was nothing left to do.

    `by` is set when the seller takes her off; a seller can do so on her own list alone (NotAllowed).
    """
    if by is not None and (everywhere or by.pk != subscriber.seller.user_id):
        raise NotAllowed("Only the seller herself takes readers off her list.")
    person = Person.objects.select_for_update().get(pk=subscriber.person_id)
    mine = Subscriber.objects.filter(person=person).select_related("seller")
    lists = [s for s in (mine if everywhere else mine.filter(pk=subscriber.pk)) if s.state != State.LEFT]
    for one in lists:
        _leave(one, person, source=source, by=by, ip=ip)
    news = bool(lists)
    if everywhere and not Suppression.objects.filter(address_hash=person.address_hash, seller=None).exists():
        # No seller on this event: the sellers of the others learn only that she left them.
        record_consent(person, None, Kind.WITHDRAWN_ALL, source=source, ip=ip)
        put_suppression(person.address_hash, None, Reason.UNSUBSCRIBED)
        news = True
    return news


@transaction.atomic
def suppress(*, address: str, reason: str, seller: Seller | None = None, by: Any = None) -> None:
    """Stop all letters to an address, from one seller or from everybody: bounces, complaints, the company's word.

    A complaint or the company's word also takes the person off the lists concerned; a bounce leaves her on them, unreachable.
    """
    hashed = address_hash(normalise(address))
    put_suppression(hashed, seller, reason)
    audit.record("audience.suppressed", actor=by, subject=f"address:{hashed}", data={"seller": seller and seller.pk, "reason": reason})
    person = Person.objects.select_for_update().filter(address_hash=hashed).first()
    if person is None or reason == Reason.BOUNCED:
        return
    lists = Subscriber.objects.filter(person=person).exclude(state=State.LEFT).select_related("seller")
    for one in lists.filter(seller=seller) if seller else lists:
        _leave(one, person, source=Source.SYSTEM, reason=reason)


def _leave(
    subscriber: Subscriber, person: Person, *, source: str, by: Any = None, ip: str | None = None, reason: str = Reason.UNSUBSCRIBED
) -> None:
    subscriber.state, subscriber.left_at = State.LEFT, timezone.now()
    subscriber.save(update_fields=["state", "left_at"])
    record_consent(person, subscriber.seller, Kind.WITHDRAWN, source=source, ip=ip)
    put_suppression(person.address_hash, subscriber.seller, reason)
    data = {"seller": subscriber.seller_id, "source": source, "reason": reason}
    audit.record("audience.left", actor=by, subject=f"subscriber:{subscriber.pk}", data=data)
    signals.left.send(sender=Subscriber, subscriber=subscriber, source=source)
