"""Quoted-printable (RFC 2045, 6.7) for text that is put together from pieces, so that no piece can spoil the lines of another.

Every piece starts at the beginning of a line; a slot is fenced by soft line breaks. No line starts with a dot, so the result
needs no dot-stuffing (RFC 5321, 4.5.2), and none with "From ", so no mailbox file breaks it.
"""

import html
import re
from functools import lru_cache

LIMIT = 76  # characters in a line, the "=" of a soft break included
SOFT = b"=\r\n"
_PLAIN = re.compile(r"[A-Za-z0-9,;:!?/&()'+*%#@_~-][A-Za-z0-9 .,;:!?/&()'+*%#@_~-]{0,72}", re.ASCII)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_SPECIAL = re.compile(rb"[^\x20-\x3c\x3e-\x7e]+")
_BAD_STARTS = (b".", b"From ")


def encode_constant(text: str, *, more: bool) -> bytes:
    """Text with any line ends, as lines of at most 76. With `more`, it ends in a soft break, for a slot to follow."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    coded = [_line(line.encode()) for line in lines]
    body = b"\r\n".join(coded)
    if not more or not coded[-1]:
        return body  # an empty last line: the slot starts a line of its own
    return body + SOFT


def encode_value(text: str) -> bytes:
    """What fills a slot: lines of at most 76, each ended by a soft break. Control and direction characters become a blank."""
    if _PLAIN.fullmatch(text) and not text.startswith("From "):
        return text.encode("ascii") + SOFT
    coded = _line(_CONTROLS.sub(" ", text).encode())
    return coded + SOFT if coded else b""


@lru_cache(maxsize=16_384)
def text_value(text: str) -> bytes:
    """A reader's value in the plain part."""
    return encode_value(text)


@lru_cache(maxsize=16_384)
def html_value(text: str) -> bytes:
    """A reader's value in the HTML part, escaped for text and attributes."""
    return encode_value(html.escape(text))


def _line(data: bytes) -> bytes:
    """One line without its end, cut by soft breaks; a blank at the very end is coded (rule 3 of RFC 2045, 6.7).

    Leaves room for one more "=" on every line, the last one too.
    """
    coded = _SPECIAL.sub(_coded, data)
    if coded.endswith((b" ", b"\t")):
        coded = coded[:-1] + b"=%02X" % coded[-1]
    if len(coded) < LIMIT and not coded.startswith(_BAD_STARTS):
        return coded
    out: list[bytes] = []
    start = 0
    while start < len(coded):
        first, end = b"", start + LIMIT - 1
        if coded.startswith(_BAD_STARTS, start):
            first, end = b"=%02X" % coded[start], end - 2
        # A code of three characters stays in one piece.
        if end < len(coded) and b"=" in coded[end - 2 : end]:
            end = coded.rindex(b"=", start, end)
        out.append(first + coded[start + bool(first) : end])
        start = end
    return SOFT.join(out)


def _coded(found: re.Match[bytes]) -> bytes:
    return b"".join(b"=%02X" % byte for byte in found[0])
