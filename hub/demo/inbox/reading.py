"""Mails taken apart for showing. Nothing here trusts a mail: whatever cannot be read is shown as it came."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr

from django.conf import settings

EXPLAINED = {
    "From": "Who wrote it: the seller by name, on the company's own domain.",
    "To": "One reader alone; nobody else's address is in this mail.",
    "Reply-To": "An answer goes straight to the seller.",
    "Subject": "What the reader sees first.",
    "Date": "When the mail was made.",
    "Message-ID": "The mail's own number. A second try of the same delivery carries the same one.",
    "List-ID": "Names the seller's list, so that mail programs can sort it.",
    "List-Unsubscribe": "Where a mail program's own “Unsubscribe” button leads.",
    "List-Unsubscribe-Post": "Says that one click is enough: no sign-in, no question.",
    "Feedback-ID": "Lets mailbox providers report problems by letter, never by reader.",
    "Precedence": "Tells auto-responders that this went to a list, so that they stay silent.",
    "Auto-Submitted": "Tells auto-responders that a machine sent this.",
    "Return-Path": "Where a bounce goes; it names the delivery.",
    "MIME-Version": "The mail has parts.",
    "Content-Type": "Here: the same letter as text and as HTML.",
    "DKIM-Signature": "The domain's seal over the mail.",
}
_BLANKS = re.compile(r"\s+")
_HTML_TAG = re.compile(r"<(style|head|script)\b.*?</\1>|<[^>]+>", re.S | re.I)


@dataclass(frozen=True)
class Outline:
    sender: str
    subject: str
    text: str
    snippet: str
    bulk: bool
    id: str


@dataclass(frozen=True)
class Header:
    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Mail:
    """A mail with its parts apart; `html` is "" when there is none. `leave_url` is the path of a one-click address of this site, or ""."""

    subject: str
    sender_name: str
    sender_address: str
    reply_to: str
    html: str
    text: str
    source: str
    headers: tuple[Header, ...]
    leave_url: str


def decoded(value: object) -> str:
    """A header as a person reads it; broken encodings are shown as they came."""
    text = _BLANKS.sub(" ", str(value or "")).strip()
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return text


def part_text(message: Message, kind: str) -> str:
    """The first part of a content type as text, or ""."""
    for part in message.walk():
        if part.get_content_type() == kind and not part.get_filename():
            body = part.get_payload(decode=True) or b""
            charset = part.get_content_charset() or "utf-8"
            try:
                return body.decode(charset, "replace")
            except LookupError:
                return body.decode("utf-8", "replace")
    return ""


def outline(raw: bytes) -> Outline:
    """What the list and the search need."""
    message = message_from_bytes(raw, policy=compat32)
    name, address = parseaddr(decoded(message["From"]))
    text = part_text(message, "text/plain") or _HTML_TAG.sub(" ", part_text(message, "text/html"))
    return Outline(
        sender=name or address,
        subject=decoded(message["Subject"]) or "(no subject)",
        text=text[:20_000],
        snippet=snippet_of(text),
        bulk=(message["Precedence"] or "").lower() == "bulk",
        id=str(message["Message-ID"] or "").strip(),
    )


def snippet_of(text: str) -> str:
    """The first words a person wrote: links, rules and the leave line at the top left out."""
    lines = [line.strip() for line in text.splitlines()]
    spoken = [
        line for line in lines if line and "://" not in line and re.search(r"\w", line) and not re.match(r"(?i)leave|unsubscribe", line)
    ]
    return _BLANKS.sub(" ", " ".join(spoken))[:160]


def read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=compat32)
    name, address = parseaddr(decoded(message["From"]))
    return Mail(
        subject=decoded(message["Subject"]) or "(no subject)",
        sender_name=name or address,
        sender_address=address,
        reply_to=decoded(message["Reply-To"]),
        html=part_text(message, "text/html"),
        text=part_text(message, "text/plain"),
        source=raw.decode("utf-8", "replace"),
        headers=tuple(Header(key, decoded(value), meaning_of(key)) for key, value in message.items()),
        leave_url=one_click(message),
    )


def meaning_of(name: str) -> str:
    folded = {key.lower(): meaning for key, meaning in EXPLAINED.items()}
    return folded.get(name.lower(), "")


def one_click(message: Message) -> str:
    """The https address of List-Unsubscribe when the mail offers one-click (RFC 8058) and the address is this site's own."""
    if "one-click" not in (message["List-Unsubscribe-Post"] or "").lower():
        return ""
    addresses = re.findall(r"<([^>]+)>", _BLANKS.sub("", message["List-Unsubscribe"] or ""))
    # A path alone, so that the button also works when the demo is opened under another name of this machine.
    return next((url.removeprefix(settings.ORIGIN) for url in addresses if url.startswith(settings.ORIGIN + "/")), "")
