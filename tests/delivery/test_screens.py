"""Sends in the Wagtail admin: whose they are, what they say, and that only POST acts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sellers.delivery.drain import Worker, drain
from sellers.delivery.models import Installation, Problem
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports.base import LATER, Outcome
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def url(name, issue, *more):
    return reverse(f"delivery_admin:{name}", args=[issue.pk, *more])


def test_the_confirmation_names_the_number_of_readers_and_a_few_of_them(client):
    issue = make_issue(readers=7)
    client.force_login(issue.seller.user)
    page = client.get(url("send", issue)).content.decode()
    assert "7 readers" in page
    assert "Reader 0, Reader 1, Reader 2" in page


def test_a_lead_sees_the_number_but_no_names(client):
    issue = make_issue(readers=7)
    client.force_login(make_user("lead"))
    page = client.get(url("send", issue)).content.decode()
    assert "7 readers" in page
    assert "Reader 0" not in page


def test_pressing_send_arms_it_and_the_workers_do_the_rest(client, outbox):
    issue = make_issue(readers=2)
    client.force_login(issue.seller.user)
    assert client.post(url("send", issue), {"when": "now", "readers": 2}).status_code == 302
    drain(until_empty=True)
    assert len(outbox) == 2
    page = client.get(url("send", issue)).content.decode()
    assert 'data-count="sent">2<' in page
    assert "2 of 2 sent" in client.get(reverse("delivery_admin:sends")).content.decode()


def test_a_time_is_read_on_the_clock_of_her_shop(client):
    issue = make_issue()
    client.force_login(issue.seller.user)
    client.post(url("send", issue), {"when": "later", "at": "2031-07-01T09:30", "readers": 3})
    issue.refresh_from_db()
    assert (issue.state, issue.wall_time, issue.zone) == ("armed", "2031-07-01T09:30", "Europe/Warsaw")
    assert issue.due_at.isoformat() == "2031-07-01T07:30:00+00:00"
    assert "1 July 2031 at 09:30" in client.get(url("send", issue)).content.decode()


def test_a_time_is_asked_for_when_later_is_chosen(client):
    issue = make_issue()
    client.force_login(issue.seller.user)
    response = client.post(url("send", issue), {"when": "later", "at": "", "readers": 3})
    assert response.status_code == 422
    assert "Choose a day and a time." in response.content.decode()


@pytest.mark.parametrize("name", ["pause", "resume", "cancel"])
def test_looking_changes_nothing(client, name):
    issue = make_issue()
    client.force_login(issue.seller.user)
    assert client.get(url(name, issue)).status_code == 405
    client.get(url("send", issue))
    issue.refresh_from_db()
    assert issue.state == "ready"


def test_another_sellers_send_is_not_there(client, outbox):
    issue = make_issue()
    arm_issue(issue, by=None)
    drain(until_empty=True)
    problem = Problem.objects.create(chunk=issue.chunks.get(), delivery=issue.deliveries.first(), kind="failed", at=timezone.now())
    stranger = make_seller("Ewa Lis").user
    for user in (stranger, make_user("assistant")):
        client.force_login(user)
        assert client.get(url("send", issue)).status_code == 404
        assert client.get(url("progress", issue)).status_code == 404
        for name, more in (("send", ()), ("pause", ()), ("resume", ()), ("cancel", ()), ("resolve", (problem.pk,))):
            assert client.post(url(name, issue, *more), {"resolution": "again"}).status_code == 404
        assert issue.letter.title not in client.get(reverse("delivery_admin:sends")).content.decode()


def test_a_lead_of_another_region_does_not_find_it(client):
    from tests.factories.company import make_region

    issue = make_issue()
    client.force_login(make_user("lead", region=make_region("south")))
    assert client.get(url("send", issue)).status_code == 404


def test_a_running_send_can_be_paused_and_pulled_back(client):
    issue = make_issue()
    arm_issue(issue, by=None)
    start_due_issues()
    client.force_login(issue.seller.user)
    client.post(url("pause", issue))
    page = client.get(url("send", issue)).content.decode()
    assert "paused" in page
    assert "Go on" in page
    client.post(url("cancel", issue))
    issue.refresh_from_db()
    assert issue.state == "cancelled"


def test_progress_is_numbers_without_names(client, outbox):
    issue = make_issue(readers=4)
    arm_issue(issue, by=None)
    drain(until_empty=True)
    client.force_login(issue.seller.user)
    progress = client.get(url("progress", issue)).json()
    assert progress["counts"] == progress["counts"] | {"sent": 4, "snapshot": 4}
    assert progress["percent"] == 100
    assert "Reader" not in str(progress)


def test_a_row_in_doubt_is_shown_and_settled_by_a_button(client, outbox, monkeypatch):
    from sellers.delivery.transports.memory import MemoryTransport

    def cut(self, batch, handover):
        from sellers.delivery.exceptions import ConnectionCut

        position, _ = next(batch)
        handover.writing(position)
        raise ConnectionCut("cut")

    monkeypatch.setattr(MemoryTransport, "send", cut)
    issue = make_issue(readers=1)
    arm_issue(issue, by=None)
    start_due_issues()
    worker = Worker()
    worker.step()
    worker.close()
    client.force_login(issue.seller.user)
    page = client.get(url("send", issue)).content.decode()
    assert "nobody knows whether it arrived" in page
    assert "It arrived" in page
    client.post(url("resolve", issue, Problem.objects.get().pk), {"resolution": "arrived"})
    assert client.get(url("progress", issue)).json()["counts"] == {
        "snapshot": 1, "sent": 1, "failed": 0, "bounced": 0, "suppressed": 0, "held": 0, "in_doubt": 0, "queued": 0,
    }  # fmt: skip


def test_server_words_on_screen_hold_no_address():
    from sellers.delivery.transports.base import outcome_of

    outcome = outcome_of(450, "4.2.0 <maria@example.com>: Recipient busy maria@example.com")
    assert outcome == Outcome(LATER, "450 4.2.0", "(address): Recipient busy (address)")


def test_a_copy_that_sends_nothing_says_so_on_both_screens(client):
    issue = make_issue(readers=2)
    client.force_login(issue.seller.user)
    screens = (reverse("delivery_admin:sends"), url("send", issue))
    assert not any("Nothing leaves at the moment" in client.get(screen).content.decode() for screen in screens)
    Installation.objects.update_or_create(pk=1, defaults={"key": "another's"})
    assert all("Nothing leaves at the moment" in client.get(screen).content.decode() for screen in screens)
