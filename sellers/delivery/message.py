"""A letter compiled once per issue: constant bytes and slots, joined for each reader in a few microseconds.

The bytes that a server receives are legal by construction (RFC 5322, 2045, 2369, 8058): CRLF line ends, headers ≤ 78, bodies ≤ 76
in quoted-printable, no line that starts with a dot.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple

import idna

from hub.common import headers, tokens
from sellers.newsletters.marks import FIELDS, MARK
from sellers.newsletters.payload import LetterPayload

from . import links
from .encoding import SOFT, encode_constant, encode_value, html_value, text_value
from .tokens import MESSAGE_ID, return_path_maker

LINE = 78


class ReaderFacts(NamedTuple):
    """What differs from reader to reader. `values` are the reader fields of marks.py; addresses are normalised."""

    delivery_id: int
    address: str
    values: Mapping[str, str]
    unsubscribe_url: str
    unsubscribe_mailto: str
    preferences_url: str


class Envelope(NamedTuple):
    """One message as it is handed over: one sender, one recipient, bytes that need no dot-stuffing and end in CRLF."""

    mail_from: str
    rcpt_to: str
    data: bytes


class CompiledLetter:
    """The constant parts of one issue's letter. Makes a message per reader; nothing about a reader is kept here."""

    def __init__(self, payload: LetterPayload, *, domain: str) -> None:
        self.payload = payload
        self.domain = idna.encode(domain, uts46=True).decode().lower()
        self._targets = links.targets(payload.links)
        boundary = f"=_{payload.sha256[:40]}"
        self._pieces: list[bytes] = []
        # (place among the pieces, name of the value, how it is encoded)
        self._slots: list[tuple[int, str, Callable[[str], bytes]]] = []
        self._constant_headers(boundary)
        self._constant(f"--{boundary}\r\n{_part_headers('plain')}".encode())
        self._body(payload.text, text_value, lambda target: target)
        self._constant(f"\r\n--{boundary}\r\n{_part_headers('html')}".encode())
        self._body(links.counted_html(payload), html_value, _escape)
        self._constant(f"\r\n--{boundary}--\r\n".encode())
        self._token = links.token_maker(payload)
        self._message_id, self._return_path = tokens.maker(MESSAGE_ID), return_path_maker()
        self._subject = MARK.split(payload.subject)  # text, name, text, name … text
        self._greets = "salutation" in {key for _, key, _ in self._slots} | set(self._subject[1::2])
        self._fallbacks = {key: payload.fallbacks.get(key, "") for key in _READER_FIELDS}

    def render(self, reader: ReaderFacts) -> Envelope:
        """The message for one reader."""
        values = self._fallbacks | {key: value for key, value in reader.values.items() if value}
        if self._greets:
            values["salutation"] = self.payload.greeted(reader.values)
        values["unsubscribeurl"], values["preferencesurl"] = reader.unsubscribe_url, reader.preferences_url
        if self._token is not None:
            values["tracktoken"] = self._token(reader.delivery_id)
        pieces = self._pieces.copy()
        pieces[0] = self._own_headers(reader, values)
        for position, key, encode in self._slots:
            pieces[position] = encode(values[key])
        return Envelope(f"{self._return_path(reader.delivery_id)}@{self.domain}", reader.address, b"".join(pieces))

    def message_id(self, delivery_id: int) -> str:
        """The Message-ID of a delivery, the same each time it is tried."""
        return f"<{self._message_id(delivery_id)}@{self.domain}>"

    def _own_headers(self, reader: ReaderFacts, values: Mapping[str, str]) -> bytes:
        parts = self._subject.copy()
        parts[1::2] = [values.get(key, "") for key in parts[1::2]]
        # Her own name or none: a fall-back such as "friend" belongs into the text, not into an address.
        name = f"{reader.values.get('firstname', '')} {reader.values.get('lastname', '')}".strip()
        return (
            f"Date: {_date(int(time.time()))}\r\n"
            f"Message-ID: <{self._message_id(reader.delivery_id)}@{self.domain}>\r\n"
            f"To: {_mailbox(name, reader.address)}\r\n"
            f"Subject: {_subject(''.join(parts))}\r\n"
            f"{_list_unsubscribe(reader.unsubscribe_url, reader.unsubscribe_mailto)}"
        ).encode("ascii")

    def _constant_headers(self, boundary: str) -> None:
        letter = self.payload
        self._pieces.append(b"")  # the reader's own headers
        lines = [
            f"From: {headers.address_header(letter.from_name, letter.from_address, first=6)}",
            f"Reply-To: {headers.address_header(letter.from_name, letter.reply_to, first=10)}",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            f"List-Id: {_list_id(letter.list_name, letter.list_id)}",
            f"Feedback-ID: {headers.clean(letter.feedback_id)}",
            "Precedence: bulk",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
        ]
        if letter.language:
            lines.insert(-2, f"Content-Language: {headers.clean(letter.language)}")
        self._constant("".join(f"{line}\r\n" for line in lines).encode("ascii") + b"\r\n")

    def _constant(self, data: bytes) -> None:
        self._pieces.append(data)

    def _body(self, text: str, encode: Callable[[str], bytes], link: Callable[[str], str]) -> None:
        """Cut the text at the marks of readers' fields. Links without tracking are constant."""
        text = text if text.endswith("\n") else f"{text}\n"  # a part may not end in a soft break
        text = MARK.sub(lambda found: link(self._targets[found[1]]) if found[1] in self._targets else found[0], text)
        end = 0
        for found in MARK.finditer(text):
            self._constant(encode_constant(text[end : found.start()], more=True))
            if found[1] in _SLOTS:
                self._slots.append((len(self._pieces), found[1], encode if found[1] in _READER_FIELDS else _URL_ENCODERS[encode]))
                self._constant(b"")
            end = found.end()
        self._constant(encode_constant(text[end:], more=False))


_READER_FIELDS = tuple(key for key, field in FIELDS.items() if field.kind == "reader")
_SLOTS = {key for key, field in FIELDS.items() if field.kind in ("reader", "link")}


def _escape(url: str) -> str:
    return url.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


# Readers' addresses end in a token of 32 characters that need no encoding; what stands before it is the same for all.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@lru_cache(maxsize=256)
def _address_base(base: str) -> bytes:
    return encode_value(base)


def _text_url(url: str) -> bytes:
    if not _TOKEN.fullmatch(url, len(url) - 32):
        return encode_value(url)
    return _address_base(url[:-32]) + url[-32:].encode("ascii") + SOFT


def _html_url(url: str) -> bytes:
    return _text_url(_escape(url))


_URL_ENCODERS: dict[Callable[[str], bytes], Callable[[str], bytes]] = {text_value: _text_url, html_value: _html_url}


def _part_headers(kind: str) -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"


def _list_id(name: str, list_id: str) -> str:
    """RFC 2919: only the phrase is encoded, never the identifier."""
    phrase = headers.encode_phrase(name, first=len("List-Id: "))
    identifier = f"<{headers.clean(list_id).strip('<>')}>"
    last = phrase.rpartition("\r\n")[2]
    fits = len(last) + 1 + len(identifier) + (0 if "\r\n" in phrase else len("List-Id: ")) <= LINE
    return f"{phrase}{' ' if fits else chr(13) + chr(10) + ' '}{identifier}" if phrase else identifier


def _list_unsubscribe(url: str, mailto: str) -> str:
    """RFC 2369 and 8058. The URL is never folded or encoded; a long one has a line of its own."""
    first = f"List-Unsubscribe: <{url}>,"
    if len(first) > LINE:
        first = f"List-Unsubscribe:\r\n <{url}>,"
    return f"{first}\r\n <{mailto}>\r\n"


@lru_cache(maxsize=4)
def _date(second: int) -> str:
    return format_datetime(datetime.fromtimestamp(second, UTC))


@lru_cache(maxsize=16_384)
def _subject(text: str) -> str:
    return headers.encode_unstructured(text, first=len("Subject: "))


@lru_cache(maxsize=16_384)
def _phrase(name: str) -> str:
    return headers.encode_phrase(name, first=len("To: ")) if name else ""


def _mailbox(name: str, address: str) -> str:
    """As headers.address_header, with the phrase from a cache and the address known to be normalised."""
    phrase = _phrase(name)
    if not phrase:
        return address
    last = phrase.rpartition("\r\n")[2]
    fits = len(last) + 3 + len(address) + (0 if "\r\n" in phrase else len("To: ")) <= LINE
    return f"{phrase}{' ' if fits else chr(13) + chr(10) + ' '}<{address}>"


def compile_payload(data: Iterable[int] | bytes, *, domain: str) -> CompiledLetter:
    """From the frozen bytes of an artefact."""
    return CompiledLetter(LetterPayload.from_bytes(bytes(data)), domain=domain)
