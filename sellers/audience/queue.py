"""Ringing the workers for imports. A lost ring costs at most ten minutes: the timetable looks after what waits."""

import logging

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task: str, run_id: int) -> None:
    """Ask a worker to go on with an import, once the caller's change is committed."""

    def send() -> None:
        from . import tasks

        try:
            getattr(tasks, task).apply_async((run_id,), retry=False)
        except OperationalError:
            log.warning("the broker does not answer; the timetable goes on with import %s", run_id)

    transaction.on_commit(send)
