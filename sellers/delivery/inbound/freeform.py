"""Bounces of servers that write prose, and automatic replies. Known shapes come from flufl.bounce, the rest from the words."""

import logging
import re
from email.errors import MessageError
from email.message import Message

from flufl.bounce import scan_message

from .parse import header, leaves, text_of
from .reports import ADDRESS
from .wording import UNKNOWN, class_of_text
from .words import words

_AUTOMATIC = words("automatic", before=r"^\s*(?:re:\s*)?")
_ORIGINAL = words("originals", before=r"^(?:[-=_*\s]*", after=r"|received: (?:from|by)\b|return-path:\s*<)")


def is_automatic_reply(message: Message) -> bool:
    """Vacation notes and other answers of machines that are not reports (RFC 3834 and what came before it)."""
    submitted = header(message, "Auto-Submitted").lower()
    if submitted.startswith("auto-replied"):
        return True
    if header(message, "X-Autoreply") or header(message, "X-Autorespond"):
        return True
    if header(message, "Precedence").lower() in ("auto_reply", "auto-reply"):
        return True
    return bool(_AUTOMATIC.search(header(message, "Subject")))


def from_machine(message: Message) -> bool:
    """Whether the envelope or the From line speaks of a mail system rather than a person."""
    return_path = message.get("Return-Path")
    return (return_path is not None and str(return_path).strip() == "<>") or bool(words("senders").search(header(message, "From")))


def looks_like_bounce(message: Message, text: str) -> bool:
    """Sent by a mail system, with a subject or a body that says so. From anybody else it must say both, name an address and a cause.

    A customer who writes "your parcel was not delivered" is no bounce.
    """
    subject, opening = bool(words("subjects").search(header(message, "Subject"))), bool(words("openings").search(text[:3000]))
    if from_machine(message):
        return subject or opening
    return subject and opening and bool(ADDRESS.search(text)) and class_of_text(text) != UNKNOWN


def explanation(message: Message) -> str:
    """What the server says in prose: text before the returned original, at most 20,000 characters."""
    pieces = []
    for part in leaves(message):
        if part.get_content_maintype() == "text" and not part.get_filename():
            text = text_of(part)
            if cut := _ORIGINAL.search(text):
                text = text[: cut.start()] if cut.start() > 40 else text
            pieces.append(text)
            if part.get_content_type() == "text/plain" and text.strip():
                break
    return "\n".join(pieces)[:20_000]


# A detector that trips over a broken mail finds nothing, and logs a traceback that holds parts of the mail: not into our logs.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def scanned_recipients(message: Message) -> list[str]:
    """Recipients that flufl.bounce's detectors find; a detector that trips over a broken mail finds none."""
    try:
        found = scan_message(message)
    except (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError):
        return []
    return sorted(a.decode("ascii", "replace").lower() if isinstance(a, bytes) else str(a).lower() for a in found)


def named_addresses(text: str, *, not_these: set[str]) -> list[str]:
    """Addresses in prose, first seen first, without the mail system's own and without `not_these`."""
    seen: dict[str, None] = {}
    for match in ADDRESS.finditer(text):
        address = match[0].strip(".").lower()
        local = address.split("@", 1)[0]
        if (
            "." in address.rsplit("@", 1)[-1]
            and address not in not_these
            and not re.match(r"(mailer-?daemon|postmaster|abuse|support|helpdesk)$", local)
        ):
            seen[address] = None
    return list(seen)
