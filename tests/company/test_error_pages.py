"""When something is wrong, people read what happened and what to do next, in the company's looks."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults

from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_leads_on(client):
    answer = client.get("/no-such-page-of-maria@example.com/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Nothing is here" in page
    assert 'href="/"' in page
    assert "maria@example.com" not in page


def test_who_is_signed_in_is_shown_the_way_to_her_desk(client):
    assert reverse("wagtailadmin_home") not in client.get("/no-such-page/").content.decode()
    client.force_login(make_seller().user)
    assert reverse("wagtailadmin_home") in client.get("/no-such-page/").content.decode()


def test_what_is_not_hers_says_so():
    request = RequestFactory().get("/")
    request.user = make_user("lead")
    answer = defaults.permission_denied(request, PermissionError("secret details"))
    assert answer.status_code == 403
    assert b"not for you to see" in answer.content
    assert b"secret" not in answer.content


def test_a_form_from_elsewhere_is_refused_in_plain_words():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "anna@example.com"})
    assert answer.status_code == 403
    assert b"send it once more" in answer.content


@pytest.mark.parametrize(("view", "arguments", "words"), [
    (defaults.server_error, (), b"not your doing"),
    (defaults.bad_request, (SuspiciousOperation("secret details"),), b"could not read this request"),
])  # fmt: skip
def test_these_pages_need_no_database(django_assert_num_queries, view, arguments, words):
    with django_assert_num_queries(0):
        answer = view(RequestFactory().get("/"), *arguments)
    assert words in answer.content
    assert b"secret" not in answer.content
    assert b"{%" not in answer.content


def test_search_engines_are_told_what_to_leave_alone(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert "Disallow: /" not in lines
