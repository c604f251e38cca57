"""The audience's links. Each token is good for one purpose; all of them name a subscriber but the confirmation, which names a request."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from hub.common import tokens
from hub.common.origin import absolute_reverse

_CONFIRM = "audience.confirm"
_UNSUBSCRIBE = "audience.unsubscribe"
_PREFERENCES = "audience.preferences"
_ERASED = "audience.erased"
_HAND_OVER = "audience.hand_over"


def confirm_token(request_id: int) -> str:
    """For the ConsentEvent that asked; good for 7 days, which the service checks."""
    return tokens.sign(_CONFIRM, request_id)


def read_confirm(token: str) -> int:
    return tokens.read(_CONFIRM, token)


def unsubscribe_token(subscriber_id: int) -> str:
    """32 characters, valid for ever."""
    return tokens.sign(_UNSUBSCRIBE, subscriber_id)


def read_unsubscribe(token: str) -> int:
    return tokens.read(_UNSUBSCRIBE, token)


def preferences_token(subscriber_id: int) -> str:
    return tokens.sign(_PREFERENCES, subscriber_id)


def read_preferences(token: str) -> int:
    return tokens.read(_PREFERENCES, token)


def confirm_url(request_id: int) -> str:
    return absolute_reverse("audience:confirm", confirm_token(request_id))


def unsubscribe_url(subscriber_id: int) -> str:
    """Absolute, for List-Unsubscribe (RFC 8058: POST leaves at once, GET shows a button) and for the letter's own link."""
    return _address("audience:unsubscribe", settings.ORIGIN) + unsubscribe_token(subscriber_id)


def unsubscribe_mailto(subscriber_id: int) -> str:
    """The second way of List-Unsubscribe: a mail to this address leaves (RFC 2369). The token stands in the local part (≤ 64)."""
    return f"mailto:leave+{unsubscribe_token(subscriber_id)}@{settings.MAIL_DOMAIN}"


def preferences_url(subscriber_id: int) -> str:
    return _address("audience:preferences", settings.ORIGIN) + preferences_token(subscriber_id)


def hand_over_url(answer_id: int) -> str:
    return absolute_reverse("audience:hand_over", tokens.sign(_HAND_OVER, answer_id))


def read_hand_over(token: str) -> int:
    return tokens.read(_HAND_OVER, token)


def receipt_token(entry_id: int) -> str:
    """For the line of the audit trail that says an erasure was done."""
    return tokens.sign(_ERASED, entry_id)


def read_receipt(token: str) -> int:
    return tokens.read(_ERASED, token)


class ReaderLinks(NamedTuple):
    """The three addresses in one letter that are a reader's own."""

    unsubscribe_url: str
    unsubscribe_mailto: str
    preferences_url: str


def reader_links() -> Callable[[int], ReaderLinks]:
    """What makes the links of a subscriber id, for those who write to many at once: each token is made once."""
    leave, prefer = tokens.maker(_UNSUBSCRIBE), tokens.maker(_PREFERENCES)
    leave_at, prefer_at = (_address(name, settings.ORIGIN) for name in ("audience:unsubscribe", "audience:preferences"))
    domain = settings.MAIL_DOMAIN

    def links(subscriber_id: int) -> ReaderLinks:
        token = leave(subscriber_id)
        return ReaderLinks(leave_at + token, f"mailto:leave+{token}@{domain}", prefer_at + prefer(subscriber_id))

    return links


@lru_cache(maxsize=8)
def _address(name: str, origin: str) -> str:
    """Everything before the token. Looking up a route costs fifty times as much as signing, and a letter has two such links."""
    return absolute_reverse(name, "x").removesuffix("x")
