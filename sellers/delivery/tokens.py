"""What names one delivery in the outside world. Each purpose has its own key, so none can be used as another."""

import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings

from hub.common import tokens
from hub.common.exceptions import BadToken

MESSAGE_ID = "delivery.message-id"
RETURN_PATH = "delivery.return-path"


def message_id_token(delivery_id: int) -> str:
    """The local part of a delivery's Message-ID: the same each time it is tried."""
    return tokens.sign(MESSAGE_ID, delivery_id)


def return_path_local(delivery_id: int) -> str:
    """The local part of a delivery's return path (VERP): lower case only, as some servers fold case. ≤ 43 characters."""
    return return_path_maker()(delivery_id)


def return_path_maker() -> Callable[[int], str]:
    """`return_path_local` for those who make many at once."""
    keyed = _return_path_keyed(settings.TOKEN_KEY)

    def make(delivery_id: int) -> str:
        mac = keyed.copy()
        mac.update(b"%d" % delivery_id)
        return f"b+{delivery_id}.{mac.hexdigest()}"

    return make


def delivery_of_return_path(local: str) -> int:
    """The delivery that a bounce's recipient names; BadToken for a forged one."""
    number, dot, mac = local.lower().removeprefix("b+").partition(".")
    if not (local.lower().startswith("b+") and dot and number.isascii() and number.isdigit() and len(number) < 20):
        raise BadToken("Not a return path of ours.")
    ours = return_path_local(int(number)).partition(".")[2]
    if not hmac.compare_digest(mac.encode(), ours.encode()):
        raise BadToken("Not a return path of ours.")
    return int(number)


@lru_cache(maxsize=8)
def _return_path_keyed(secret: str) -> Any:
    """A hash that has taken its key in already, to be copied."""
    key = hashlib.blake2b(RETURN_PATH.encode(), key=hashlib.sha256(secret.encode()).digest(), digest_size=32).digest()
    return hashlib.blake2b(key=key, digest_size=10)
