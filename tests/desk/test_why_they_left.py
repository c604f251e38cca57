"""What those who left said: shown to the seller and to leads in plain counts, and never who said it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.audience.services import note_why_left, unsubscribe
from sellers.desk.queries.leaving import _left, what_was_said, why_readers_left, why_they_left
from tests.factories.audience import make_reader
from tests.factories.company import make_region
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


def leave(seller, *answers: str, silent: int = 0) -> None:
    for why in answers:
        note_why_left(make_reader(seller, "Zofia", state="left"), why)
    for _ in range(silent):
        make_reader(seller, "Ewa", state="left")


def screen(user, path: str = "/admin/went/") -> str:
    client = Client()
    client.force_login(user)
    return client.get(path).content.decode()


def test_a_seller_reads_how_many_left_and_what_they_said_in_plain_words(anna):
    leave(anna, "too_many", "too_many", "too_many", "other", silent=1)
    page = screen(anna.user)
    assert "5 left in the last twelve months, and 4 of them said why." in page
    assert "<strong>3 of 4</strong> said “Too many letters”" in page
    assert "Write less often" in page
    assert "Zofia" not in page and "Ewa" not in page


def test_with_two_answers_nothing_is_shown_by_which_one_could_tell_who_said_it(anna):
    leave(anna, "never_asked", "never_asked", silent=3)
    page = screen(anna.user)
    assert "5 left in the last twelve months, and 2 said why." in page
    assert "I never asked for them" not in page


def test_nobody_left_and_nothing_is_said_about_it(anna):
    make_reader(anna, "Zofia")
    assert "Why some left" not in screen(anna.user)


def test_another_sellers_answers_are_not_hers(anna):
    leave(make_seller("Berta Lis"), "other", "other", "other")
    assert why_they_left(seller=anna).left == 0


def test_answers_of_longer_than_a_year_ago_are_over(anna, monkeypatch):
    leave(anna, "other", "other", "other")
    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr("sellers.desk.queries.leaving.timezone.now", lambda: later)
    assert (why_they_left(seller=anna).left, why_they_left(seller=anna).answered) == (0, 0)


def test_who_was_taken_off_was_not_asked_and_is_not_counted(anna):
    unsubscribe(make_reader(anna), source="seller", by=anna.user)
    assert why_they_left(seller=anna).left == 0


def test_leads_see_all_their_sellers_together_and_name_only_those_with_three_answers(anna):
    berta = make_seller("Berta Lis")
    leave(anna, "too_many", "too_many", "not_for_me")
    leave(berta, "other")
    together, each = why_readers_left(viewer=make_user("lead"))
    assert (together.left, together.answered) == (4, 4)
    assert [(seller.name, why.answered) for seller, why in each] == [("Anna Nowak", 3)]
    page = screen(make_user("lead"), "/admin/left/")
    assert "4 left in the last twelve months, and all of them said why." in page
    assert "Berta Lis" not in page


def test_a_lead_of_another_region_sees_nothing_of_them(anna):
    leave(anna, "too_many", "too_many", "not_for_me")
    together, each = why_readers_left(viewer=make_user("lead", region=make_region("far")))
    assert (together.left, each) == (0, [])


@pytest.mark.parametrize("role", ["seller", "assistant"])
def test_nobody_else_opens_the_leads_screen(role, anna):
    with pytest.raises(NotAllowed):
        why_readers_left(viewer=make_user(role))
    client = Client()
    client.force_login(make_user(role))
    assert client.get("/admin/left/").status_code == 404


def test_the_answers_name_nobody_in_the_trail_either(anna):
    leave(anna, "other")
    entry = AuditEntry.objects.get(action="audience.left_why")
    assert (entry.subject, entry.data) == (f"seller:{anna.pk}", {"why": "other"})


def test_a_leads_first_page_tells_what_was_said_and_counts_no_consents(anna):
    leave(anna, "too_many", "too_many", "not_for_me", silent=2)
    office = Client()
    office.force_login(make_user("lead"))
    office.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        page = office.get("/admin/").content.decode()
    assert "3 of those who left in the last twelve months said why." in page
    assert "<strong>2 of 3</strong> said “Too many letters”" in page
    assert not any("sellers_audience_consentevent" in query["sql"] for query in captured)
    assert not any("hub_common_auditentry" in query["sql"] for query in captured)


def test_a_lead_of_one_region_is_not_shown_what_was_counted_for_another(anna):
    leave(anna, "too_many", "too_many", "not_for_me")
    assert what_was_said(viewer=make_user("lead")).answered == 3
    assert what_was_said(viewer=make_user("lead", region=make_region("far"))).answered == 0


def test_how_many_left_is_read_from_an_index_alone_however_many_agreements_there_are(anna):
    leave(anna, "other")
    if connection.vendor == "sqlite":
        assert "COVERING INDEX withdrawn_by_seller" in _left().values_list("seller").annotate(n=Count("pk")).explain()
