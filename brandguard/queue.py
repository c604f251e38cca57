"""Ringing a worker. A lost ring costs at most some minutes: the timetable rings too. A trial is read by one worker at a time."""

import logging
from typing import Any

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def try_rule(trial: int) -> None:
    """Ask a worker to read every letter for this trial. A broker that is away is logged and not waited for."""
    from .tasks import try_rule as task

    _ring(task, trial)


def list_copies(recall: int) -> None:
    """Ask a worker to list every place that holds what was recalled. What waits or runs with it is stopped already."""
    from .tasks import list_copies as task

    _ring(task, recall)


def _ring(task: Any, number: int) -> None:
    try:
        task.apply_async([number], retry=False)
    except OperationalError:
        log.warning("the broker does not answer; the workers will look by themselves within minutes")
