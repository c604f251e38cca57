"""Tasks: done, put off, and each of these taken back; only ever by the seller herself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.audience.services import erase_person
from sellers.desk.exceptions import BadTask
from sellers.desk.models import Task
from sellers.desk.queries.tasks import done_today, open_tasks
from sellers.desk.services.tasks import add_task, finish_task, put_off_task
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller()


@pytest.fixture
def client(anna):
    client = Client()
    client.force_login(anna.user)
    return client


@pytest.fixture
def task(anna):
    return add_task(make_reader(anna, "Zofia"), kind="call", due_on=timezone.localdate(), text="Ask about the pot", by=anna.user)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_a_task_is_planned_from_the_card(anna, client):
    who = make_reader(anna, "Zofia")
    card = f"/admin/customers/{who.pk}/"
    answer = client.post(f"{card}tasks/", {"kind": "follow_up", "due": "week", "text": " How does  it pour? ", "next": card})
    assert answer.url == card
    task = Task.objects.get()
    assert (task.kind, task.text, task.by) == ("follow_up", "How does it pour?", anna.user)
    assert task.due_on == timezone.localdate() + timedelta(days=7)


def test_done_is_done_and_can_be_undone_the_same_day(anna, client, task):
    client.post(f"/admin/tasks/{task.pk}/done/")
    assert list(open_tasks(seller=anna)) == []
    assert list(done_today(seller=anna)) == [task]
    client.post(f"/admin/tasks/{task.pk}/reopen/")
    assert list(open_tasks(seller=anna)) == [task]
    assert [e.action for e in AuditEntry.objects.filter(action__startswith="desk.")] == [
        "desk.task_added", "desk.task_done", "desk.task_reopened",
    ]  # fmt: skip


def test_putting_off_says_until_when_and_can_be_undone_at_once(client, task):
    before = task.due_on
    page = client.post(f"/admin/tasks/{task.pk}/later/", {"until": "week", "next": "/admin/"}, follow=True).content.decode()
    undo = f'action="{reverse("seller_desk:task_back", args=[task.pk])}"'
    assert undo in page and "&lt;form" not in page
    client.post(f"/admin/tasks/{task.pk}/back/", {"next": "/admin/"})
    task.refresh_from_db()
    assert task.due_on == before


def test_a_name_in_the_message_stays_text(client, task):
    task.subscriber.first_name = "<b>Eva</b>"
    task.subscriber.save()
    page = client.post(f"/admin/tasks/{task.pk}/later/", {"until": "week", "next": "/admin/"}, follow=True).content.decode()
    assert "<b>Eva</b>" not in page and "&lt;b&gt;Eva" in page


def test_later_is_another_day_and_can_be_taken_back(client, task):
    client.post(f"/admin/tasks/{task.pk}/later/", {"until": "three-days"})
    assert fresh(task).due_on == timezone.localdate() + timedelta(days=3)
    client.post(f"/admin/tasks/{task.pk}/back/")
    assert (fresh(task).due_on, fresh(task).put_off_from) == (timezone.localdate(), None)


@pytest.mark.parametrize("said", ["2026-02-30", "soon", ""])
def test_a_day_that_is_none_is_tomorrow(client, task, said):
    client.post(f"/admin/tasks/{task.pk}/later/", {"until": said})
    assert fresh(task).due_on == timezone.localdate() + timedelta(days=1)


def test_days_that_cannot_be_are_refused(anna, task):
    with pytest.raises(BadTask):
        put_off_task(task, until=timezone.localdate() - timedelta(days=1), by=anna.user)
    with pytest.raises(BadTask):
        add_task(task.subscriber, kind="call", due_on=timezone.localdate() + timedelta(days=900), by=anna.user)
    with pytest.raises(BadTask):
        add_task(task.subscriber, kind="dance", due_on=timezone.localdate(), by=anna.user)


def test_another_sellers_task_is_not_there(task):
    berta = make_seller("Berta Lis")
    other = Client()
    other.force_login(berta.user)
    for what in ("done", "reopen", "later", "back"):
        assert other.post(f"/admin/tasks/{task.pk}/{what}/").status_code == 404
    assert other.post(f"/admin/customers/{task.subscriber_id}/tasks/", {"kind": "call", "due": "week"}).status_code == 404
    with pytest.raises(NotAllowed):
        finish_task(task, by=berta.user)
    assert fresh(task).done_at is None


def test_looking_changes_nothing(client, task):
    assert client.get(f"/admin/tasks/{task.pk}/done/").status_code == 405


def test_nobody_is_led_to_another_site(client, task):
    assert client.post(f"/admin/tasks/{task.pk}/done/", {"next": "https://evil.example/"}).url == "/admin/"


def test_a_task_goes_with_the_customer_who_is_erased(task):
    erase_person(task.subscriber.person, source="preferences")
    assert not Task.objects.exists()
