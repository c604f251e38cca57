"""Ringing the workers. A lost ring costs at most a minute: the timetable rings too, and claims are idempotent."""

import logging

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(count: int = 1) -> None:
    """Ask `count` worker slots to look for work. A broker that is away is logged and not waited for."""
    from .tasks import drain

    try:
        for _ in range(count):
            drain.apply_async(retry=False)
    except OperationalError:
        log.warning("the broker does not answer; the workers will look by themselves within a minute")
