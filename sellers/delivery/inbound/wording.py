"""What servers write, as classes. Plain words beat numbers: many servers send 5.7.1 for an unknown user and 5.1.1 for spam."""

import re

from .words import words

DEAD, FULL, POLICY, TEMPORARY, UNKNOWN = "dead", "full", "policy", "temporary", "unknown"

# A name server that does not answer is not a domain that does not exist.
_TEMPORARY_DNS = re.compile(
    r"(?:name\ server|dns|mx)[^.\n]{0,60}(?:timeout|timed\ out|try\ again|servfail|temporar)|host not found, try again", re.I
)


# Asked in this order: texts about policy often also say "rejected", texts about full mailboxes name the mailbox.
_IN_ORDER = (FULL, POLICY, DEAD, TEMPORARY)
_DEAD_CODES = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
_ABOUT_THE_SENDER = re.compile(r"sender (?:address )?(?:rejected|unknown)", re.I)


def class_of_status(status: str) -> str:
    """The class of an RFC 3463 code, by mail-standards 20; "unknown" for the codes that say nothing (5.0.0, 5.3.0 …)."""
    if status.startswith("4."):
        return POLICY if status.startswith("4.7.") else TEMPORARY
    if status in _DEAD_CODES:
        return DEAD
    if status in ("5.2.0", "5.2.1", "5.2.2"):
        return FULL
    if status.startswith(("5.7.", "5.6.")) or status in ("5.2.3", "5.3.4", "5.4.6", "5.5.3", "5.1.8", "5.1.7"):
        return POLICY
    return UNKNOWN


def class_of_text(text: str) -> str:
    """The class that the words of a server speak for, or "unknown"."""
    text = " ".join(text.split())
    if _TEMPORARY_DNS.search(text):
        return TEMPORARY
    if words("clearly_dead").search(text) and not _ABOUT_THE_SENDER.search(text):
        return DEAD
    return next((name for name in _IN_ORDER if words(name).search(text)), UNKNOWN)


def settle(status: str, text: str, action: str = "") -> str:
    """One class from a report's code, the server's words and the report's action."""
    if action == "delayed":
        return TEMPORARY
    by_status, by_text = class_of_status(status), class_of_text(text)
    if status.startswith("4."):
        # "Gave up after days" on a full mailbox or a silent host stays temporary: the address may live.
        return FULL if by_text == FULL else by_status
    if by_text == UNKNOWN:
        return by_status
    if by_status == UNKNOWN:
        return by_text
    return DEAD if by_status == DEAD and by_text == TEMPORARY else by_text
