"""Complaints without a feedback report: Hotmail's junk reports, forwards of an abuse desk, and what Amazon's notes say in JSON."""

import json
import re
from email.message import Message
from typing import Any

from .freeform import original_recipients
from .parse import attached_original, header
from .reports import plain_address

# Headers in which providers name the recipient of a mail that was complained about.
_NAMED = ("X-HmXmrOriginalRecipient", "X-Original-Rcpt-To", "X-MSFBL-Recipient", "X-Complainant", "X-Original-To-Rcpt")
_DESK = re.compile(
    r"staff@(?:hotmail|outlook|msn)|\bfbl\b|feedback-?loop|\bfeedback@|complaints?@|complaint-|scomp@|jmrp|junk-?(?:mail)?-?report|spam-?report"
    r"|abuse-?reports?@|arf@|reports?@reports\.spamcop",
    re.I,
)
_SUBJECT = re.compile(
    r"complaint about (?:message|e-?mail|mail)|(?:spam|abuse|junk)[- ](?:mail )?(?:complaint|report|feedback)|e-?mail feedback report"
    r"|\[?spamcop|email abuse report|marked as (?:spam|junk)|feedback loop|skarga na|жалоба на|스팸 ?신고",
    re.I,
)
_DESK_WEAK = re.compile(r"abuse|postmaster|report|spam|noc@|trust|feedback|security", re.I)


def provider_complaint(message: Message) -> list[str] | None:
    """The complaining recipients ([] when none is named) of a complaint without a report part; None when it is no complaint."""
    original = attached_original(message)
    holders = [message, original] if original is not None else [message]
    named = [plain_address(header(holder, name)) for holder in holders for name in _NAMED]
    sender, subject = header(message, "From"), header(message, "Subject")
    desk = bool(_DESK.search(sender)) and (original is not None or bool(_SUBJECT.search(subject)))
    weak = bool(_SUBJECT.search(subject) and _DESK_WEAK.search(sender))
    if desk or weak or (any(named) and original is not None):
        return [a for a in named if a] or original_recipients(message)
    return None


def in_json(text: str) -> dict[str, Any] | None:
    """Amazon's notification about a bounce or complaint that came as the text of a mail; None when it is none."""
    start = text.find("{")
    if start < 0 or not re.search(r'"notificationType"\s*:|"eventType"\s*:|"Type"\s*:\s*"Notification"', text[:5000]):
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text[start:])
        inner = found.get("Message") if isinstance(found, dict) else None
        found = json.loads(inner) if isinstance(inner, str) else found
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
