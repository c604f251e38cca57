"""What the health page says about sending."""

from .services.installation import stopped


def sending() -> str | None:
    """Asked by whoever looks, so it changes nothing: a database that nobody ever sent from stays nobody's."""
    return stopped() or None
