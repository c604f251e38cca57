"""A reader answers: kept for her seller's eyes, passed on to the seller's own mailbox, counted as the best sign of success.

What a machine answers is kept apart and passed on to nobody. Nothing here ever writes back to whom the mail came from.
"""

from email.message import Message
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common.addresses import normalise
from hub.common.exceptions import BadAddress, BadHeader
from hub.common.headers import clean
from hub.common.outbox import enqueue_mail
from sellers.audience.models import Subscriber
from sellers.delivery.inbound.automatic import own_words
from sellers.delivery.inbound.classify import Verdict
from sellers.delivery.inbound.freeform import explanation
from sellers.delivery.inbound.parse import header
from sellers.delivery.inbound.reports import plain_address
from sellers.delivery.models import Delivery
from sellers.profiles.models import Seller

from ..choices import REPLY_CHARACTERS, Outcome
from ..matching import seller_mail_name
from ..models import Inbound, Reply
from .bounces import forget_strikes


def act_on_reply(inbound: Inbound, verdict: Verdict, message: Message, delivery: Delivery | None, *, addressed: list[str]) -> str:
    """Keep an answer to a letter, or to the address a letter came from. What is addressed to no seller of ours is nothing."""
    seller = delivery.issue.seller if delivery else Seller.objects.filter(mail_name=seller_mail_name(*addressed) or None).first()
    if seller is None:
        return Outcome.NOTHING
    automatic = verdict.kind == "auto-reply"
    sender = _sender(message)
    reader = _reader(seller, delivery, sender)
    if reader is None and automatic:
        return Outcome.NOTHING
    reply = Reply.objects.create(
        seller=seller,
        subscriber=reader,
        issue=delivery.issue if delivery else None,
        inbound=inbound,
        sender="" if reader is not None and reader.person.address == sender else sender,
        subject=_clean(header(message, "Subject"))[:300],
        text=_clean_lines(own_words(explanation(message)))[:REPLY_CHARACTERS],
        automatic=automatic,
        at=inbound.at,
    )
    inbound.seller = seller
    if automatic:
        return Outcome.AUTOMATIC
    if reader is not None:
        forget_strikes(reader.person.address_hash)
    _pass_on(reply, sender)
    return Outcome.REPLY


def _sender(message: Message) -> str:
    try:
        return normalise(plain_address(header(message, "From")))
    except BadAddress:
        return ""


def _reader(seller: Seller, delivery: Delivery | None, sender: str) -> Subscriber | None:
    """Who answers: the seller's reader with this address, else the one whose letter it is (people answer from other addresses)."""
    readers = Subscriber.objects.filter(seller=seller).select_related("person")
    return (readers.filter(person__address=sender).first() if sender else None) or (delivery.reader() if delivery else None)


def _pass_on(reply: Reply, sender: str) -> None:
    """To the seller's own mailbox. Her answer goes straight to the reader; not when the mail came from that very mailbox."""
    if not sender or sender == reply.seller.reply_to.lower():
        return
    name = reply.subscriber.name if reply.subscriber else ""
    enqueue_mail(
        to=reply.seller.reply_to,
        template="tracking/reply",
        context={"reply": reply, "name": name or sender, "letter": reply.issue.letter.title if reply.issue else ""},
        headers={"Reply-To": sender},
        kind="tracking.reply",
        language=reply.seller.user.language or None,
    )


@transaction.atomic
def mark_read(reply: Reply, *, by: Any) -> None:
    """The seller has seen it. Somebody else's look changes nothing."""
    if by.pk == reply.seller.user_id:
        Reply.objects.filter(pk=reply.pk, read_at=None).update(read_at=timezone.now())


def forget_replies(subscriber_ids: list[int]) -> None:
    """Erase what these readers wrote."""
    Reply.objects.filter(subscriber__in=subscriber_ids).delete()


def _clean(text: str) -> str:
    try:
        return clean(text)
    except BadHeader:
        return "".join(c if c.isprintable() else " " for c in text)


def _clean_lines(text: str) -> str:
    """Without characters that no screen shows and databases refuse."""
    return "".join(c for c in text if c == "\n" or c == "\t" or (c.isprintable() and c != "\x00"))
