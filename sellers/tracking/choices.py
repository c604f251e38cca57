"""What comes back, and the numbers that decide when to stop."""

from datetime import timedelta

from django.db import models


class Source(models.TextChoices):
    """By which way a mail came in."""

    IMAP = "imap", "mailbox, by IMAP"
    POP3 = "pop3", "mailbox, by POP3"
    MAILDIR = "maildir", "Maildir"
    PIPE = "pipe", "pipe"
    LMTP = "lmtp", "LMTP"
    WEBHOOK = "webhook", "the mail service's call"
    REFUSAL = "refusal", "the mail server's answer while it was handed over"


class Outcome(models.TextChoices):
    """What followed from a mail."""

    SUPPRESSED = "suppressed", "no more letters to this address"
    STRIKE = "strike", "noted: the mailbox was full or shut"
    POLICY = "policy", "the server refused us, not the reader"
    LATER = "later", "nothing: the server will try again, or somebody else did"
    COMPLAINT = "complaint", "off all lists"
    REPLY = "reply", "a reader answered"
    AUTOMATIC = "automatic", "a machine answered for a reader"
    LEFT = "left", "left the list by mail"
    GONE = "gone", "nothing: the reader was erased or has another address by now"
    UNMATCHED = "unmatched", "nothing: it names no letter of ours"
    NOTHING = "nothing", "nothing"


class BrakeKind(models.TextChoices):
    BOUNCES = "bounces", "too many addresses that do not exist"
    COMPLAINTS = "complaints", "too many complaints"
    POLICY = "policy", "mail servers refuse us"


# A full or shut mailbox: so many letters that came back, over at least so long, before nobody writes there any more.
STRIKES, STRIKE_SPAN, STRIKES_FORGOTTEN = 3, timedelta(days=14), timedelta(days=180)
# Brakes count what was sent in this time, or since the brake was last let go.
WINDOW = timedelta(days=30)
BOUNCE_LIMIT, BOUNCE_FROM = 0.05, 50
COMPLAINT_LIMIT, COMPLAINT_FROM = 0.001, 1_000
# One strict server is no reason to stop: so many refusals of one letter for the sender's sake, and this share of what was sent, are.
POLICY_FROM, POLICY_LIMIT = 3, 0.02
# While a worker has a row in hand, "it came back" waits; so long, then the row's own outcome stands.
ROW_WAITS = timedelta(days=1)
# Feedback reports that are a reader's wish to be left alone; the others speak of signatures or take a complaint back.
COMPLAINT_TYPES = {"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized", "complaint"}
# The longest answer that is kept.
REPLY_CHARACTERS = 20_000
