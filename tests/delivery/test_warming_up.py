"""A new sending domain sends so many letters a day, the rest waits for the next one, and everybody is told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Sum

from sellers.delivery import queries
from sellers.delivery.drain import Worker
from sellers.delivery.models import Chunk, WarmUpDay
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.claim import claim_chunks
from sellers.delivery.services.schedule import start_due_issues
from sellers.delivery.transports import Outcome
from sellers.delivery.transports.base import LATER
from sellers.delivery.transports.memory import MemoryTransport
from sellers.delivery.warm_up import current_plan
from tests.delivery.identity import holds
from tests.factories.delivery import make_issue

pytestmark = pytest.mark.django_db
FIRST = datetime(2027, 3, 1, 9, 0, tzinfo=ZoneInfo("UTC"))


def day(number):
    return time_machine.travel(FIRST + timedelta(days=number - 1), tick=False)


@pytest.fixture(autouse=True)
def plan(settings):
    settings.WARM_UP = "other.example 2027-01-01 5; letters.example 2027-03-01 3 7 120"
    settings.TIME_ZONE = "Europe/Warsaw"


@pytest.fixture
def issue():
    with day(1):
        issue = make_issue(readers=250)
        arm_issue(issue, by=None)
        start_due_issues()
    return issue


def work():
    worker = Worker()
    while worker.step(ahead=True):
        pass
    worker.close()


def test_each_day_sends_its_number_and_after_the_last_there_is_none(issue, outbox):
    sent = []
    for number in range(1, 5):
        with day(number):
            work()
            sent.append(len(outbox))
            assert holds(issue)["sent"] == len(outbox)
    assert sent == [3, 10, 130, 250]
    assert len({envelope.rcpt_to for envelope in outbox}) == 250
    assert list(WarmUpDay.objects.order_by("day").values_list("sent", flat=True)) == [3, 7, 120]


def test_what_is_over_it_waits_for_midnight_on_the_companys_clock(issue, outbox):
    with day(1):
        work()
    assert {str(at) for at in Chunk.objects.filter(queued__gt=0).values_list("not_before", flat=True)} == {"2027-03-01 23:00:00+00:00"}


def test_what_another_worker_holds_counts_as_if_it_had_left(issue):
    with day(1):
        assert [len(claim.rows) for claim in claim_chunks(worker="one")] == [3]
        assert claim_chunks(worker="two") == []
        assert holds(issue)["queued"] == 250


def test_what_was_refused_for_now_takes_no_room(issue, monkeypatch, outbox):
    def later(self, letters, handover):
        for position, _ in letters:
            handover.writing(position)
            handover.done(position, Outcome(LATER, "451", "later"))

    with day(1), monkeypatch.context() as patched:
        patched.setattr(MemoryTransport, "send", later)
        worker = Worker()
        worker.step()
        worker.close()
    assert holds(issue)["queued"] == 250
    with day(1):
        assert queries.warming().left == 3
        Chunk.objects.filter(tries=1).update(not_before=FIRST)
        work()
    assert len(outbox) == 3


def test_without_a_plan_and_for_another_domain_there_is_no_cap(issue, outbox, settings):
    settings.WARM_UP = "other.example 2027-03-01 1"
    with day(1):
        assert queries.warming() is None
        work()
    assert len(outbox) == 250 and not WarmUpDay.objects.exists()


def test_a_plan_that_has_not_begun_holds_to_its_first_number(settings):
    settings.WARM_UP = "letters.example 2027-04-01 9 99"
    with day(1):
        assert (queries.warming().day, queries.warming().cap) == (1, 9)


@pytest.mark.parametrize(
    "wrong", ["letters.example", "letters.example soon 5", "letters.example 2027-03-01", "letters.example 2027-03-01 0"]
)
def test_a_plan_that_cannot_be_read_is_said_by_check_and_stops_everything(issue, outbox, settings, wrong):
    settings.WARM_UP = wrong
    assert "sellers.E003" in [found.id for found in run_checks()]
    with pytest.raises(ImproperlyConfigured, match="WARM_UP"):
        current_plan()
    with day(1), pytest.raises(ImproperlyConfigured):
        work()
    assert outbox == [] and Chunk.objects.aggregate(Sum("queued"))["queued__sum"] == 250


def test_the_pages_say_what_waits_and_why(issue, outbox, client):
    with day(1):
        other = make_issue(issue.seller, readers=0)
        work()
        client.force_login(issue.seller.user)
        page = client.get(f"/admin/sends/{issue.pk}/").content.decode()
        assert "247 letters wait for tomorrow: our sending domain is new" in page
        assert "asked us to come back later" not in page
        before = client.get(f"/admin/sends/{other.pk}/").content.decode()
        assert "Today, day 1 of 3, 0 more letters may leave" in before
        assert client.get("/health/ready").json()["notes"] == {"warm_up": "day 1 of 3: 3 of 3 letters have left today"}
    with day(4):
        assert client.get("/health/ready").json()["notes"] == {}


def test_at_night_the_page_speaks_of_the_night(issue, outbox, client, settings):
    settings.WARM_UP, settings.QUIET_HOURS = "", "08:00-12:00"
    with day(1):
        work()
        client.force_login(issue.seller.user)
        assert "The rest leaves in the morning" in client.get(f"/admin/sends/{issue.pk}/").content.decode()
