"""Wagtail's side work (search index, reference index, deleting files), handed to the worker when the request's changes are safe.

django-tasks would do it in the request. A lost doorbell costs a stale index entry, never a letter: `update_index` and
`rebuild_references_index` put it right.
"""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


class CeleryOnCommit(BaseTaskBackend):
    """Hands tasks to Celery after commit; does one itself when the broker does not answer."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        result: TaskResult = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(lambda: self._hand_over(task, result))
        return result

    def _hand_over(self, task: Task, result: TaskResult) -> None:
        from .tasks import run_side_work

        try:
            run_side_work.delay(task.module_path, result.args, result.kwargs)
        except OperationalError:
            log.warning("The broker does not answer; %s is done at once.", task.module_path)
            task.call(*result.args, **result.kwargs)
