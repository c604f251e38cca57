"""Bytes to parts, whatever came. Old and broken mail is the normal case here, so nothing is assumed to be well-formed."""

import codecs
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
READ_AT_MOST = 1_000_000
# And so much of one part, which no report fills.
TEXT_AT_MOST = 60_000
# Parts that hold parts, and lines before the first blank one: more than this is no mail.
PARTS_AT_MOST, LINES_AT_MOST = 200, 3000
# Deeper than this nobody nests but to tire out a reader.
DEPTH_AT_MOST = 20
_ORIGINAL_KINDS = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
    "text/rfc822",
)
_HEADERS_ALONE = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "text/rfc822")


def parse(raw: bytes) -> Message:
    """The message; an mbox "From " line or blank lines before the headers are passed over. What nests too deep is read as plain text."""
    raw = _as_ascii_based(raw[:READ_AT_MOST]).lstrip(b"\r\n \t\xef\xbb\xbf")
    if raw.startswith((b"From ", b">From ")):
        raw = raw.split(b"\n", 1)[-1]
    if raw.count(b"\r") > 2 * raw.count(b"\n"):
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    nested = len(re.findall(rb"^content-type:[ \t]*(?:multipart|message)/", raw, re.I | re.M))
    if nested > PARTS_AT_MOST or raw.partition(b"\n\n")[0].count(b"\n") > LINES_AT_MOST:
        return plainly(raw)
    return BytesParser(policy=compat32).parsebytes(raw)


def plainly(raw: bytes) -> Message:
    """Headers and one text: for what trips the parser."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    message = Message(policy=compat32)
    for name, value in re.findall(rb"^([A-Za-z-]{2,40}):[ \t]*(.{0,2000})$", head[:10_000], re.M):
        if name.lower() not in (b"content-type", b"content-transfer-encoding", b"mime-version"):
            message[name.decode("ascii")] = value.decode("latin-1").strip()
    message.set_payload(body[:TEXT_AT_MOST].decode("latin-1"))
    return message


def _as_ascii_based(raw: bytes) -> bytes:
    """UTF-16 and UTF-32 as UTF-8: mails saved by text editors."""
    for mark, codec in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark):
            return raw[: len(raw) // 4 * 4].decode(codec, "replace").encode("utf-8", "replace")
    return raw


def header(message: Message, name: str) -> str:
    """A header decoded and unfolded; what cannot be decoded is kept as it stands."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    return decoded(str(raw)) if raw is not None else ""


def decoded(raw: str) -> str:
    """A header's value as people read it."""
    # Headers in bare UTF-8 (or worse) come as surrogates.
    text = decode(raw[:10_000].encode("utf-8", "surrogateescape"), None)
    try:
        pieces = decode_header(text)
    except (ValueError, Base64Error):
        return " ".join(text.split())
    return " ".join("".join(decode(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces).split())


def decode(data: bytes, charset: str | None) -> str:
    """Text without lone surrogates, by the first of: the named charset, UTF-8, a guess, Latin-1."""
    for name in (charset, "utf-8", "iso-2022-jp" if b"\x1b$" in data else None):
        if name:
            try:
                return data.decode(name).encode("utf-8", "replace").decode()
            except (LookupError, ValueError, AttributeError):
                continue
    if charset and _known(charset):
        # A few broken bytes in the named charset say more than Latin-1 would.
        return data.decode(charset, "replace").encode("utf-8", "replace").decode()
    return data.decode("latin-1")


def _known(charset: str) -> bool:
    """A charset by which Python decodes text and that may be wrong in a few places only."""
    try:
        return codecs.lookup(charset).name in (
            "euc_kr",
            "cp949",
            "euc_jp",
            "shift_jis",
            "iso2022_jp",
            "gb2312",
            "gbk",
            "gb18030",
            "big5",
            "cp1251",
        )
    except (LookupError, ValueError):
        return False


def body_bytes(part: Message) -> bytes:
    """The beginning of a leaf's content, its transfer encoding undone as far as it can be."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    encoding = decoded(str(part.get("Content-Transfer-Encoding", ""))).strip().lower()
    if encoding in ("base64", "quoted-printable"):
        coded = payload[: 2 * TEXT_AT_MOST].encode("utf-8", "replace")
        return (_from_base64(coded) if encoding == "base64" else quopri.decodestring(coded))[:TEXT_AT_MOST]
    # Asked so, the library gives the bytes as they came; as text it would put question marks for what is not ASCII.
    data = part.get_payload(decode=True)
    return data[:TEXT_AT_MOST] if isinstance(data, bytes) else b""


def _from_base64(data: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return a2b_base64(kept + b"=" * (-len(kept) % 4))
    except Base64Error:
        return data


def text_of(part: Message) -> str:
    """A leaf as text, tags of HTML taken out."""
    text = decode(body_bytes(part), charset_of(part)).replace("\r\n", "\n").replace("\r", "\n")
    if part.get_content_type() == "text/html" or re.match(r"\s*<(?:!doctype|html|body|div|p)\b", text, re.I):
        text = strip_tags(text)
    return text


def charset_of(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError):
        return None


_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/td|/pre)\b[^>]{0,300}>", re.I)
_TAG = re.compile(r"<(?=[a-zA-Z/!])(?![^<>@\s]{1,100}@)[^<>]{0,2000}>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&#64;": "@", "&amp;": "&"}


def strip_tags(html: str) -> str:
    """Tags out, addresses in angle brackets kept."""
    text = _TAG.sub("", _BREAKS.sub("\n", _without_hidden(html)))
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    return text


def _without_hidden(html: str) -> str:
    """Styles, scripts and the head go with what they hold. By hand, because a pattern would look for each end again from each start."""
    low = html.lower() if len(html.lower()) == len(html) else html
    for name in ("style", "script", "head"):
        pieces, at = [], 0
        while (start := low.find(f"<{name}", at)) >= 0 and (end := low.find(f"</{name}", start)) >= 0:
            pieces.append(html[at:start])
            at = end
        html = "".join([*pieces, html[at:]])
        low = html.lower() if len(html.lower()) == len(html) else html
    return html


def leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Leaf parts in order; what stands inside a returned original (message/rfc822, text/rfc822-headers) is left out."""
    kind = message.get_content_type()
    payload = message.get_payload()
    if kind in _ORIGINAL_KINDS or depth > DEPTH_AT_MOST:
        return
    # message/delivery-status is parsed into one Message for each block of fields: the caller wants it whole.
    if isinstance(payload, list) and not kind.startswith("message/"):
        for part in payload[:100]:
            if isinstance(part, Message):
                yield from leaves(part, depth + 1)
        return
    yield message


def attached_original(message: Message, depth: int = 0) -> Message | None:
    """The returned mail or its headers, when the report carries it as a part."""
    kind, payload = message.get_content_type(), message.get_payload()
    if kind in ("message/rfc822", "message/global") and depth:
        inner = payload[0] if isinstance(payload, list) and payload else None
        return inner if isinstance(inner, Message) else parse(body_bytes(message))
    if kind in _HEADERS_ALONE and depth:
        return parse(body_bytes(message))
    if isinstance(payload, list) and not kind.startswith("message/") and depth <= DEPTH_AT_MOST:
        return next((found for part in payload[:100] if isinstance(part, Message) and (found := attached_original(part, depth + 1))), None)
    return None
