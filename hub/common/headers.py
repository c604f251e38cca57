"""Header values: one function that refuses what breaks a header block, and encoded words that stay legal."""

import re
from base64 import b64encode

from .addresses import normalise
from .exceptions import BadHeader

WORD = 75  # RFC 2047, 2: an encoded word has at most 75 characters
LINE = 78  # RFC 5322, 2.1.1
_PAYLOAD = (WORD - len("=?utf-8?b??=")) // 4 * 3  # bytes that fit in one base64 word
_BREAKS = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: str.splitlines breaks at some of them and Django's check lets them through
    "\u2028\u2029"  # line and paragraph separators
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, overrides and isolates
    "\ud800-\udfff]"  # lone surrogates cannot be encoded
)
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def clean(value: str) -> str:
    """The value, if it may stand in a header; else BadHeader. Nothing is silently dropped: a person must see what is wrong."""
    if found := _BREAKS.search(value):
        raise BadHeader(
            f"There is an invisible sign (U+{ord(found[0]):04X}) in this text. Please delete it and type the text again.",
            position=found.start(),
        )
    return value


def encode_unstructured(value: str, *, first: int = 0) -> str:
    """A subject and the like, as ASCII folded with CRLF SP: lines ≤ 78, words ≤ 75 (RFC 2047).

    `first` is the number of characters already on the first line, such as len("Subject: ").
    """
    clean(value)
    # Text that looks like an encoded word must be encoded itself, or a reader would see it decoded.
    if value.isascii() and "=?" not in value:
        return _fold_ascii(value, first)
    return _encoded_words(value, first)


def encode_phrase(value: str, *, first: int = 0) -> str:
    """A display name or List-Id phrase: plain, quoted, or encoded words; never part of an address."""
    clean(value)
    if value.isascii() and "=?" not in value and first + len(value) + 2 <= LINE:
        if _ATEXT.fullmatch(value) and value == value.strip() and "  " not in value:
            return value
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _encoded_words(value, first)


def address_header(name: str, address: str, *, first: int = len("Reply-To: ")) -> str:
    """`name <address>` with the phrase alone encoded; the address stands unencoded, folded before it when the line is full."""
    mailbox = f"<{normalise(address)}>"
    if not name:
        return mailbox[1:-1]
    phrase = encode_phrase(name, first=first)
    tail = phrase.rpartition("\r\n")[2]
    used = len(tail) + (0 if "\r\n" in phrase else first)
    return f"{phrase}{' ' if used + 1 + len(mailbox) <= LINE else chr(13) + chr(10) + ' '}{mailbox}"


def _encoded_words(value: str, first: int) -> str:
    """Base64 words of whole characters (RFC 2047, 5: a multi-byte character may not be split)."""
    words, chunk, room = [], b"", max(0, min(_PAYLOAD, (LINE - first - 12) // 4 * 3))
    for character in value:
        raw = character.encode()
        if len(chunk) + len(raw) > room:
            words.append(chunk)
            chunk, room = b"", _PAYLOAD
        chunk += raw
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" if word else "" for word in words)


def _fold_ascii(value: str, first: int) -> str:
    if first + len(value) <= LINE:
        return value
    lines, line, used = [], "", first
    for part in re.findall(r" *[^ ]+| +$", value):
        # A word that no line can hold, or blanks that a fold would swallow: encoded words are exact, folding is not.
        if len(part.strip()) >= LINE or not part.strip():
            return _encoded_words(value, first)
        if line and used + len(part) > LINE:
            lines.append(line)
            line, used = "", 0
        line += part
        used += len(part)
    return "\r\n".join([*lines, line])
