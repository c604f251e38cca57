"""The guard's vocabulary."""

from django.db import models


class Severity(models.TextChoices):
    ADVICE = "advice", "advice"
    WARNING = "warning", "warning"
    JUSTIFY = "justify", "must justify"
    REVIEW = "review", "goes to review"
    BLOCK = "block", "blocks"


class Kind(models.TextChoices):
    PHRASE = "phrase", "phrase or word list"
    REGEX = "regex", "regular expression"
    SUBSTITUTION = "substitution", "say X instead"
    OCCURRENCE = "occurrence", "at most / at least n times"
    REQUIRED = "required", "must appear"
    CONDITIONAL = "conditional", "if A appears, B must appear"
    LINK_DOMAIN = "link_domain", "link domain"
    ALT_TEXT = "alt_text", "words for a picture"
    READABILITY = "readability", "easy to read"
    CONSISTENCY = "consistency", "one spelling in one letter"
    CAPITALISATION = "capitalisation", "capital letters"
    STYLE = "style", "rule of a Vale style"


class Scope(models.TextChoices):
    EVERYTHING = "everything", "everything"
    SUBJECT = "subject", "subject"
    PREHEADER = "preheader", "preheader"
    HEADING = "heading", "heading"
    BODY = "body", "body"
    LIST = "list", "list"
    BUTTON = "button", "button"
    LINK_TEXT = "link_text", "link text"
    LINK_TARGET = "link_target", "link target"
    MESSAGE = "message", "mail that a link begins"
    ALT = "alt", "alt text"
    FILE_NAME = "file_name", "file name of a picture"
    FOOTER = "footer", "footer"
    SIGNATURE = "signature", "signature"
    PLAIN = "plain", "plain-text part"
    MERGE = "merge", "merge-field values"


class RuleState(models.TextChoices):
    DRAFT = "draft", "draft"
    CANARY = "canary", "on trial with some writers"
    LIVE = "live", "live"
    RETIRED = "retired", "retired"


class TrialState(models.TextChoices):
    WAITING = "waiting", "about to begin"
    RUNNING = "running", "reading"
    DONE = "done", "done"
    FAILED = "failed", "broke off"


class BlockState(models.TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    APPROVED = "approved", "approved"
    EXPIRED = "expired", "expired"
    RECALLED = "recalled", "recalled"


class ArtefactState(models.TextChoices):
    FROZEN = "frozen", "waits for a decision"
    APPROVED = "approved", "approved"
    RETURNED = "returned", "returned"
    VOID = "void", "void"


class ReviewState(models.TextChoices):
    WAITING = "waiting", "waiting"
    APPROVED = "approved", "approved"
    RETURNED = "returned", "returned to the writer"
    WITHDRAWN = "withdrawn", "taken back by the writer"
    VOID = "void", "void: the letter changed"


class Basis(models.TextChoices):
    """What an approval rests on."""

    PERSON = "person", "a person read it"
    POLICY = "policy", "passed by the published policy"
    EMERGENCY = "emergency", "two people, in an emergency"


class Verdict(models.TextChoices):
    """What a person says of a letter that had passed by itself, once she has read it."""

    WAITING = "waiting", "to be read"
    FINE = "fine", "fine"
    FAULT = "fault", "should not have gone out"


class RecallKind(models.TextChoices):
    TEXT = "text", "approved text"
    RULE = "rule", "rule"
    PHRASE = "phrase", "phrase"
    LETTER = "letter", "letter"


class Trace(models.TextChoices):
    """Where a recall found what it withdraws."""

    HELD = "held", "stopped before it was sent"
    REVIEW = "review", "taken out of review"
    DRAFT = "draft", "draft that holds it"
    SENT = "sent", "already sent"
    CORRECTION = "correction", "correction drafted"
