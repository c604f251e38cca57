"""Merge fields: a fixed dictionary, never a template language.

A writer types `{firstname}` or `{firstname|friend}`. While a letter is rendered and inlined a field is an opaque alphanumeric mark
(premailer percent-encodes braces in href). The frozen payload keeps the marks of fields that differ from reader to reader; delivery
fills them in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hub.company.greetings import Greeting, greeted

_OPEN, _CLOSE = "qZ7m", "mZ7q"
MARK = re.compile(_OPEN + r"([a-z0-9]+)" + _CLOSE)
TOKEN = re.compile(r"\{[ \u00a0]*([A-Za-z_]{2,40})[ \u00a0]*(?:\|([^{}|<>]{0,80}))?\}")


@dataclass(frozen=True)
class MergeField:
    key: str
    label: str
    example: str
    # Used when the reader's value is empty and the letter names no fall-back of its own; greetings have theirs by language.
    fallback: str
    # "reader": differs from reader to reader · "seller": settled before freezing · "link": made by delivery for each reader
    kind: str


FIELDS = {
    f.key: f
    for f in (
        MergeField("firstname", "First name", "Maria", "", "reader"),
        MergeField("lastname", "Last name", "Kowalska", "", "reader"),
        MergeField("salutation", "Salutation", "", "", "reader"),
        MergeField("sellername", "My name", "Anna Nowak", "", "seller"),
        MergeField("sellerfirstname", "My first name", "Anna", "", "seller"),
        MergeField("shopname", "My shop", "North Quay", "", "seller"),
        MergeField("shoptown", "My town", "Gdańsk", "", "seller"),
        MergeField("shopphone", "Shop phone", "+48 58 000 00 00", "", "seller"),
        MergeField("unsubscribeurl", "Leave link", "", "", "link"),
        MergeField("preferencesurl", "Preferences link", "", "", "link"),
        MergeField("tracktoken", "Name of a letter's copy in its links", "", "", "link"),
    )
}
WRITABLE = tuple(f for f in FIELDS.values() if f.kind != "link")
# The reader of previews and tests.
MADE_UP = {f.key: f.example for f in FIELDS.values() if f.kind == "reader"}


@dataclass(frozen=True)
class Token:
    """A field as it was typed. `key` is normalised ("First_Name" is "firstname"); `fallback` is None when none was typed."""

    raw: str
    key: str
    fallback: str | None

    @property
    def known(self) -> bool:
        return self.key in FIELDS and FIELDS[self.key].kind != "link"


def mark(key: str) -> str:
    """The opaque mark of a field or of link n of the link table ("link3")."""
    return f"{_OPEN}{key}{_CLOSE}"


def _token(match: re.Match[str]) -> Token:
    fallback = match.group(2)
    return Token(match.group(0), match.group(1).lower().replace("_", ""), None if fallback is None else fallback.strip())


def tokens(text: str) -> Iterator[Token]:
    """Everything in the text that looks like a merge field, known or not."""
    return (_token(match) for match in TOKEN.finditer(text))


def replace_tokens(text: str, value: Callable[[Token], str]) -> str:
    """The text with each known field replaced by `value(token)`; unknown ones stay as typed."""

    def put(match: re.Match[str]) -> str:
        token = _token(match)
        return value(token) if token.known else token.raw

    return TOKEN.sub(put, text)


def with_marks(text: str) -> str:
    return replace_tokens(text, lambda token: mark(token.key))


def without_marks(text: str) -> str:
    """Typed text can never smuggle in a mark."""
    while _OPEN in text or _CLOSE in text:
        text = text.replace(_OPEN, "").replace(_CLOSE, "")
    return text


def shown_fields(greeting: Greeting) -> tuple[MergeField, ...]:
    """What a writer may put in, each with an example in the language of her letters."""
    said = greeted(greeting.named, MADE_UP)
    return tuple(replace(f, example=said) if f.key == "salutation" else f for f in WRITABLE)


def fallbacks(texts: Iterable[str], greeting: Greeting) -> dict[str, str]:
    """The fall-back of every reader field: the first one that the writer typed, else the greeting's, else the dictionary's."""
    found = {f.key: f.fallback for f in WRITABLE if f.kind == "reader"} | {"firstname": greeting.friend, "salutation": greeting.nobody}
    typed: dict[str, str] = {}
    for text in texts:
        for token in tokens(text):
            if token.key in found and token.fallback is not None:
                typed.setdefault(token.key, token.fallback)
    return found | typed


def fill(text: str, values: Mapping[str, str]) -> str:
    """Marks replaced by values; a mark without a value stays."""
    return MARK.sub(lambda match: values.get(match.group(1), match.group(0)), text)
