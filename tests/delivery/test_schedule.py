"""Times on a wall clock: each letter leaves once, never early, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from sellers.delivery.clock import moment_of
from sellers.delivery.models import Issue
from sellers.delivery.services import schedule, start
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue

# (zone, a local day on which its clock is put forward, one on which it is put back)
CHANGES = (
    ("Europe/Warsaw", "2027-03-28", "2027-10-31"),
    ("Europe/London", "2027-03-28", "2027-10-31"),
    ("America/New_York", "2027-03-14", "2027-11-07"),
    ("America/Santiago", "2027-09-05", "2027-04-03"),
    ("Australia/Lord_Howe", "2027-10-03", "2027-04-04"),  # half an hour
    ("Pacific/Auckland", "2027-09-26", "2027-04-04"),
    ("Asia/Beirut", "2027-03-28", "2027-10-30"),  # at midnight
    ("Africa/Cairo", "2027-04-30", "2027-10-28"),
)
QUARTERS = [timedelta(minutes=15 * n) for n in range(96)]


@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, forward, back in CHANGES for day in (forward, back)])
def test_every_quarter_of_a_day_on_which_the_clock_changes(zone, day):
    place, midnight = ZoneInfo(zone), datetime.fromisoformat(day)
    moments = []
    for quarter in QUARTERS:
        wall = midnight + quarter
        moment = moment_of(wall, zone)
        shown = moment.astimezone(place).replace(tzinfo=None)
        # What the clock shows at that moment is what was asked for; a time that is jumped over gives the first minute after the gap.
        before = (moment - timedelta(minutes=1)).astimezone(place).replace(tzinfo=None)
        assert shown == wall or (shown > wall and before < wall)
        # Of two such moments it is the first.
        earlier = moment - timedelta(minutes=30), moment - timedelta(hours=1)
        assert all(at.astimezone(place).replace(tzinfo=None) != wall for at in earlier)
        moments.append(moment)
    assert moments == sorted(moments)


def test_the_days_above_do_have_a_change():
    for zone, forward, back in CHANGES:
        lengths = []
        for day in (forward, back):
            first = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
            last = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
            lengths.append((last.astimezone(UTC) - first.astimezone(UTC)) != timedelta(days=1))
        assert all(lengths), zone


@pytest.mark.django_db
def test_two_schedulers_at_once_start_it_once(outbox, monkeypatch):
    """The second one looks while the first is in the middle of it."""
    issue = make_issue(readers=4)
    arm_issue(issue, by=None)
    fixed, seconds = start._fix_readers, []

    def at_the_same_time(issue):
        if not seconds:
            seconds.append(0)
            seconds.append(start_due_issues())
        fixed(issue)

    monkeypatch.setattr(start, "_fix_readers", at_the_same_time)
    assert start_due_issues() == 1
    assert seconds == [0, 0]
    assert holds(issue)["snapshot"] == 4


@pytest.mark.django_db
def test_none_leaves_early_and_each_once_while_the_clock_jumps(outbox):
    issue = make_issue(readers=2)
    due = (timezone.now() + timedelta(hours=8)).replace(microsecond=0)
    arm_issue(issue, by=None, due_at=due)
    started = 0
    for n in range(100):
        # Back and forth by up to an hour, and slowly onwards.
        at = due + timedelta(minutes=(n * 37) % 120 - 119 + n // 4 - 25)
        with time_machine.travel(at, tick=False):
            found = start_due_issues()
        assert not (found and at < due)
        started += found
    with time_machine.travel(due + timedelta(minutes=5), tick=False):
        started += start_due_issues()
    assert started == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("late", "state"), [(schedule.TOO_LATE, "sending"), (schedule.TOO_LATE + timedelta(seconds=1), "late")])
def test_what_is_over_late_asks(outbox, late, state):
    issue = make_issue(readers=2)
    due = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    arm_issue(issue, by=None, due_at=due)
    with time_machine.travel(due + late, tick=False):
        start_due_issues()
    assert Issue.objects.get(pk=issue.pk).state == state
