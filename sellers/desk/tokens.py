"""How a shop system names itself, and a customer whose address it does not know."""

import hashlib
import secrets

from hub.common import tokens

_CUSTOMER = "desk.customer_reference"


def new_key() -> str:
    """A shop system's token: 256 random bits."""
    return secrets.token_urlsafe(32)


def key_digest(key: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(key.encode()).hexdigest()


def customer_reference(subscriber_id: int) -> str:
    """A customer's number for the shop system: 32 characters that open nothing else, valid for ever."""
    return tokens.sign(_CUSTOMER, subscriber_id)


def read_customer_reference(token: str) -> int:
    """Raises BadToken."""
    return tokens.read(_CUSTOMER, token)
