"""Signs of life of the processes that no browser can see."""

import logging
from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, connections
from django.utils import timezone

from .models import Heartbeat

logger = logging.getLogger(__name__)
ALIVE = timedelta(seconds=30)
_last: dict[str, float] = {}


def beat(name: str, *, at_most_every: float = 0) -> None:
    """Write that `name` lives now. A database that is away is said in the log and stops nobody: the next beat tries again."""
    if at_most_every and monotonic() - _last.get(name, -at_most_every) < at_most_every:
        return
    _last[name] = monotonic()
    try:
        Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})
    except DatabaseError:
        logger.warning("The sign of life of %s could not be written.", name)
    finally:
        # Called from timers and loops outside a request, where nobody else closes it.
        connection = connections["default"]
        if not connection.in_atomic_block:
            connection.close()


def silence(name: str) -> str | None:
    """What is wrong with `name`, or None when it was heard within the last 30 seconds."""
    last = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    if last is None:
        return "never started"
    if timezone.now() - last > ALIVE:
        return f"silent since {last:%Y-%m-%d %H:%M:%S} UTC"
    return None
