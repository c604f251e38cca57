"""Coming onto a list: asked by the person or added by the seller, and always confirmed from the mailbox itself."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.common import audit
from hub.common.addresses import normalise
from hub.common.exceptions import NotAllowed
from sellers.profiles.models import Seller

from .. import signals
from ..choices import CONFIRM_WITHIN, CONFIRMATION_PAUSE, Source
from ..exceptions import AlreadyThere, Expired, HasLeft
from ..models import ConsentEvent, Person, Subscriber, Suppression
from ..queries import is_suppressed
from .confirmation import send_already, send_confirmation
from .editing import clean_field
from .finding import refresh_search
from .merging import end_by_her_own_word
from .people import NEVER_LIFTED, clean_name, locked_person, record_consent

log = logging.getLogger(__name__)

State, Kind = Subscriber.State, ConsentEvent.Kind


@transaction.atomic
def request_subscription(
    *, seller: Seller, first_name: str, address: str, page: str = "", ip: str | None = None, locale: str = "", source: str = Source.FORM
) -> None:
    """Somebody typed this address into the form. Answers nothing: known, unknown and blocked addresses look the same.

    Raises BadAddress and BadName for what was typed, NotAllowed when the seller takes no new readers. The name of a reader who is on
    the list already stays: anybody may type any address.
    """
    if seller.state != Seller.State.ACTIVE:
        raise NotAllowed(f"{seller.name} does not take new readers at the moment.")
    name, address = clean_name(first_name), normalise(address)
    person = locked_person(address)
    fresh = {"state": State.PENDING, "first_name": name, "added_at": timezone.now(), "language": locale}
    subscriber, created = Subscriber.objects.get_or_create(seller=seller, person=person, defaults=fresh)
    if subscriber.state == State.ACTIVE:
        send_already(person, subscriber, locale=locale)
        return
    if not created and subscriber.state != State.MERGED:
        subscriber.state = State.PENDING
        if subscriber.confirmed_at is None:
            subscriber.first_name = name
        subscriber.save(update_fields=["state", "first_name"])
    refresh_search(subscriber)
    note_request(person, subscriber, Kind.REQUESTED, page=page, ip=ip, locale=locale, source=source)


def note_flood(*, limit: int) -> None:
    """The brake on all sign-ups together was pulled: loud in the log and in the audit trail, for somebody to look."""
    log.error("more than %s sign-ups within an hour: further ones are asked to come later (SIGN_UPS_AN_HOUR)", limit)
    audit.record("audience.sign_ups_braked", subject="sign-ups", data={"limit": limit})


@transaction.atomic
def add_subscriber(*, seller: Seller, address: str, first_name: str = "", by: Any, **details: str) -> Subscriber:
    """The seller writes a customer down; she gets a confirmation mail and no letter before she has pressed its button.

    `details`: editing.EDITABLE. `by` is the seller's own user, or None for the system.
    Raises NotAllowed, BadAddress, BadName, BadCard, AlreadyThere, and HasLeft for an address that may not be written to.
    """
    if by is not None and by.pk != seller.user_id:
        raise NotAllowed("Only the seller herself adds readers to her list.")
    details = {key: clean_field(key, value) for key, value in details.items()}
    person = locked_person(normalise(address))
    existing = Subscriber.objects.filter(seller=seller, person=person).first()
    if existing and existing.state != State.LEFT:
        raise AlreadyThere("This address is on your list already.", pk=existing.pk)
    if existing or is_suppressed(seller=seller, address_hash=person.address_hash):
        raise HasLeft("We may not write to this address. If its owner wants your letters, ask her to use the form on your page.")
    subscriber = Subscriber.objects.create(
        seller=seller, person=person, state=State.PENDING, first_name=clean_name(first_name), added_at=timezone.now(), **details
    )
    refresh_search(subscriber)
    audit.record("audience.added", actor=by, subject=f"subscriber:{subscriber.pk}", data={"seller": seller.pk})
    note_request(person, subscriber, Kind.ADDED, locale=subscriber.language, source=Source.SELLER)
    return subscriber


@transaction.atomic
def ask_again(subscriber: Subscriber, *, source: str, by: Any = None, ip: str | None = None) -> None:
    """Send the confirmation mail once more to someone who waits or has left, if the limits of the address allow it.

    Says nothing about whether a mail went out: the limits count over all sellers. A seller may ask only those who never left.
    """
    person = Person.objects.select_for_update().get(pk=subscriber.person_id)
    subscriber.refresh_from_db()
    if by is not None and (by.pk != subscriber.seller.user_id or subscriber.state != State.PENDING or subscriber.left_at):
        raise NotAllowed("Only a reader who has not answered yet can be asked again.")
    if subscriber.state == State.ACTIVE:
        return
    if subscriber.state == State.LEFT:
        subscriber.state = State.PENDING
        subscriber.save(update_fields=["state"])
    kind = Kind.ADDED if by is not None else Kind.REQUESTED
    note_request(person, subscriber, kind, ip=ip, locale=subscriber.language, source=source)


@transaction.atomic
def confirm(request_id: int, *, page: str = "", ip: str | None = None) -> Subscriber:
    """The person pressed the button of her confirmation mail; pressing it again changes nothing.

    Lifts her own earlier opt-outs. Raises Expired after 7 days, HasLeft when she left after asking: an old link revives nothing.
    """
    request = ConsentEvent.objects.select_related("person", "seller").filter(pk=request_id, kind__in=(Kind.REQUESTED, Kind.ADDED)).first()
    if request is None:
        raise Expired(_("This link has expired. Please subscribe again on the page of your seller."))
    person = Person.objects.select_for_update().get(pk=request.person_id)
    subscriber = (
        Subscriber.objects.select_for_update().select_related("seller", "person").filter(seller=request.seller, person=person).first()
    )
    if subscriber is None:
        raise Expired(_("This link has expired. Please subscribe again on the page of your seller."))
    if ConsentEvent.objects.filter(confirms=request).exists() and subscriber.state == State.ACTIVE:
        return subscriber
    _refuse_stale(request, person)
    _activate(subscriber, person, request, page=page, ip=ip)
    return subscriber


def note_request(person: Person, subscriber: Subscriber, kind: str, **proof: Any) -> None:
    """Note the request and send its mail if limits allow. One of the last day is not noted again: a thousand sign-ups are one row."""
    since = timezone.now() - CONFIRMATION_PAUSE
    waiting = ConsentEvent.objects.filter(person=person, seller=subscriber.seller, kind=kind, at__gt=since)
    if subscriber.left_at:
        waiting = waiting.filter(at__gt=subscriber.left_at)
    send_confirmation(person, subscriber.seller, waiting.last() or record_consent(person, subscriber.seller, kind, **proof))


def _refuse_stale(request: ConsentEvent, person: Person) -> None:
    if timezone.now() - request.at > CONFIRM_WITHIN:
        raise Expired(_("This link is older than 7 days. Please subscribe again on the page of your seller."))
    said_no = Suppression.objects.filter(Q(seller=request.seller) | Q(seller=None), address_hash=person.address_hash)
    used = ConsentEvent.objects.filter(confirms=request).exists()
    if used or said_no.filter(Q(at__gte=request.at) | Q(reason__in=NEVER_LIFTED)).exists():
        raise HasLeft(_("You left after this mail was sent. To come back, ask for a new confirmation mail."))


def _activate(subscriber: Subscriber, person: Person, request: ConsentEvent, **proof: Any) -> None:
    seller = subscriber.seller
    Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=person.address_hash).delete()
    subscriber.state, subscriber.confirmed_at, subscriber.left_at = State.ACTIVE, timezone.now(), None
    end_by_her_own_word(subscriber)
    subscriber.save(update_fields=["state", "confirmed_at", "left_at", "merged_into"])
    record_consent(person, seller, Kind.CONFIRMED, confirms=request, locale=request.locale, source=Source.LINK, **proof)
    audit.record("audience.confirmed", subject=f"subscriber:{subscriber.pk}", data={"seller": seller.pk, "request": request.pk})
    signals.confirmed.send(sender=Subscriber, subscriber=subscriber)
