"""Ringing a worker. A lost ring costs at most a minute: the timetable rings too, and a trial is read by one worker at a time."""

import logging

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def try_rule(trial: int) -> None:
    """Ask a worker to read every letter for this trial. A broker that is away is logged and not waited for."""
    from .tasks import try_rule as task

    try:
        task.apply_async([trial], retry=False)
    except OperationalError:
        log.warning("the broker does not answer; the workers will look by themselves within a minute")
