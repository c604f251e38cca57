"""What the health page says about sending."""

from .installation import DISARMED
from .services.installation import armed


def sending() -> str | None:
    return None if armed() else DISARMED
