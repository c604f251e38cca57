"""Whether all parts run. Rooms above register checks of their own in their AppConfig.ready()."""

import smtplib
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connection

from .heartbeat import silence

# None: well. A sentence: what is missing. Never a secret or an address, the page is public.
Check = Callable[[], str | None]
_checks: dict[str, Check] = {}
_notes: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a part that must be well before `/health/ready` says so."""
    _checks[name] = check


def register_note(name: str, note: Check) -> None:
    """Add a sentence for whoever looks, of something that is well and worth knowing; None when there is nothing to say."""
    _notes[name] = note


def notes() -> dict[str, str]:
    """Every note that has something to say."""
    said = {name: _verdict(note) for name, note in _notes.items()}
    return {name: words for name, words in said.items() if words != "ok"}


def report() -> dict[str, str]:
    """Every part with "ok" or what is missing, in the order of registration."""
    return {name: _verdict(check) for name, check in _checks.items()}


def _verdict(check: Check) -> str:
    try:
        return check() or "ok"
    except DatabaseError:
        return "the database does not answer"


def database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def mail_server() -> str | None:
    """Whether the server that takes our mail greets. Other back ends than SMTP answer for themselves."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return None
    client = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with client(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=3):
            return None
    except (OSError, smtplib.SMTPException):
        return "does not greet"


register("database", database)
register("worker", partial(silence, "worker"))
register("scheduler", partial(silence, "scheduler"))
register("mail_server", mail_server)
