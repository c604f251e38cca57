"""What the health page says about sending."""

from . import queries
from .services.installation import stopped


def sending() -> str | None:
    """Asked by whoever looks, so it changes nothing: a database that nobody ever sent from stays nobody's."""
    return stopped() or None


def warming() -> str | None:
    """How far the warm-up of a new sending domain is; nothing is missing because of it."""
    found = queries.warming()
    return f"day {found.day} of {found.days}: {found.sent} of {found.cap} letters have left today" if found else None
