"""The worker's end of tasks_backend."""

from typing import Any

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string
from django_tasks.base import Task


@shared_task
def run_side_work(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Do what a django-tasks task names. An object that is gone by now needs no index entry."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(f"{path} is not a task")
    try:
        task.call(*args, **kwargs)
    except ObjectDoesNotExist:
        return
