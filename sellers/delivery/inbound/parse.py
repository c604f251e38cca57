"""Bytes to parts, whatever came. Old and broken mail is the normal case here, so nothing is assumed to be well-formed."""

import quopri
import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

# A mail larger than this is read up to here: reports stand near the top, attachments behind.
READ_AT_MOST = 2_000_000


def parse(raw: bytes) -> Message:
    """The message; an mbox "From " line or blank lines before the headers are passed over."""
    raw = raw[:READ_AT_MOST].lstrip(b"\r\n \t\xef\xbb\xbf")
    if raw.startswith((b"From ", b">From ")):
        raw = raw.split(b"\n", 1)[-1]
    return BytesParser(policy=compat32).parsebytes(raw)


def header(message: Message, name: str) -> str:
    """A header decoded and unfolded; what cannot be decoded is kept as it stands."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if raw is None:
        return ""
    # Headers in bare UTF-8 (or worse) come as surrogates.
    text = decode(str(raw).encode("utf-8", "surrogateescape"), None)
    try:
        pieces = decode_header(text)
    except (ValueError, Base64Error):
        return " ".join(text.split())
    return " ".join("".join(_decoded(piece, charset) for piece, charset in pieces).split())


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    return decode(piece, charset)


def decode(data: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
    return data.decode("latin-1")


def body_bytes(part: Message) -> bytes:
    """A leaf's content, its transfer encoding undone as far as it can be."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    data = payload.encode("utf-8", "surrogateescape")
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":
        try:
            return a2b_base64(data)
        except Base64Error:
            return data
    if encoding == "quoted-printable":
        return quopri.decodestring(data)
    return data


def text_of(part: Message) -> str:
    """A leaf as text, tags of HTML taken out."""
    text = decode(body_bytes(part), part.get_content_charset()).replace("\r\n", "\n").replace("\r", "\n")
    if part.get_content_type() == "text/html":
        text = strip_tags(text)
    return text


_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/td)\b[^>]*>", re.I)
_HIDDEN = re.compile(r"<(style|script|head)\b.*?</\1\s*>", re.I | re.S)
_TAG = re.compile(r"<(?=[a-zA-Z/!])(?![^<>@\s]+@)[^<>]*>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&#64;": "@", "&amp;": "&"}


def strip_tags(html: str) -> str:
    """Tags out, addresses in angle brackets kept."""
    text = _TAG.sub("", _BREAKS.sub("\n", _HIDDEN.sub(" ", html)))
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    return text


def leaves(message: Message) -> Iterator[Message]:
    """Leaf parts in order; what stands inside a returned original (message/rfc822, text/rfc822-headers) is left out."""
    kind = message.get_content_type()
    payload = message.get_payload()
    if kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        return
    if isinstance(payload, list):
        for part in payload:
            # message/delivery-status is parsed into one Message for each block of fields: the caller wants it whole.
            if kind == "message/delivery-status":
                break
            if isinstance(part, Message):
                yield from leaves(part)
        else:
            return
    yield message


def attached_original(message: Message) -> Message | None:
    """The returned mail or its headers, when the report carries it as a part."""
    for part in message.walk():
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
            return payload[0]
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            return parse(body_bytes(part))
    return None
