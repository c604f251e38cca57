"""The confirmation mail and how often an address may get one."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from hub.common.headers import address_header
from hub.common.languages import known
from hub.common.outbox import enqueue_mail
from hub.company.queries import brand
from sellers.profiles.models import Seller

from .. import tokens
from ..choices import CONFIRMATION_PAUSE, CONFIRMATION_WINDOW, CONFIRMATIONS_PER_WINDOW
from ..models import ConfirmationSent, ConsentEvent, Person, Subscriber, Suppression
from .people import NEVER_LIFTED


def send_confirmation(person: Person, seller: Seller, request: ConsentEvent) -> bool:
    """Ask by mail whether she really wants to; False, and no mail, when the limits of the address are used up.

    At most one in 24 hours and three in 30 days, over all sellers. Carries no advertising and nothing that a stranger typed.
    """
    if not _take_slot(person, seller):
        return False
    context = mail_context(seller) | {"confirm_url": tokens.confirm_url(request.pk), "days": 7}
    _mail(person, seller, "audience/confirm", context, request.locale)
    return True


def send_already(person: Person, subscriber: Subscriber, *, locale: str) -> bool:
    """To someone who asked but is on the list: the same limits, so that nobody learns from outside who is on it."""
    if not _take_slot(person, subscriber.seller):
        return False
    context = mail_context(subscriber.seller) | {"preferences_url": tokens.preferences_url(subscriber.pk)}
    _mail(person, subscriber.seller, "audience/already", context, locale)
    return True


def mail_context(seller: Seller) -> dict[str, object]:
    return {"seller": seller, "brand": brand()}


def _mail(person: Person, seller: Seller, template: str, context: dict[str, object], locale: str) -> None:
    sender = address_header(f"{seller.name} at {brand().name}", f"{seller.mail_name}@{settings.MAIL_DOMAIN}", first=len("From: "))
    enqueue_mail(
        to=person.address,
        template=template,
        context=context,
        kind=template.replace("/", "."),
        headers={"Reply-To": seller.reply_to},
        from_header=sender.replace("\r\n", ""),
        language=known(locale) or known(seller.shop.language) or None,
    )


def _take_slot(person: Person, seller: Seller) -> bool:
    now = timezone.now()
    blocked = Suppression.objects.filter(Q(seller=seller) | Q(seller=None), address_hash=person.address_hash, reason__in=NEVER_LIFTED)
    sent = ConfirmationSent.objects.filter(address_hash=person.address_hash, at__gt=now - CONFIRMATION_WINDOW)
    times = list(sent.values_list("at", flat=True))
    if blocked.exists() or len(times) >= CONFIRMATIONS_PER_WINDOW or any(at > now - CONFIRMATION_PAUSE for at in times):
        return False
    ConfirmationSent.objects.create(address_hash=person.address_hash, at=now)
    return True
