"""Short unguessable tokens, each bound to one purpose: 8 bytes of id and a 16-byte keyed BLAKE2b MAC (RFC 7693)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext as _

from .exceptions import BadToken


@lru_cache(maxsize=64)
def _key(purpose: str, secret: str) -> bytes:
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha256(secret.encode()).digest(), digest_size=32).digest()


@lru_cache(maxsize=64)
def _keyed(purpose: str, secret: str) -> Any:
    """A hash that has taken its key in already: copying it costs a third of keying a new one."""
    return hashlib.blake2b(key=_key(purpose, secret), digest_size=16)


def _mac(purpose: str, body: bytes, secret: str) -> bytes:
    mac = _keyed(purpose, secret).copy()
    mac.update(body)
    return cast("bytes", mac.digest())


def sign(purpose: str, number: int) -> str:
    """32 URL-safe characters that only this installation can make, good for `purpose` alone, valid for ever."""
    return maker(purpose)(number)


def maker(purpose: str) -> Callable[[int], str]:
    """`sign` for one purpose, for those who make many at once."""
    return _maker(purpose, settings.TOKEN_KEY)


@lru_cache(maxsize=64)
def _maker(purpose: str, secret: str) -> Callable[[int], str]:
    keyed = _keyed(purpose, secret)

    def make(number: int) -> str:
        body = number.to_bytes(8, "big")
        mac = keyed.copy()
        mac.update(body)
        return binascii.b2a_base64(body + mac.digest(), newline=False).translate(_URL_SAFE).decode("ascii")

    return make


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def read(purpose: str, token: str) -> int:
    """The number in a token of this purpose; BadToken for anything else."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadToken(_("This link is not complete. Please copy the whole link from the mail.")) from error
    # Re-encoding must give the same text: base64 has spare bits that would make one token many.
    if (
        len(raw) != 24
        or base64.urlsafe_b64encode(raw).decode() != token
        or not hmac.compare_digest(raw[8:], _mac(purpose, raw[:8], settings.TOKEN_KEY))
    ):
        raise BadToken(_("This link is not valid. Please copy the whole link from the mail."))
    return int.from_bytes(raw[:8], "big")


def address_hash(address: str) -> str:
    """The keyed hash under which a normalised address is known after erasure: 32 hexadecimal characters."""
    return hashlib.blake2b(address.encode(), key=_key("address", settings.ADDRESS_KEY), digest_size=16).hexdigest()
