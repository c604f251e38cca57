"""What servers write, as classes. Plain words beat numbers: many servers send 5.7.1 for an unknown user and 5.1.1 for spam."""

import re

from .reports import ADDRESS
from .words import words

DEAD, FULL, POLICY, TEMPORARY, UNKNOWN = "dead", "full", "policy", "temporary", "unknown"

# A name server that does not answer is not a domain that does not exist.
_TEMPORARY_DNS = re.compile(
    r"(?:name server|dns|\bmx\b|host lookup)[^.\n]{0,60}(?:timeout|timed out|try again|servfail|temporar|did not complete)"
    r"|host not found, try again|temporar\w+ (?:name|dns|lookup|resolution)",
    re.I,
)
# Asked in this order: texts about policy often also say "rejected", texts about full mailboxes name the mailbox.
_IN_ORDER = (FULL, POLICY, DEAD, TEMPORARY)
_DEAD_CODES = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4", "5.4.310", "5.1.351"}
_POLICY_CODES = {"5.2.3", "5.3.4", "5.4.6", "5.4.14", "5.5.3", "5.1.7", "5.1.8", "5.1.90"}
_TEMPORARY_CODES = {"5.3.1", "5.3.2", "5.4.1", "5.4.2", "5.4.3", "5.4.5", "5.4.7", "5.4.300", "5.4.312", "5.4.316", "5.2.121", "5.2.122"}
_ABOUT_THE_SENDER = re.compile(
    r"(?:sender|return[ -]path|mail from)(?: (?:e-?mail )?address| domain)?(?: is| was)? ?[:<(]?[^.;]{0,40}"
    r"(?:rejected|unknown|not exist|n.t exist|invalid|verif|not found|not valid|unresolv)|\bsender\b[^.;]{0,30}\bdomain\b|domain of sender",
    re.I,
)
# A blocklist's or a filter's answer, whatever else it says.
_CLEARLY_POLICY = re.compile(r"\b(?:spamhaus|spamcop|dnsbl|dmarc|\bspf\b|dkim|reputation|blacklist|blocklist|listed (?:in|at|by|on))", re.I)
_HELP = re.compile(
    r"https?://\S+|(?:for (?:more )?(?:information|assistance|help|details)|if you (?:believe|think|feel)|please contact)[^.]{0,120}", re.I
)
_SOFT_PLACE = re.compile(r"^4\d\d[ -]|[ :;]4\d\d[ -]4\.\d", re.I)


def class_of_status(status: str) -> str:
    """The class of an RFC 3463 code, by mail-standards 20; "unknown" for the codes that say nothing (5.0.0, 5.3.0 …)."""
    if status.startswith("4."):
        return POLICY if status.startswith("4.7.") else TEMPORARY
    if status in _DEAD_CODES:
        return DEAD
    if status in ("5.2.0", "5.2.1", "5.2.2"):
        return FULL
    if status.startswith(("5.7.", "5.6.")) or status in _POLICY_CODES:
        return POLICY
    return TEMPORARY if status in _TEMPORARY_CODES else UNKNOWN


def class_of_text(text: str) -> str:
    """The class that the words of a server speak for, or "unknown"."""
    # An address ends no sentence, though it has a dot.
    text = ADDRESS.sub("address", " ".join(text[:20_000].split()))
    if _TEMPORARY_DNS.search(text):
        return TEMPORARY
    about_sender = _ABOUT_THE_SENDER.search(text)
    if not about_sender and words("clearly_dead").search(text) and not (_CLEARLY_POLICY.search(text) and not words("dead").search(text)):
        return FULL if words("clearly_full").search(text) else DEAD
    if about_sender and words("policy").search(text):
        return POLICY
    plain = _HELP.sub(" ", text)
    return next((name for name in _IN_ORDER if words(name).search(plain)), UNKNOWN)


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
        return TEMPORARY if by_text == DEAD and not status and _SOFT_PLACE.search(text) else by_text
    if by_status == DEAD and by_text == TEMPORARY:
        return DEAD
    return by_text
