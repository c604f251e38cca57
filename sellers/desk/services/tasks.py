"""Tasks: written down, done, put off, and each of these taken back."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.audience.models import Subscriber

from ..exceptions import BadTask
from ..models import Task

FARTHEST = timedelta(days=730)
LONGEST = 200


@transaction.atomic
def add_task(subscriber: Subscriber, *, kind: str, due_on: date, text: str = "", by: Any) -> Task:
    """Something to do for a customer on a day. `by` is her seller, or None for the product. Raises NotAllowed, BadTask."""
    if by is not None and by.pk != subscriber.seller.user_id:
        raise NotAllowed("Only the seller herself plans something for her customer.")
    text = " ".join(text.split())
    if kind not in Task.Kind.values or len(text) > LONGEST:
        raise BadTask(f"Please say what to do in at most {LONGEST} characters.")
    if due_on > timezone.localdate() + FARTHEST:
        raise BadTask("This day is more than two years away. Please choose one nearer by.")
    task = Task.objects.create(
        seller_id=subscriber.seller_id, subscriber=subscriber, kind=kind, text=text, due_on=due_on, made_at=timezone.now(), by=by
    )
    _record("added", task, by)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: Any) -> Task:
    """Done. Doing it twice changes nothing. Raises NotAllowed."""
    _require_owner(task, by)
    if task.done_at is None:
        task.done_at = timezone.now()
        task.save(update_fields=["done_at"])
        _record("done", task, by)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: Any) -> Task:
    """It was not done after all. Does nothing to an open one. Raises NotAllowed."""
    _require_owner(task, by)
    if task.done_at is not None:
        task.done_at = None
        task.save(update_fields=["done_at"])
        _record("reopened", task, by)
    return task


@transaction.atomic
def put_off_task(task: Task, *, until: date, by: Any) -> Task:
    """Another day. Where it stood is remembered for `bring_back_task`. Raises NotAllowed, BadTask for a day before today."""
    _require_owner(task, by)
    today = timezone.localdate()
    if not today <= until <= today + FARTHEST:
        raise BadTask("Please choose a day from today on, within two years.")
    task.put_off_from, task.due_on = task.due_on, until
    task.save(update_fields=["put_off_from", "due_on"])
    _record("put_off", task, by)
    return task


@transaction.atomic
def bring_back_task(task: Task, *, by: Any) -> Task:
    """Back to the day on which it stood before it was put off; nothing when it was not. Raises NotAllowed."""
    _require_owner(task, by)
    if task.put_off_from is not None:
        task.due_on, task.put_off_from = task.put_off_from, None
        task.save(update_fields=["put_off_from", "due_on"])
        _record("brought_back", task, by)
    return task


def _require_owner(task: Task, by: Any) -> None:
    if by is not None and by.pk != task.seller.user_id:
        raise NotAllowed("This is somebody else's task.")


def _record(what: str, task: Task, by: Any) -> None:
    audit.record(f"desk.task_{what}", actor=by, subject=f"task:{task.pk}", data={"subscriber": task.subscriber_id})
