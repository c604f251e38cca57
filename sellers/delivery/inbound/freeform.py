"""Bounces of servers that write prose. Known shapes come from flufl.bounce, the rest from the words."""

import logging
import re
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

from flufl.bounce import scan_message

from .parse import attached_original, header, leaves, plainly, text_of
from .reports import ADDRESS, plain_address
from .wording import UNKNOWN, class_of_text
from .words import words

_ORIGINAL = words("originals", before=r"^(?:[-=_*|\s]*", after=r"|received: (?:from|by)\b|return-path:\s*<)")
_CODED = re.compile(r"(?<![\d.])[45]\d\d(?:[ -]|$)|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])|^\s*<<<", re.M)
_REPLY_TO_A_PERSON = re.compile(r"^\s*(?:re|aw|odp|antw|sv|fwd?|wg|rv|tr|i|pd)(?:\[\d+\])?\s*:", re.I)


def from_machine(message: Message) -> bool:
    """Whether the envelope or the From line speaks of a mail system rather than a person."""
    return_path = message.get("Return-Path")
    if return_path is not None and str(return_path).strip().replace(" ", "") == "<>":
        return True
    return bool(header(message, "X-Failed-Recipients")) or bool(words("senders").search(header(message, "From")))


def looks_like_bounce(message: Message, text: str) -> bool:
    """Sent by a mail system, with a subject or a body that says so. From anybody else it must say both, name an address and a cause.

    A customer who writes "your parcel was not delivered" is no bounce, nor is one who sends such a mail on or answers to it.
    """
    title = header(message, "Subject")
    subject, opening = bool(words("subjects").search(title)), bool(words("openings").search(text[:3000]))
    if from_machine(message):
        return subject or opening or bool(header(message, "X-Failed-Recipients"))
    answered = _REPLY_TO_A_PERSON.match(title) or header(message, "In-Reply-To")
    named = bool(ADDRESS.search(text)) or attached_original(message) is not None
    return not answered and subject and opening and named and class_of_text(text) != UNKNOWN


def explanation(message: Message) -> str:
    """What the server says in prose: text before the returned original, at most 20,000 characters."""
    pieces = []
    for part in leaves(message):
        if part.get_content_maintype() == "text" and not _named(part):
            text = text_of(part)
            pieces.append(text[: _end_of_words(text)])
            if part.get_content_type() == "text/plain" and text.strip():
                break
    return "\n".join(pieces)[:20_000]


def _end_of_words(text: str) -> int:
    """Where the returned original begins in a text; its end when it does not."""
    cut = _ORIGINAL.search(text)
    return cut.start() if cut and cut.start() > 40 else len(text)


def _named(part: Message) -> bool:
    try:
        return bool(part.get_filename()) and "attachment" in str(part.get("Content-Disposition", "")).lower()
    except (ValueError, LookupError, TypeError):
        return False


def server_lines(text: str) -> str:
    """The lines that quote a mail server (with a reply or status code), each with the one after it; "" when none does."""
    lines = text.splitlines()
    wanted = {n for number, line in enumerate(lines) if _CODED.search(line) for n in (number, number + 1)}
    return "\n".join(lines[n] for n in sorted(wanted) if n < len(lines))


def around(address: str, text: str, *, others: set[str]) -> str:
    """What a text says of one of several recipients: from each mention of it up to the next recipient or paragraph but one."""
    pieces: list[str] = []
    low = text.lower()
    at = low.find(address)
    while at >= 0 and len(pieces) < 5:
        ends = [found for other in others if (found := low.find(other, at + len(address))) >= 0]
        pieces.append(text[at : min([at + 600, *ends])])
        at = low.find(address, at + len(address))
    return "\n".join(pieces)


# A detector that trips over a broken mail finds nothing, and logs a traceback that holds parts of the mail: not into our logs.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def scanned_recipients(message: Message) -> list[str]:
    """Recipients that flufl.bounce's detectors find; a detector that trips over a broken mail finds none."""
    if sum(len(part.get_payload()) for part in leaves(message) if isinstance(part.get_payload(), str)) > 200_000:
        return []  # no report is that long, and the detectors look at every line with dozens of patterns
    try:
        found = scan_message(message)
    except (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError):
        return []
    texts = (a.decode("ascii", "replace").lower() if isinstance(a, bytes) else str(a).lower() for a in found)
    return sorted({address for text in texts if (address := plain_address(text))})


def named_recipients(message: Message, text: str) -> list[str]:
    """Whom a bounce in prose is about, by the surest of its signs."""
    failed = [plain_address(p) for n in ("X-Failed-Recipients", "X-Mailer-Daemon-Recipients") for p in header(message, n).split(",")]
    if any(failed):
        return [a for a in failed if a]
    own = {a.lower() for _, a in getaddresses([header(message, "To"), header(message, "From"), header(message, "Delivered-To")]) if a}
    named = named_addresses(text, not_these=own)[:20]
    original = original_recipients(message)
    scanned = scanned_recipients(message)
    return [a for a in named if a in original] or [a for a in scanned if a in named] or scanned or named or original


def named_addresses(text: str, *, not_these: set[str]) -> list[str]:
    """Addresses in prose, first seen first, without the mail system's own and without `not_these`."""
    seen: dict[str, None] = {}
    for match in ADDRESS.finditer(text):
        address = match[0].strip(".'").lower()
        local = address.split("@", 1)[0]
        if (
            "." in address.rsplit("@", 1)[-1]
            and address not in not_these
            and not re.match(r"(mailer-?daemon|postmaster|abuse|support|helpdesk|help|b\+|no-?reply)", local)
        ):
            seen[address] = None
    return list(seen)


def original_recipients(message: Message) -> list[str]:
    """To whom the returned mail was addressed, where it came back as a part or as text."""
    original = attached_original(message) or _quoted_original(message)
    if original is None:
        return []
    return [a.lower() for _, a in getaddresses([header(original, "To")]) if "@" in a][:20]


def _quoted_original(message: Message) -> Message | None:
    for part in leaves(message):
        text = text_of(part) if part.get_content_maintype() == "text" else ""
        if (cut := _ORIGINAL.search(text)) and (to := re.search(r"^>? ?(?:To|An|Do):[ \t]*(.{3,300})$", text[cut.start() :], re.M)):
            return plainly(f"To: {to[1]}\n\n".encode("latin-1", "replace"))
    return None
