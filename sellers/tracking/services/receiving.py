"""A mail comes in, by whatever way: it is known, understood, matched and acted on in one transaction, and only the first time."""

import hashlib
import re
from email.message import Message
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sellers.audience import services as audience
from sellers.audience.choices import Source as Door
from sellers.audience.models import Subscriber
from sellers.delivery.inbound.classify import Verdict, classify
from sellers.delivery.inbound.parse import READ_AT_MOST, header, parse
from sellers.delivery.models import Delivery

from ..choices import Outcome
from ..matching import leaving_subscriber, own_delivery
from ..models import Inbound
from .bounces import act_on_bounce
from .complaining import act_on_complaint
from .replying import act_on_reply

_ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")


def receive(raw: bytes, *, source: str, envelope_to: str = "") -> Inbound:
    """Act on one mail. Seen before by any way, it changes nothing and its first record comes back. Raises nothing for any content."""
    digest = digest_of(raw)
    try:
        with transaction.atomic():
            return _first_time(raw, digest=digest, source=source, envelope_to=envelope_to)
    except IntegrityError:
        seen = Inbound.objects.filter(digest=digest).first()
        if seen is None:
            raise
        return seen


def digest_of(raw: bytes) -> str:
    """What the same mail has in common by whatever way it comes: author's headers and body, without the lines that carriers add."""
    head, _, body = raw[:READ_AT_MOST].replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")
    unfolded = re.sub(rb"\n[ \t]+", b" ", head)
    own = [line for line in unfolded.split(b"\n") if re.match(rb"(?i)(?:message-id|from|to|subject|date)[ \t]*:", line)]
    return hashlib.blake2b(b"\n".join([*sorted(own), b"", body.strip()]), digest_size=20).hexdigest()


def _first_time(raw: bytes, *, digest: str, source: str, envelope_to: str) -> Inbound:
    if (seen := Inbound.objects.filter(digest=digest).first()) is not None:
        return seen
    verdict, message = classify(raw), _parsed(raw)
    delivery = own_delivery(raw, envelope_to=envelope_to)
    inbound = Inbound.objects.create(
        digest=digest,
        source=source,
        kind=verdict.kind,
        bounce_class=verdict.bounce_class if verdict.kind == "dsn" else "",
        status=verdict.status[:12],
        feedback_type=verdict.feedback_type[:40],
        delivery=delivery,
        seller=delivery.issue.seller if delivery else None,
        at=timezone.now(),
    )
    inbound.outcome = _act(inbound, verdict, message, delivery, envelope_to)
    inbound.save(update_fields=["outcome", "row_waits", "seller"])
    return inbound


def _parsed(raw: bytes) -> Message:
    try:
        return parse(raw)
    except Exception:  # noqa: BLE001  as in classify: what trips the library has no headers that anybody could act on
        return Message()


def _act(inbound: Inbound, verdict: Verdict, message: Message, delivery: Delivery | None, envelope_to: str) -> str:
    addressed = [envelope_to, *(header(message, name) for name in _ADDRESSED)]
    if verdict.kind in ("dsn", "complaint"):
        if delivery is None:
            return Outcome.UNMATCHED
        act: Any = act_on_bounce if verdict.kind == "dsn" else act_on_complaint
        return act(inbound, verdict, delivery)
    if verdict.kind == "other" and (number := leaving_subscriber(*addressed)):
        leaver = Subscriber.objects.select_related("seller").filter(pk=number).first()
        if leaver is not None:
            inbound.seller = leaver.seller
            audience.unsubscribe(leaver, source=Door.MAIL)
            return Outcome.LEFT
    return act_on_reply(inbound, verdict, message, delivery, addressed=addressed)
