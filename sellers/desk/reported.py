"""A purchase as a shop system reports it: JSON read strictly, every complaint under the name of its field."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from .exceptions import BadPurchase

MOST_ITEMS = 100
OLDEST, AHEAD = timedelta(days=5 * 365), timedelta(minutes=10)
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True)
class Reported:
    """What was said, as it is kept. One of `address` and `reference` is given."""

    number: str
    seller: str
    at: datetime
    total: Decimal
    currency: str
    address: str = ""
    reference: str = ""
    items: tuple[tuple[str, int], ...] = ()


class _Wrong(ValueError):
    """One sentence about one field."""


def read(body: bytes) -> Reported:
    """BadPurchase, with a sentence for each field that is wrong; "body" where it is no JSON object at all."""
    try:
        # Amounts are read as they are written: a float would make 49.90 something else.
        given = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadPurchase({"body": "This is no JSON."}) from error
    if not isinstance(given, dict):
        raise BadPurchase({"body": "Please send a JSON object."})
    return read_purchase(given)


def read_purchase(given: dict[str, Any]) -> Reported:
    """The same for one that is no text any more."""
    wrong = {name: "There is no such field." for name in given if name not in FIELDS}
    kept: dict[str, Any] = {}
    for name, (needed, take) in FIELDS.items():
        if name not in given or given[name] in (None, ""):
            if needed:
                wrong[name] = "This field is needed."
            continue
        try:
            kept[name] = take(given[name])
        except _Wrong as error:
            wrong[name] = str(error)
    if ("address" in given) == ("reference" in given):
        wrong["address"] = "Please name the customer by address or by reference: one of the two."
    if wrong:
        raise BadPurchase(wrong)
    return Reported(**kept)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _text(longest: int) -> Callable[[Any], str]:
    def take(value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > longest or any(ord(sign) < 32 for sign in value):
            raise _Wrong(f"Please send one line of text, {longest} characters at most.")
        return value.strip()

    return take


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)) or not _AMOUNT.fullmatch(str(value)):
        raise _Wrong("Please send an amount such as 49.90, not below zero, with at most two decimals.")
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise _Wrong("Please send a time with its zone, such as 2026-11-20T14:03:00+01:00.")
    now = timezone.now()
    if at > now + AHEAD:
        raise _Wrong("This time has not come yet.")
    if at < now - OLDEST:
        raise _Wrong("This is more than five years ago.")
    return at


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise _Wrong("Please send three capital letters, such as EUR.")
    return value


def _items(value: Any) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise _Wrong(f"Please send a list of at most {MOST_ITEMS} things.")
    return tuple(_item(number, one) for number, one in enumerate(value, start=1))


def _item(number: int, one: Any) -> tuple[str, int]:
    if not isinstance(one, dict) or set(one) - {"name", "quantity"}:
        raise _Wrong(f"Thing {number} holds a name and a quantity, nothing else.")
    quantity = one.get("quantity", 1)
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= 9999:
        raise _Wrong(f"The quantity of thing {number} is a whole number from 1 to 9999.")
    try:
        return _text(120)(one.get("name")), quantity
    except _Wrong as error:
        raise _Wrong(f"The name of thing {number}: {error}") from error


# Field: whether it is needed, and how it is read.
FIELDS: dict[str, tuple[bool, Callable[[Any], Any]]] = {
    "number": (True, _text(80)),
    "seller": (True, _text(254)),
    "address": (False, _text(320)),
    "reference": (False, _text(64)),
    "at": (True, _moment),
    "total": (True, _amount),
    "currency": (True, _currency),
    "items": (False, _items),
}
