"""allauth is the only way in."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from hub.common.models import OutgoingMail
from tests.factories.profiles import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SIDE_DOORS = [
    "/admin/login/",
    "/_util/login/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/set-password/",
    "/admin/password_reset/complete/",
    "/admin/account/change_password/",
]


@pytest.mark.parametrize("path", SIDE_DOORS)
def test_a_side_door_leads_to_the_one_door_and_signs_nobody_in(path: str, client: Client):
    make_user("seller", email="a@company.example")
    data = {"username": "a@company.example", "password": PASSWORD, "login": "a@company.example", "email": "a@company.example"}
    for answer in (client.get(path), client.post(path, data)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/")
    assert "_auth_user_id" not in client.session
    assert not OutgoingMail.objects.exists()


def routes(resolver=None, before: str = "") -> list[tuple[str, str]]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        found += routes(entry, route) if hasattr(entry, "url_patterns") else [(route, entry.name or "")]
    return found


def test_no_other_route_takes_a_password():
    suspicious = {route for route, _ in routes() if any(word in route for word in ("login", "signup", "password"))}
    known = {path.strip("/") for path in SIDE_DOORS}
    outside = {
        route for route in suspicious
        if not route.startswith(("accounts/", "^accounts/")) and not any(route.startswith((side, "^" + side)) for side in known)
        and not route.startswith(("admin/password_reset/", "^admin/"))
    }  # fmt: skip
    # Passwords of Wagtail's private pages and documents: nobody signs in with them.
    assert outside == {
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        "documents/authenticate_with_password/<int:restriction_id>/",
    }


def test_nobody_signs_up_alone(client: Client):
    answer = client.post("/accounts/signup/", {"email": "new@company.example", "password1": PASSWORD, "password2": PASSWORD})
    assert "By invitation" in answer.content.decode()
    from hub.accounts.models import User

    assert not User.objects.filter(email="new@company.example").exists()


def test_nobody_changes_her_sign_in_address_alone(client: Client):
    client.force_login(make_user("seller"))
    answer = client.post("/accounts/email/", {"email": "mine@elsewhere.example", "action_add": ""})
    assert answer.status_code == 302
    assert not OutgoingMail.objects.exists()


def test_signing_in_by_address_in_any_case(client: Client):
    make_user("seller", email="anna@company.example")
    answer = client.post("/accounts/login/", {"login": "Anna@Company.example", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_the_sign_in_pages_run_no_script_but_the_passkeys_and_load_nothing_from_elsewhere(client: Client):
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"):
        page = client.get(path).content.decode()
        scripts = re.findall(r"<script(?![^>]*application/json)[^>]*>", page)
        assert all(re.search(r'src="/static/(mfa|account)/js/', script) for script in scripts), scripts
        assert bool(scripts) is (path == "/accounts/login/")
        assert "http://" not in page
        assert "https://" not in page


def test_the_reset_mail_is_the_same_for_known_and_unknown_and_only_the_known_gets_one(client: Client):
    make_user("seller", email="anna@company.example")
    known = client.post("/accounts/password/reset/", {"email": "anna@company.example"}, follow=True)
    assert OutgoingMail.objects.count() == 1
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@company.example"}, follow=True)
    assert OutgoingMail.objects.count() == 1
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content


def test_a_forged_host_never_gets_into_a_reset_link(client: Client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_user("seller", email="anna@company.example")
    client.post(
        "/accounts/password/reset/", {"email": "anna@company.example"}, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )
    mail = OutgoingMail.objects.get()
    for part in (mail.subject, mail.text, mail.html, str(mail.headers), mail.from_header):
        assert "evil" not in part
    assert f"{settings.ORIGIN}/accounts/password/reset/key/" in mail.text


def test_five_wrong_passwords_close_the_door_for_a_while(client: Client):
    make_user("seller", email="anna@company.example")
    for _ in range(5):
        client.post("/accounts/login/", {"login": "anna@company.example", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "anna@company.example", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.fixture(autouse=True)
def empty_cache():
    from django.core.cache import cache

    cache.clear()
