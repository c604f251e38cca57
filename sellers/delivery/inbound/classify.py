"""One verdict for one mail that came back."""

import re
from dataclasses import asdict, dataclass
from email.message import Message
from email.utils import getaddresses
from typing import Any

from . import freeform, wording
from .parse import attached_original, header, parse
from .reports import RecipientReport, StatusReport, plain_address, read_feedback, read_status_report, status_code

# The worst class speaks for a report on several recipients.
_ORDER = [wording.DEAD, wording.FULL, wording.POLICY, wording.UNKNOWN, wording.TEMPORARY]
_SUCCESS = {"delivered", "relayed", "expanded"}
# Headers in which providers name the recipient of a mail that was complained about.
_COMPLAINT_HEADERS = ("X-HmXmrOriginalRecipient", "X-Original-Rcpt-To", "X-MSFBL-Recipient")


@dataclass(frozen=True)
class Verdict:
    """kind: dsn | complaint | auto-reply | other · bounce_class: dead | full | policy | temporary | unknown · status: RFC 3463 or ""."""

    kind: str
    bounce_class: str = wording.UNKNOWN
    status: str = ""
    recipients: tuple[str, ...] = ()
    feedback_type: str = ""

    def as_json(self) -> dict[str, Any]:
        data = asdict(self)
        data["class"] = data.pop("bounce_class")
        return {**data, "recipients": list(self.recipients)}


def classify(raw: bytes) -> Verdict:
    """The verdict on any bytes; what is no report is "other". Raises nothing for any content."""
    message = parse(raw)
    if feedback := read_feedback(message):
        return Verdict(
            "complaint", feedback_type=feedback.type, recipients=_unique(feedback.recipients or _recipients_of_original(message))
        )
    report = read_status_report(message)
    if report.recipients or report.found:
        return _from_report(message, report)
    if complaint := _provider_complaint(message):
        return complaint
    text = freeform.explanation(message)
    bounced = freeform.looks_like_bounce(message, text)
    said = bounced and freeform.from_machine(message) and wording.class_of_text(text) != wording.UNKNOWN
    if freeform.is_automatic_reply(message) and not said:
        return Verdict("auto-reply", recipients=_unique([plain_address(header(message, "From"))]))
    scanned = freeform.scanned_recipients(message)
    if not (bounced or scanned and freeform.from_machine(message)):
        return Verdict("other")
    return _from_prose(message, text, scanned)


def _from_report(message: Message, report: StatusReport) -> Verdict:
    failed = [r for r in report.recipients if r.action not in _SUCCESS] or report.recipients
    if failed and all(r.action in _SUCCESS for r in failed):
        return Verdict("dsn", wording.UNKNOWN, failed[0].status, _unique([r.address for r in failed]))
    prose = freeform.explanation(message)
    verdicts = [(_class_of(recipient, prose), recipient) for recipient in failed]
    if not verdicts:
        return _from_prose(message, prose, freeform.scanned_recipients(message))
    worst = min(verdicts, key=lambda pair: _ORDER.index(pair[0]))
    addresses = [r.address for r in failed if r.address] or _recipients_of_original(message)
    return Verdict("dsn", worst[0], _best_status(worst[1]), _unique(addresses))


def _best_status(recipient: RecipientReport) -> str:
    """The server's own enhanced code where the reporting system only wrote a general one."""
    inner = status_code(recipient.diagnostic)
    return inner if inner and (not recipient.status or recipient.status.endswith(".0.0")) else recipient.status


def _class_of(recipient: RecipientReport, prose: str) -> str:
    verdict = wording.settle(_best_status(recipient), recipient.diagnostic, recipient.action)
    # The report itself is silent: the words for people may tell.
    return verdict if verdict != wording.UNKNOWN else wording.settle("", prose, recipient.action)


def _from_prose(message: Message, text: str, scanned: list[str]) -> Verdict:
    status = status_code(text)
    own = {a.lower() for _, a in getaddresses([header(message, "To"), header(message, "From"), header(message, "Delivered-To")]) if a}
    failed = [plain_address(piece) for piece in header(message, "X-Failed-Recipients").split(",")]
    recipients = (
        scanned or [a for a in failed if a] or freeform.named_addresses(text, not_these=own)[:20] or _recipients_of_original(message)
    )
    verdict = wording.settle(status, text)
    subject = header(message, "Subject")
    if verdict == wording.UNKNOWN:
        verdict = wording.class_of_text(subject)
    warned = re.search(r"\bwarning\b|delay", subject, re.I) and re.search(
        r"will (?:be|keep|continue)|no action|retr(?:y|ied)|warning", text, re.I
    )
    if warned and verdict != wording.FULL:
        verdict = wording.TEMPORARY
    return Verdict("dsn", verdict, status, _unique(recipients))


def _recipients_of_original(message: Message) -> list[str]:
    original = attached_original(message)
    if original is None:
        return []
    return [a.lower() for _, a in getaddresses([header(original, "To")]) if "@" in a]


def _provider_complaint(message: Message) -> Verdict | None:
    """Complaints without a feedback report: Hotmail's junk reports and forwards of an abuse desk."""
    original = attached_original(message)
    if original is None:
        return None
    named = [plain_address(str(original.get(name) or message.get(name) or "")) for name in _COMPLAINT_HEADERS]
    desk = re.search(r"staff@hotmail\.com|\bfbl\b|feedback-?loop|complaints?@|scomp@aol", header(message, "From"), re.I)
    if desk or any(named):
        return Verdict("complaint", feedback_type="abuse", recipients=_unique([a for a in named if a] or _recipients_of_original(message)))
    return None


def _unique(addresses: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for a in addresses if a))
