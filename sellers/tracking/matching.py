"""Which letter a mail speaks of. Only what this installation signed counts: a return path or a Message-ID; everything else is hearsay."""

import re
from collections.abc import Iterator

from django.conf import settings

from hub.common import tokens
from hub.common.exceptions import BadToken
from sellers.audience import tokens as audience_tokens
from sellers.delivery.inbound.parse import READ_AT_MOST
from sellers.delivery.models import Delivery
from sellers.delivery.tokens import MESSAGE_ID, delivery_of_return_path

_RETURN_PATH = re.compile(rb"b\+\d{1,19}\.[0-9a-f]{20}(?=@)", re.I)
_MESSAGE_ID = re.compile(rb"<([A-Za-z0-9_-]{32})@")
_LEAVE = re.compile(r"\bleave\+([A-Za-z0-9_=-]{32})@", re.I)
# So many signatures are looked at in one mail; a letter has two.
_TRIES = 100


def own_delivery(raw: bytes, *, envelope_to: str = "") -> Delivery | None:
    """The delivery whose return path the mail came to, or whose Message-ID or return path stands in it. None when nothing is ours."""
    for looked, number in enumerate(_numbers(envelope_to.encode("utf-8", "replace") + b"@\n" + raw[:READ_AT_MOST]), 1):
        found = Delivery.objects.select_related("issue__seller", "subscriber__person").filter(pk=number).first()
        if found is not None or looked > 5:
            return found
    return None


def _numbers(raw: bytes) -> Iterator[int]:
    """Numbers of deliveries in the order of trust: return paths first, then Message-IDs as they come (In-Reply-To in the head)."""
    for tried, match in enumerate(_RETURN_PATH.finditer(raw)):
        if tried < _TRIES and (number := _of_return_path(match[0].decode("ascii"))):
            yield number
    for tried, match in enumerate(_MESSAGE_ID.finditer(raw)):
        if tried < _TRIES and (number := _of_message_id(match[1].decode("ascii"))):
            yield number


def _of_return_path(local: str) -> int | None:
    try:
        return delivery_of_return_path(local)
    except BadToken:
        return None


def _of_message_id(token: str) -> int | None:
    try:
        return tokens.read(MESSAGE_ID, token)
    except BadToken:
        return None


def leaving_subscriber(*addresses: str) -> int | None:
    """The subscriber whom a mail to `leave+token@` takes off the list (the second way of List-Unsubscribe)."""
    for address in addresses:
        for match in _LEAVE.finditer(address):
            try:
                return audience_tokens.read_unsubscribe(match[1])
            except BadToken:
                continue
    return None


def seller_mail_name(*addresses: str) -> str:
    """The local part of the first of these addresses that is on our sending domain: a seller's name in her letters."""
    wanted = re.compile(rf"([a-z0-9][a-z0-9-]{{0,60}})@{re.escape(settings.MAIL_DOMAIN)}\b", re.I)
    return next((match[1].lower() for address in addresses if (match := wanted.search(address))), "")
