"""Nothing leaves at night: not what is sent then, not what comes due then, not the rest of what was being sent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from sellers.delivery.clock import quiet_until
from sellers.delivery.drain import Worker
from sellers.delivery.models import Chunk, Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue

WARSAW = ZoneInfo("Europe/Warsaw")
EVENING = datetime(2027, 2, 10, 20, 50, tzinfo=WARSAW)
NIGHT = datetime(2027, 2, 10, 22, 15, tzinfo=WARSAW)
MORNING = datetime(2027, 2, 11, 8, 0, tzinfo=WARSAW)


@pytest.fixture(autouse=True)
def hours(settings):
    settings.QUIET_HOURS = "21:00-08:00"


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2027-02-10T20:59", None),
        ("2027-02-10T21:00", "2027-02-11T08:00"),
        ("2027-02-11T07:59", "2027-02-11T08:00"),
        ("2027-02-11T08:00", None),
    ],
)
def test_the_hours_begin_and_end_on_the_clock_of_the_shop(at, until):
    moment = datetime.fromisoformat(at).replace(tzinfo=WARSAW)
    assert quiet_until(moment, "Europe/Warsaw") == (until and datetime.fromisoformat(until).replace(tzinfo=WARSAW))
    assert quiet_until(datetime(2027, 2, 10, 20, 30, tzinfo=UTC), "America/New_York") is None


def test_hours_at_noon_and_no_hours(settings):
    settings.QUIET_HOURS = "12:00-14:00"
    assert quiet_until(datetime(2027, 2, 10, 13, tzinfo=WARSAW), "Europe/Warsaw") == datetime(2027, 2, 10, 14, tzinfo=WARSAW)
    assert quiet_until(NIGHT, "Europe/Warsaw") is None
    settings.QUIET_HOURS = ""
    assert quiet_until(datetime(2027, 2, 10, 13, tzinfo=WARSAW), "Europe/Warsaw") is None


def test_the_end_is_always_ahead_on_the_nights_when_clocks_change(settings):
    settings.QUIET_HOURS = "21:00-02:30"
    for night in (datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2027, 10, 30, 19, tzinfo=UTC)):
        for minute in range(8 * 60):
            moment = night + timedelta(minutes=minute)
            assert (until := quiet_until(moment, "Europe/Warsaw")) is None or until > moment


@pytest.mark.parametrize("wrong", ["21-8 o'clock", "21:00", "21:00-21:00", "21:00-25:00"])
def test_hours_that_cannot_be_read_are_said_by_check_and_stop_everything(settings, wrong):
    settings.QUIET_HOURS = wrong
    assert "sellers.E002" in [found.id for found in run_checks()]
    with pytest.raises(ImproperlyConfigured, match="QUIET_HOURS"):
        quiet_until(NIGHT, "Europe/Warsaw")


@pytest.mark.django_db
def test_sent_at_night_it_leaves_in_the_morning(outbox):
    with time_machine.travel(NIGHT, tick=False):
        issue = arm_issue(make_issue(readers=2), by=None)
        assert issue.due_at == MORNING and start_due_issues() == 0
    with time_machine.travel(MORNING, tick=False):
        assert start_due_issues() == 1
    assert holds(issue)["snapshot"] == 2


@pytest.mark.django_db
def test_due_before_the_night_and_met_in_it_it_gets_a_new_time(outbox):
    with time_machine.travel(EVENING, tick=False):
        issue = arm_issue(make_issue(readers=2), by=None, due_at=timezone.now() + timedelta(minutes=5))
    with time_machine.travel(EVENING + timedelta(minutes=15), tick=False):
        assert start_due_issues() == 0
    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.state, issue.due_at) == ("armed", MORNING)


@pytest.mark.django_db
def test_a_send_under_way_rests_and_goes_on(outbox, tmp_path):
    with time_machine.travel(EVENING, tick=False):
        issue = make_issue(readers=3)
        arm_issue(issue, by=None)
        start_due_issues()
    with time_machine.travel(NIGHT, tick=False):
        worker = Worker(folder=tmp_path)
        assert worker.step() is False
        worker.close()
    assert outbox == [] and {chunk.not_before for chunk in Chunk.objects.all()} == {MORNING}
    with time_machine.travel(MORNING, tick=False):
        worker = Worker(folder=tmp_path)
        assert worker.step() is True
        worker.close()
    assert len(outbox) == 3 and holds(issue)["sent"] == 3


@pytest.mark.django_db
def test_the_screen_says_when_it_leaves(outbox, client):
    issue = make_issue(readers=2)
    with time_machine.travel(NIGHT, tick=False):
        client.force_login(issue.seller.user)
        page = client.get(f"/admin/sends/{issue.pk}/")
        assert "Nothing leaves between 21:00 and 08:00" in page.content.decode()
        done = client.post(f"/admin/sends/{issue.pk}/", {"when": "now", "readers": 2}, follow=True)
    assert "It leaves at 08:00, to 2 readers" in done.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("2026-03-12T23:30", "At 23:30 nobody is written to there. It leaves on Friday, 13 March at 08:00, to 2 readers."),
        ("2026-03-12T14:15", "It leaves on Thursday, 12 March at 14:15, to 2 readers."),
    ],
)
def test_a_chosen_time_is_told_as_it_will_really_be(outbox, client, chosen, said):
    with time_machine.travel("2026-03-10T09:00:00Z", tick=False):
        issue = make_issue(readers=2)
        client.force_login(issue.seller.user)
        answer = client.post(f"/admin/sends/{issue.pk}/", {"when": "later", "at": chosen, "readers": 2}, follow=True)
    assert said in answer.content.decode()
