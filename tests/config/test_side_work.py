"""Wagtail's indexing goes to the worker once the change is safe."""

import pytest
from django.db import transaction
from django_tasks import task_backends
from kombu.exceptions import OperationalError
from wagtail.tasks import update_reference_index_task

from hub.config import tasks
from hub.config.tasks_backend import CeleryOnCommit
from tests.factories.company import make_region

pytestmark = pytest.mark.django_db
ARGS = ("hub_company", "Region", 1)


@pytest.fixture
def backend() -> CeleryOnCommit:
    return CeleryOnCommit("default", {})


def test_nothing_is_handed_over_before_the_commit(backend, monkeypatch, django_capture_on_commit_callbacks):
    handed = []
    monkeypatch.setattr(tasks.run_side_work, "delay", lambda *args: handed.append(args))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        backend.enqueue(update_reference_index_task, ARGS, {})
        assert handed == []
    assert handed == [("wagtail.tasks.update_reference_index_task", list(ARGS), {})]


def test_a_silent_broker_does_not_lose_the_work(backend, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*args):
        raise OperationalError("no broker")

    done = []
    monkeypatch.setattr(tasks.run_side_work, "delay", refuse)
    monkeypatch.setattr(type(update_reference_index_task), "call", lambda self, *args: done.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        backend.enqueue(update_reference_index_task, ARGS, {})
    assert done == [ARGS]


def test_the_worker_does_the_work_and_forgives_what_is_gone():
    region = make_region()
    tasks.run_side_work("wagtail.tasks.update_reference_index_task", ["hub_company", "Region", region.pk], {})
    tasks.run_side_work("wagtail.tasks.update_reference_index_task", ["hub_company", "Region", 99_999], {})
    with pytest.raises(TypeError):
        tasks.run_side_work("os.getcwd", [], {})


def test_without_a_broker_it_is_done_at_once():
    assert type(task_backends["default"]).__name__ == "ImmediateBackend"
