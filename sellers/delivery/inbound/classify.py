"""One verdict for one mail that came back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from typing import Any

from . import freeform, wording
from .automatic import SUBJECT, is_automatic_reply
from .complaints import in_json, provider_complaint
from .parse import header, parse, plainly
from .reports import RecipientReport, StatusReport, plain_address, read_feedback, read_status_report, reply_code, status_code
from .words import words

# The worst class speaks for a report on several recipients.
_ORDER = [wording.DEAD, wording.FULL, wording.POLICY, wording.UNKNOWN, wording.TEMPORARY]
_SUCCESS = {"delivered", "relayed", "expanded"}


@dataclass(frozen=True)
class Fate:
    """What a report says of one recipient."""

    address: str
    bounce_class: str
    status: str = ""


@dataclass(frozen=True)
class Verdict:
    """kind: dsn | complaint | auto-reply | other · bounce_class: dead | full | policy | temporary | unknown · status: RFC 3463 or "".

    `recipients` are those of whom the class is true; `fates` says it of each, where one mail speaks of several.
    """

    kind: str
    bounce_class: str = wording.UNKNOWN
    status: str = ""
    recipients: tuple[str, ...] = ()
    feedback_type: str = ""
    fates: tuple[Fate, ...] = ()
    # False while the server goes on trying.
    final: bool = True

    def class_for(self, address: str) -> str:
        """The class for one recipient, where the mail speaks of several."""
        return next((fate.bounce_class for fate in self.fates if fate.address == address), self.bounce_class)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "class": self.bounce_class,
            "status": self.status,
            "recipients": list(self.recipients),
            "feedback_type": self.feedback_type,
            "each": [{"recipient": fate.address, "class": fate.bounce_class, "status": fate.status} for fate in self.fates],
        }


def classify(raw: bytes) -> Verdict:
    """The verdict on any bytes; what is no report is "other". Raises nothing for any content."""
    try:
        return verdict_on(parse(raw))
    except Exception:  # noqa: BLE001  the e-mail library trips over broken mails in many ways; then they are read line by line
        return _plain_verdict(raw)


def _plain_verdict(raw: bytes) -> Verdict:
    try:
        return verdict_on(plainly(raw))
    except Exception:  # noqa: BLE001  what cannot even be read so says nothing about anybody
        return Verdict("other")


def verdict_on(message: Message) -> Verdict:
    """The verdict on a parsed message."""
    if feedback := read_feedback(message):
        named = feedback.recipients or freeform.original_recipients(message)
        return Verdict("complaint", feedback_type=feedback.type, recipients=_unique(named))
    machine = freeform.from_machine(message)
    report = read_status_report(message, trusted=machine or "report" in str(message.get("Content-Type", "")).lower())
    if report.recipients or report.found:
        return _from_report(message, report)
    if (complainants := provider_complaint(message)) is not None:
        return Verdict("complaint", feedback_type="abuse", recipients=_unique(complainants))
    text = freeform.explanation(message)
    if noted := in_json(text):
        return _from_json(noted)
    bounced = freeform.looks_like_bounce(message, text)
    if not (bounced and machine and _says_enough(message, text)) and is_automatic_reply(message, text):
        return Verdict("auto-reply", recipients=_unique([plain_address(header(message, "From"))]))
    if not (bounced or machine and freeform.scanned_recipients(message)):
        return Verdict("other")
    return _from_prose(message, text)


def _says_enough(message: Message, text: str) -> bool:
    """Whether a machine's mail is a bounce even though it carries the marks of an automatic reply, as many bounces do."""
    if SUBJECT.search(header(message, "Subject")):
        return False
    known = wording.class_of_text(text) != wording.UNKNOWN
    return known or bool(header(message, "X-Failed-Recipients")) or bool(words("subjects").search(header(message, "Subject")))


def _spoken(fates: Iterable[Fate], *, fallback: Iterable[str] = (), final: bool = True) -> Verdict:
    """One verdict from what is known of each recipient."""
    fates = tuple(dict.fromkeys(fates))
    if not fates:
        return Verdict("dsn", recipients=_unique(fallback))
    worst = min(fates, key=lambda fate: _ORDER.index(fate.bounce_class))
    meant = _unique(fate.address for fate in fates if fate.bounce_class == worst.bounce_class) or _unique(fallback)
    return Verdict("dsn", worst.bounce_class, worst.status, meant, fates=fates if len(fates) > 1 else (), final=final)


def _from_report(message: Message, report: StatusReport) -> Verdict:
    failed = [r for r in report.recipients if r.action not in _SUCCESS]
    if report.recipients and not failed:
        return Verdict("dsn", wording.UNKNOWN, report.recipients[0].status, _unique(r.address for r in report.recipients), final=False)
    prose = freeform.explanation(message)
    if not failed:
        return _from_prose(message, prose)
    fates = []
    for recipient in failed:
        found, status = _class_of(recipient, prose, alone=len(failed) == 1), _best_status(recipient)
        fates += [Fate(a, found, status) for a in dict.fromkeys((recipient.address, recipient.original)) if a] or [Fate("", found, status)]
    final = any(recipient.action != "delayed" for recipient in failed)
    return _spoken(fates, fallback=freeform.original_recipients(message), final=final)


def _best_status(recipient: RecipientReport) -> str:
    """The server's own enhanced code where the reporting system only wrote a general one, or one of another severity than the reply."""
    inner, reply = status_code(recipient.diagnostic), reply_code(recipient.diagnostic)
    if inner and (not recipient.status or recipient.status.endswith(".0.0") or recipient.status == "4.4.7"):
        return inner
    if reply and recipient.status and recipient.action == "failed" and reply[0] == "5" and recipient.status[0] == "4":
        return f"5{recipient.status[1:]}" if not recipient.status.startswith("4.4.") else "5.0.0"
    return recipient.status or (f"{reply[0]}.0.0" if reply else "")


def _class_of(recipient: RecipientReport, prose: str, *, alone: bool) -> str:
    status = _best_status(recipient)
    verdict = wording.settle(status, recipient.diagnostic, recipient.action)
    if verdict != wording.UNKNOWN:
        return verdict
    # The report itself is silent: the words for people may tell.
    said = prose if alone else freeform.around(recipient.address, prose, others=set())
    return wording.settle("", _pithy(said), recipient.action)


def _pithy(text: str) -> str:
    """The lines that quote a server when they say something, else all of it: servers are precise, the prose around them is not."""
    lines = freeform.server_lines(text)
    return lines if wording.class_of_text(lines) != wording.UNKNOWN else text


def _from_prose(message: Message, text: str) -> Verdict:
    recipients = freeform.named_recipients(message, text)
    subject = header(message, "Subject")
    if _is_warning(subject, text):
        found = wording.FULL if wording.class_of_text(_pithy(text)) == wording.FULL else wording.TEMPORARY
        return Verdict("dsn", found, status_code(text), _unique(recipients), final=False)
    whole = _class_of_prose(text, subject)
    status = status_code(freeform.server_lines(text)) or status_code(text)
    if len(recipients) < 2:
        return Verdict("dsn", whole, status, _unique(recipients))
    fates = []
    for address in recipients:
        near = freeform.around(address, text, others=set(recipients) - {address})
        found = _class_of_prose(near, "")
        fates.append(Fate(address, found if found != wording.UNKNOWN else whole, status_code(near)))
    return _spoken(fates)


def _class_of_prose(text: str, subject: str) -> str:
    said = _pithy(text)
    verdict = wording.settle(status_code(said), said)
    return verdict if verdict != wording.UNKNOWN else wording.class_of_text(subject)


def _is_warning(subject: str, text: str) -> bool:
    """ "Delayed, we go on trying": no address is judged by it."""
    return bool(
        re.search(r"\bwarning\b|delay|still (?:trying|being)|verz[öo]ger|op[óo][źz]nion|retras|задерж|지연|遅延", subject, re.I)
        and re.search(
            r"will (?:be|keep|continue)|no action|retr(?:y|ied)|warning|not yet|weiter|erneut|ponown|reintent|попыт|재시도|再", text, re.I
        )
    ) or bool(re.search(r"this is a warning message only|you do not need to resend|no action is required on your part", text, re.I))


def _from_json(noted: dict[str, Any]) -> Verdict:
    kind = str(noted.get("notificationType") or noted.get("eventType") or "").lower()
    about = noted.get(kind) if isinstance(noted.get(kind), dict) else {}
    assert isinstance(about, dict)  # noqa: S101
    if kind == "complaint":
        named = about.get("complainedRecipients") or []
        return Verdict("complaint", feedback_type=str(about.get("complaintFeedbackType") or "abuse"), recipients=_unique(_addresses(named)))
    if kind != "bounce":
        return Verdict("other")
    fates = []
    for one in about.get("bouncedRecipients") or []:
        said = one if isinstance(one, dict) else {}
        diagnostic, status = str(said.get("diagnosticCode") or ""), status_code(str(said.get("status") or ""))
        found = wording.settle(status or status_code(diagnostic), diagnostic)
        fates.append(Fate(plain_address(str(said.get("emailAddress") or "")), found, status or status_code(diagnostic)))
    return _spoken(fates)


def _addresses(named: Any) -> list[str]:
    return [plain_address(str(one.get("emailAddress") or "")) for one in named if isinstance(one, dict)] if isinstance(named, list) else []


def _unique(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for a in addresses if a))
