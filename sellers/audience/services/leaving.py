"""Leaving a list. Counts from the commit on: delivery asks again in every claim."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hub.common import audit
from hub.common.addresses import normalise
from hub.common.exceptions import NotAllowed
from hub.common.tokens import address_hash
from sellers.profiles.models import Seller

from .. import signals
from ..choices import Source, WhyLeft
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
    mine = Subscriber.objects.filter(person=person).select_related("seller", "person")
    news = _leave_all(mine if everywhere else mine.filter(pk=subscriber.pk), source=source, by=by, ip=ip)
    said_before = Suppression.objects.filter(address_hash=person.address_hash, seller=None).exclude(reason=Reason.BOUNCED)
    if everywhere and not said_before.exists():
        # No seller on this event: the sellers of the others learn only that she left them.
        record_consent(person, None, Kind.WITHDRAWN_ALL, source=source, ip=ip)
        put_suppression(person.address_hash, None, Reason.UNSUBSCRIBED)
        news = True
    return news


def note_why_left(subscriber: Subscriber, why: str) -> None:
    """Count an answer for the seller who was left; it is kept with nothing that names the reader."""
    audit.record("audience.left_why", subject=f"seller:{subscriber.seller_id}", data={"why": WhyLeft(why).value})


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
    lists = Subscriber.objects.filter(person=person).select_related("seller", "person")
    _leave_all(lists.filter(seller=seller) if seller else lists, source=Source.SYSTEM, reason=reason, blocked=True)


def leave_joined(subscriber: Subscriber, *, source: str) -> list[Subscriber]:
    """The other addresses of a joined card leave its seller too: she has said no by one of them. The cards concerned."""
    others = joined_with(subscriber)
    _leave_all(others, source=source)
    return others


def _leave_all(lists: Iterable[Subscriber], *, source: str, blocked: bool = False, reason: str = Reason.UNSUBSCRIBED, **proof: Any) -> bool:
    """Leave these lists, each with the other addresses of a joined card; False when she was off all of them before."""
    news = False
    for one in lists:
        if one.state == State.LEFT if blocked else _is_off(one):
            continue
        news = True
        others = joined_with(one)
        list(Person.objects.select_for_update().filter(pk__in=[other.person_id for other in others]).order_by("pk"))
        _leave(one, source=source, reason=reason, **proof)
        for other in others:
            if not _is_off(other):
                _leave(other, source=Source.JOINED)
    return news


def joined_with(subscriber: Subscriber) -> list[Subscriber]:
    """The other cards of one seller that are the same person by her word."""
    main = subscriber.merged_into_id or subscriber.pk
    same = Subscriber.objects.filter(Q(pk=main) | Q(merged_into=main)).exclude(pk=subscriber.pk)
    return list(same.select_related("seller", "person").order_by("pk"))


def _is_off(subscriber: Subscriber) -> bool:
    """Off by this address's own word: a card that is off only because of a joined one has said nothing yet."""
    said = Suppression.objects.filter(address_hash=subscriber.person.address_hash, seller=subscriber.seller_id)
    return subscriber.left_at is not None and subscriber.state in (State.LEFT, State.MERGED) and said.exists()


def _leave(subscriber: Subscriber, *, source: str, by: Any = None, ip: str | None = None, reason: str = Reason.UNSUBSCRIBED) -> None:
    subscriber.left_at = timezone.now()
    if subscriber.state != State.MERGED:
        subscriber.state = State.LEFT
    subscriber.save(update_fields=["state", "left_at"])
    record_consent(subscriber.person, subscriber.seller, Kind.WITHDRAWN, source=source, ip=ip)
    put_suppression(subscriber.person.address_hash, subscriber.seller, reason)
    data = {"seller": subscriber.seller_id, "source": source, "reason": reason}
    audit.record("audience.left", actor=by, subject=f"subscriber:{subscriber.pk}", data=data)
    signals.left.send(sender=Subscriber, subscriber=subscriber, source=source)
