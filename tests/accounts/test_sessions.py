"""Where one is signed in is seen and ended on a screen of ours; what happened at the door is told to administrators."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.accounts import queries, services
from hub.accounts.models import User
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from tests.factories.profiles import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def signed_in(user: User, agent: str = "Mozilla/5.0 (iPhone) Safari/604") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.fixture
def seller() -> User:
    return make_user("assistant", name="Ola Nowak")


def test_she_sees_each_browser_and_ends_one_of_them(seller: User):
    here, phone, shop = signed_in(seller), signed_in(seller), signed_in(seller, "Mozilla/5.0 (Windows NT 10.0) Firefox/140")
    page = here.get("/admin/sign-in/")
    text = page.content.decode()
    assert "Safari on an iPhone" in text
    assert "Firefox on Windows" in text
    assert sum(this for _, this in page.context["sessions"]) == 1
    theirs = next(s for s, _ in page.context["sessions"] if s.session_key == shop.session.session_key)
    here.post("/admin/sign-in/", {"session": theirs.pk})
    assert [is_in(client) for client in (here, phone, shop)] == [True, True, False]


def test_she_ends_all_others_at_once_and_keeps_the_one_she_uses(seller: User):
    here, there = signed_in(seller), signed_in(seller)
    here.post("/admin/sign-in/")
    assert (is_in(here), is_in(there)) == (True, False)
    line = AuditEntry.objects.get(action="user.sessions_ended")
    assert (line.actor_id, line.subject, line.data) == (seller.pk, f"user:{seller.pk}", {"count": 1})


def test_nobody_ends_or_sees_the_session_of_another(seller: User):
    other = make_user("lead")
    theirs, mine = signed_in(seller), signed_in(other)
    session = queries.sessions_of(about=seller, viewer=seller)[0]
    mine.post("/admin/sign-in/", {"session": session.pk})
    assert is_in(theirs)
    for act in (lambda: services.end_sessions(seller, by=other), lambda: queries.sessions_of(about=seller, viewer=other)):
        with pytest.raises(NotAllowed):
            act()


def test_an_administrator_signs_somebody_out_everywhere(seller: User):
    theirs, office = signed_in(seller), Client()
    office.force_login(make_user("administrator"))
    assert "Safari on an iPhone" in office.get(f"/admin/people/{seller.pk}/").content.decode()
    office.post(f"/admin/people/{seller.pk}/sign-out/")
    assert not is_in(theirs)


def test_a_new_password_ends_the_sessions_elsewhere(seller: User):
    here, there = signed_in(seller), signed_in(seller)
    fresh = "quite another pass phrase"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert not is_in(there)


def test_administrators_read_who_came_in_and_who_was_refused(seller: User):
    office, administrator = Client(), make_user("administrator")
    office.force_login(administrator)
    Client().post("/accounts/login/", {"login": seller.email, "password": "wrong"})
    Client().post("/accounts/login/", {"login": "nobody@example.com", "password": "wrong"})
    signed_in(seller)
    page = office.get("/admin/people/log/").content.decode()
    assert page.count("a sign-in failed") >= 2
    assert "somebody unknown" in page
    assert "nobody@" not in page
    assert "signed in" in office.get("/admin/people/log/?q=ola").content.decode()
    failed = office.get("/admin/people/log/?only=failed").content.decode()
    assert "a sign-in failed" in failed
    assert "<td>signed in</td>" not in failed
    with pytest.raises(NotAllowed):
        queries.sign_in_events(viewer=seller)


def test_the_log_costs_the_same_whatever_it_shows(seller: User, django_assert_max_num_queries):
    office = Client()
    office.force_login(make_user("administrator"))
    for number in range(30):
        services.create_user(email=f"p{number}@company.example", name=f"P {number}", role="lead", by=None)
    office.get("/admin/people/log/")
    with django_assert_max_num_queries(14):
        office.get("/admin/people/log/")


def test_no_log_names_an_address(seller: User, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        Client().post("/accounts/login/", {"login": seller.email, "password": "wrong"})
        Client().post("/accounts/login/", {"login": "stranger@example.com", "password": "wrong"})
        Client().post("/accounts/password/reset/", {"email": seller.email})
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in said if "@" in line]


def test_the_limit_counts_the_visitor_behind_our_proxy_and_not_the_proxy(seller: User, settings):
    settings.BEHIND_PROXY = True
    for number in range(40):
        Client().post("/accounts/login/", {"login": f"x{number}@example.com", "password": "x"}, headers={"x-forwarded-for": "198.51.100.7"})
    refused = Client(headers={"x-forwarded-for": "198.51.100.7"})
    assert refused.post("/accounts/login/", {"login": seller.email, "password": PASSWORD}).status_code == 429
    welcome = Client(headers={"x-forwarded-for": "198.51.100.8"})
    assert welcome.post("/accounts/login/", {"login": seller.email, "password": PASSWORD}).status_code == 302


def test_who_did_nothing_for_long_signs_in_anew(seller: User, settings):
    settings.SESSION_IDLE_HOURS = 2
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        here = signed_in(seller)
        for minutes in (90, 180, 270):
            clock.move_to(start + timedelta(minutes=minutes))
            assert is_in(here)
        clock.move_to(start + timedelta(minutes=270 + 121))
        asked = here.get("/admin/")
        assert asked.status_code == 302 and "/login/" in asked["Location"]
        assert not is_in(here)
        assert queries.sessions_of(about=seller, viewer=seller) == []
        assert AuditEntry.objects.filter(action="user.signed_out", actor_id=seller.pk).count() == 1


def test_a_page_that_asks_by_itself_is_no_sign_of_a_person(seller: User, settings):
    settings.SESSION_IDLE_HOURS = 2
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        here = signed_in(seller)
        assert is_in(here)
        for minutes in (60, 119, 121):
            clock.move_to(start + timedelta(minutes=minutes))
            here.get("/admin/sends/1/progress/")
        assert not is_in(here)


def test_idleness_is_not_asked_for_where_the_settings_say_so(seller: User, settings):
    settings.SESSION_IDLE_HOURS = 0
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        here = signed_in(seller)
        assert is_in(here)
        clock.move_to(start + timedelta(hours=100))
        assert is_in(here)


def test_a_readers_page_neither_counts_nor_asks_who_is_signed_in(seller: User, client: Client):
    client.get("/")
    assert "last_seen" not in client.session


def test_it_is_written_down_at_most_once_a_minute(seller: User):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        here = signed_in(seller)
        clock.move_to(start + timedelta(seconds=61))
        with CaptureQueriesContext(connection) as first:
            here.get("/admin/")
        with CaptureQueriesContext(connection) as second:
            here.get("/admin/")
    written = [[q["sql"] for q in found if q["sql"].startswith("UPDATE") and "django_session" in q["sql"]] for found in (first, second)]
    assert (len(written[0]), len(written[1])) == (1, 0)
