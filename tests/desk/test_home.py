"""A seller's home: whom to write to and why now, her letters, and nothing of Wagtail's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sellers.audience.models import SpecialDay
from sellers.audience.services import set_day, suppress
from sellers.delivery.drain import drain
from sellers.delivery.services.arm import arm_issue
from sellers.desk.queries.home import moments, silent_customers
from sellers.desk.services.personal import write_to
from sellers.desk.services.tasks import add_task
from tests.factories.audience import make_reader, make_readers
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(weeks=20)


def page_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/admin/").content.decode()


def titles(seller) -> list[tuple[str, str]]:
    return [(one.kind, one.title) for one in moments(seller=seller)]


def test_an_empty_book_teaches_how_to_begin():
    page = page_of(make_seller().user)
    assert "Begin with one customer" in page
    assert "/admin/customers/add/" in page


def test_a_birthday_of_the_coming_week_is_a_reason_to_write():
    anna = make_seller()
    soon, later = make_reader(anna, "Zofia"), make_reader(anna, "Ewa")
    day = timezone.localdate() + timedelta(days=3)
    set_day(soon, kind=SpecialDay.Kind.BIRTHDAY, day=day.day, month=day.month, by=anna.user)
    day += timedelta(days=20)
    set_day(later, kind=SpecialDay.Kind.BIRTHDAY, day=day.day, month=day.month, by=anna.user)
    assert [one for one in titles(anna) if one[0] == "day"] == [("day", "Zofia")]


def test_who_said_yes_and_has_not_had_a_line_is_welcomed_until_she_has():
    anna = make_seller()
    fresh = make_reader(anna, "Zofia", confirmed_at=timezone.now() - timedelta(days=2))
    assert titles(anna) == [("welcome", "Welcome Zofia")]
    write_to(fresh, subject="Welcome", text="How good that you are here.", by=anna.user)
    assert titles(anna) == []


def test_six_weeks_of_silence_are_said_and_end_with_a_letter():
    anna = make_seller()
    make_reader(anna, "Zofia", confirmed_at=timezone.now() - LONG_AGO)
    make_reader(anna, "Ewa", confirmed_at=timezone.now() - LONG_AGO)
    assert titles(anna) == [("silence", "Zofia and Ewa")]
    issue = make_issue(anna, readers=0)
    arm_issue(issue, by=anna.user)
    drain(until_empty=True)
    assert titles(anna) == []


def test_whoever_may_not_be_written_to_is_no_reason_to_write():
    anna = make_seller()
    gone = make_reader(anna, "Zofia", confirmed_at=timezone.now() - LONG_AGO)
    suppress(address=gone.person.address, reason="bounced")
    make_reader(anna, "Ewa", state="left", confirmed_at=timezone.now() - LONG_AGO)
    assert not silent_customers(seller=anna).exists()


def test_what_is_due_comes_first_and_says_that_it_is_late():
    anna = make_seller()
    who = make_reader(anna, "Zofia", confirmed_at=timezone.now() - LONG_AGO)
    today = timezone.localdate()
    add_task(who, kind="call", due_on=today - timedelta(days=1), text="The blue pot is back", by=anna.user)
    add_task(who, kind="remind", due_on=today + timedelta(days=1), by=anna.user)
    first = moments(seller=anna)[0]
    assert (first.title, first.why, first.late) == ("Call: Zofia", "The blue pot is back", True)
    page = page_of(anna.user)
    assert "was due yesterday" in page
    assert page.count("/done/") == 1


def test_nothing_of_another_sellers_customers_stands_there():
    anna, berta = make_seller("Anna Nowak"), make_seller("Berta Lis")
    add_task(make_reader(anna, "Zofia"), kind="call", due_on=timezone.localdate(), by=anna.user)
    make_readers(berta, 1)
    assert "Zofia" not in page_of(berta.user)


def test_a_seller_without_a_page_is_told_whom_to_ask():
    assert "An administrator has to name your shop" in page_of(make_user("seller"))
