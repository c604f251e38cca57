"""Machine-readable reports: delivery status notifications (RFC 3464) and feedback reports (RFC 5965)."""

import re
from dataclasses import dataclass, field
from email.message import Message

from .parse import body_bytes, decode, leaves

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)$")
# Not a piece of an IP address or of a version number.
_STATUS = re.compile(r"(?<![\d.])([245])\s?\.\s?(\d{1,3})\s?\.\s?(\d{1,3})(?!\d|\.\d)")
_REPLY = re.compile(r"(?<![\d.])([245]\d\d)(?:[ -]|$)")
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\"[^\"\n]{1,64}\"@[A-Za-z0-9.-]{1,250}"
)
_STATUS_KINDS = ("message/delivery-status", "message/global-delivery-status")


@dataclass
class RecipientReport:
    """What a report says of one recipient. `status` is an RFC 3463 code or ""; `original` the address before it was forwarded."""

    address: str
    action: str = ""
    status: str = ""
    diagnostic: str = ""
    original: str = ""


@dataclass
class StatusReport:
    recipients: list[RecipientReport] = field(default_factory=list)
    found: bool = False


def blocks_of(part: Message) -> list[dict[str, str]]:
    """Blocks of fields, folded lines joined, names in lower case."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return parse_blocks(decode(body_bytes(part), None))
    # The library has cut it at its blank lines; put together again it can also hold what broken writers make of it.
    blocks = [block for block in payload[:500] if isinstance(block, Message)]
    text = "\n\n".join(_lines_of(block) for block in blocks)
    coded = Message()
    coded["Content-Transfer-Encoding"] = str(part.get("Content-Transfer-Encoding", ""))
    coded.set_payload(text)
    return parse_blocks(decode(body_bytes(coded), None) if text.isascii() else text)


def _lines_of(block: Message) -> str:
    fields = "\n".join(f"{name}: {' '.join(_unescaped(str(value)).split())}" for name, value in block.raw_items())
    rest = decode(body_bytes(block), None)
    return f"{fields}\n{rest}" if rest.strip() else fields


def _unescaped(raw: str) -> str:
    return decode(raw.encode("utf-8", "surrogateescape"), None)


def parse_blocks(text: str) -> list[dict[str, str]]:
    blocks: list[dict[str, str]] = [{}]
    last = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            if blocks[-1]:
                blocks.append({})
            last = ""
        elif line[0] in " \t" and last:
            blocks[-1][last] += " " + line.strip()
        elif match := _FIELD.match(line):
            last = match[1].lower()
            if last == "final-recipient" and last in blocks[-1]:
                blocks.append({})  # the blank line between two recipients is missing
            blocks[-1].setdefault(last, match[2].strip())
    return [block for block in blocks if block]


def status_code(text: str) -> str:
    """The first enhanced status code in a text; "" when there is none."""
    match = _STATUS.search(text)
    return f"{match[1]}.{int(match[2])}.{int(match[3])}" if match else ""


def reply_code(text: str) -> str:
    """The first SMTP reply code in a text; "" when there is none."""
    match = _REPLY.search(text)
    return match[1] if match else ""


def plain_address(value: str) -> str:
    """The address in "rfc822; <a@b>" and its many mis-spellings; "" where there is none."""
    match = ADDRESS.search(value[:2000].split(";", 1)[-1]) or ADDRESS.search(value[:2000])
    return match[0].strip(".'").lower() if match else ""


def read_status_report(message: Message, *, trusted: bool) -> StatusReport:
    """All recipients of all delivery-status parts.

    With `trusted` also of parts that only look like one (wrong or missing content type). Without, a person may have pasted them.
    """
    report = StatusReport()
    for part in leaves(message):
        declared = part.get_content_type() in _STATUS_KINDS
        if declared or (trusted and _looks_like_status(part)):
            report.found = report.found or declared
            for block in blocks_of(part):
                if recipient := _recipient(block):
                    report.found = True
                    report.recipients.append(recipient)
    return report


def _looks_like_status(part: Message) -> bool:
    # A multipart whose boundary is named nowhere has come out as one text.
    if part.get_content_maintype() not in ("text", "message", "application", "multipart") or isinstance(part.get_payload(), list):
        return False
    text = decode(body_bytes(part)[:20_000], None)
    return bool(
        re.search(r"^(?:Final|Original)-Recipient[ \t]*:", text, re.I | re.M) and re.search(r"^(?:Action|Status)[ \t]*:", text, re.I | re.M)
    )


def _recipient(block: dict[str, str]) -> RecipientReport | None:
    named = block.get("final-recipient") or block.get("original-recipient") or block.get("x-actual-recipient")
    if not named:
        return None
    original = plain_address(block.get("original-recipient", ""))
    return RecipientReport(
        address=plain_address(named) or original or plain_address(block.get("x-actual-recipient", "")),
        action=re.split(r"[\s;(]", block.get("action", "").strip(), maxsplit=1)[0].lower(),
        status=status_code(block.get("status", "")),
        diagnostic=block.get("diagnostic-code", "") or block.get("x-display-name", "") or block.get("x-notes", ""),
        original=original,
    )


@dataclass
class Feedback:
    """A feedback report: its type ("abuse", "fraud", "auth-failure" …) and whom it was sent to, as far as it says."""

    type: str
    recipients: list[str]


def read_feedback(message: Message) -> Feedback | None:
    """The feedback report in a mail, also under a wrong content type; None when there is none."""
    arf = "feedback-report" in str(message.get("Content-Type", "")).lower()
    for part in leaves(message):
        declared = part.get_content_type() == "message/feedback-report"
        text = "" if isinstance(part.get_payload(), list) else decode(body_bytes(part)[:20_000], None)
        if declared or (
            re.search(r"^Feedback-Type[ \t]*:", text, re.I | re.M)
            and (arf or re.search(r"^(?:User-Agent|Version|Reported-Domain|Original-Mail-From)[ \t]*:", text, re.I | re.M))
        ):
            merged: dict[str, str] = {}
            for block in blocks_of(part):
                merged = {**block, **merged}
            named = [merged.get(k, "") for k in ("original-rcpt-to", "removal-recipient", "x-original-rcpt-to")]
            kind = re.split(r"[\s;(]", merged.get("feedback-type", "abuse").strip(), maxsplit=1)[0].lower()
            return Feedback(kind or "abuse", [a for a in map(plain_address, named) if a])
    return Feedback("abuse", []) if arf else None
