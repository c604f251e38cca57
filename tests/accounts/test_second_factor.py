"""Leads and administrators need a second factor where REQUIRE_MFA is on; sign-in leaves its traces, without addresses."""

import time

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from hub.common.models import AuditEntry
from tests.factories.profiles import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_MFA = True
    cache.clear()


def code(secret: str, *, step: int = 0) -> str:
    """What the app on her phone shows (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def sign_in(client: Client, user) -> object:
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def set_up(client: Client) -> str:
    """As the browser is led: the password once more, then the code."""
    ask = client.get(ACTIVATE).headers["Location"]
    assert ask.startswith("/accounts/reauthenticate/")
    client.post(ask, {"password": PASSWORD})
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code(secret)})
    return secret


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_without_a_second_factor_every_admin_page_leads_to_setting_one_up(client: Client, role: str):
    sign_in(client, make_user(role))
    for path in ("/admin/", "/admin/review/", "/admin/people/", "/admin/pages/"):
        for answer in (client.get(path), client.post(path)):
            assert (answer.status_code, answer.headers["Location"]) == (302, ACTIVATE)


def test_set_up_with_a_real_code_it_opens_the_admin_and_is_asked_for_from_then_on(client: Client):
    lead = make_user("lead")
    sign_in(client, lead)
    secret = set_up(client)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert client.get("/admin/").status_code == 200
    cache.clear()
    other = Client()
    assert sign_in(other, lead).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/admin/").status_code == 302
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in other.session
    other.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert other.get("/admin/").status_code == 200


def test_a_recovery_code_signs_in_once(client: Client):
    lead = make_user("lead")
    sign_in(client, lead)
    set_up(client)
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        cache.clear()
        other = Client()
        sign_in(other, lead)
        other.post("/accounts/2fa/authenticate/", {"code": spare})
        assert ("_auth_user_id" in other.session) is works


def test_sellers_and_a_local_try_out_need_none(client: Client, settings):
    client.force_login(make_user("assistant"))
    assert client.get("/admin/").status_code == 200
    settings.REQUIRE_MFA = False
    client.force_login(make_user("lead"))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
def test_no_side_door_lets_a_password_alone_in(client: Client, door: str):
    lead = make_user("lead")
    sign_in(client, lead)
    set_up(client)
    other = Client()
    other.post(door, {"username": lead.email, "login": lead.email, "password": PASSWORD})
    assert "_auth_user_id" not in other.session


def test_sign_in_leaves_its_traces_and_no_address(client: Client, django_capture_on_commit_callbacks):
    lead = make_user("lead")
    client.post("/accounts/login/", {"login": lead.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": "stranger@example.com", "password": "wrong"})
    sign_in(client, lead)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    client.post("/accounts/logout/")
    lines = AuditEntry.objects.filter(action__startswith="user.").order_by("seq")
    assert [(line.action, line.subject) for line in lines if line.action != "user.created"] == [
        ("user.sign_in_failed", f"user:{lead.pk}"),
        ("user.sign_in_failed", "user:unknown"),
        ("user.signed_in", f"user:{lead.pk}"),
        ("user.second_factor_added", f"user:{lead.pk}"),  # the app
        ("user.second_factor_added", f"user:{lead.pk}"),  # the recovery codes
        ("user.signed_out", f"user:{lead.pk}"),
    ]
    assert not [line for line in lines if "@" in f"{line.actor}{line.subject}{line.data}"]


def test_allauths_own_list_of_sessions_leads_to_ours(client: Client):
    sign_in(client, make_user("assistant"))
    assert client.get("/accounts/sessions/").headers["Location"] == "/admin/sign-in/"


def test_an_apps_secret_lies_sealed_and_what_was_stored_before_still_counts(client: Client):
    lead = make_user("lead")
    sign_in(client, lead)
    secret = set_up(client)
    stored = Authenticator.objects.get(type="totp")
    assert stored.data["secret"].startswith("sealed:")
    assert secret not in stored.data["secret"]
    stored.data["secret"] = secret
    stored.save()
    cache.clear()
    other = Client()
    sign_in(other, lead)
    other.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert "_auth_user_id" in other.session


def test_a_password_set_by_a_mail_signs_nobody_in_past_the_second_step(client: Client):
    lead = make_user("lead")
    sign_in(client, lead)
    set_up(client)
    lead.refresh_from_db()
    key = f"{user_pk_to_url_str(lead)}-{default_token_generator.make_token(lead)}"
    other = Client()
    form = other.get(f"/accounts/password/reset/key/{key}/")["Location"]
    fresh = {"password1": "a brand new pass phrase", "password2": "a brand new pass phrase"}
    assert other.post(form, fresh).status_code == 302
    assert "_auth_user_id" not in other.session


def test_the_api_of_the_admin_asks_for_the_second_step_too(client: Client):
    sign_in(client, make_user("administrator"))
    for path in ("/admin/api/main/pages/", "/admin/api/main/images/"):
        assert client.get(path).status_code == 302
        assert client.get(path, headers={"authorization": "Token abc"}).status_code == 302
