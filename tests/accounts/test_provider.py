"""The company's own sign-in, against a real OpenID provider in a process of its own: it says who, we say what she may do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from hub.accounts import services
from hub.accounts.models import Role, User
from hub.common.models import AuditEntry
from tests.factories.profiles import make_seller, make_user
from tests.support.provider import CLIENT, SECRET
from tests.support.servers import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
ROOT = Path(__file__).resolve().parents[2]
LOGIN = "/accounts/oidc/company/login/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_port()
    words = [sys.executable, "-m", "tests.support.provider", str(port), "http://testserver/accounts/oidc/company/login/callback/"]
    outer = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with subprocess.Popen(words, cwd=ROOT, env=outer, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline(), "the provider did not start"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture(autouse=True)
def company(issuer: str, settings) -> None:
    cache.clear()
    app = {"provider_id": "company", "name": "company account", "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": issuer}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    settings.OIDC_NAME = "company account"


def enter(client: Client, issuer: str, address: str):
    """As a browser does it: our button, the provider's sign-in, and back with a code."""
    away = client.post(LOGIN)["Location"]
    assert away.startswith(f"{issuer}/identity/o/authorize?")
    assert "code_challenge" in parse_qs(urlsplit(away).query)
    browser = requests.Session()
    browser.get(f"{issuer}/as/{address}/", timeout=10)
    back = browser.get(away, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    assert parts.path == f"{LOGIN}callback/"
    return client.get(f"{parts.path}?{parts.query}")


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def invited(address: str = "eva@company.example", role: str = "assistant") -> User:
    return services.create_user(email=address, name="Eva Kos", role=role, by=None)


def test_an_invited_person_comes_in_and_the_invitation_counts_as_accepted(issuer: str, client: Client):
    eva = invited()
    assert enter(client, issuer, eva.email)["Location"] == "/admin/"
    assert who(client) == str(eva.pk)
    assert eva.invitations.get().accepted_at
    assert client.get("/admin/").status_code == 200
    actions = AuditEntry.objects.filter(subject=f"user:{eva.pk}").order_by("seq").values_list("action", "data__how")
    assert list(actions)[2:] == [("user.invitation_accepted", "provider"), ("user.signed_in", None)]


def test_a_stranger_is_nobody_here_though_the_provider_knows_her(issuer: str, client: Client):
    answer = enter(client, issuer, "stranger@elsewhere.example")
    assert answer.status_code == 403
    assert "Nobody is invited" in answer.content.decode()
    assert who(client) is None
    assert not User.objects.exists()
    line = AuditEntry.objects.get(action="user.provider_refused")
    assert line.subject == "user:unknown"
    assert "stranger" not in f"{line.data}"


def test_an_address_that_the_provider_did_not_check_opens_nothing_unless_settings_say_so(issuer: str, client: Client, settings):
    user = invited("unchecked@company.example")
    assert enter(client, issuer, user.email).status_code == 403
    assert who(client) is None
    settings.OIDC_TRUST_EMAIL = True
    enter(client, issuer, user.email)
    assert who(client) == str(user.pk)


def test_an_invitation_that_was_taken_back_and_a_sign_in_that_was_ended_open_nothing(issuer: str, client: Client):
    eva = invited()
    services.revoke_invitation(eva, by=None)
    assert enter(client, issuer, eva.email).status_code == 403
    services.invite(eva, by=None)
    enter(client, issuer, eva.email)
    services.deactivate_user(eva, by=None)
    other = Client()
    assert enter(other, issuer, eva.email).status_code == 403
    assert (who(client), who(other)) == (None, None)


def test_after_the_first_time_her_account_there_counts_and_not_its_address(issuer: str, client: Client):
    eva = invited()
    enter(client, issuer, eva.email)
    services.change_details(eva, name=eva.name, email="eva.new@company.example", region=None, by=None)
    invited("eva@company.example")
    other = Client()
    enter(other, issuer, "eva@company.example")
    assert who(other) == str(eva.pk)


def test_the_provider_gives_no_role_and_nothing_of_what_it_tells_is_kept(issuer: str, client: Client):
    eva = invited()
    enter(client, issuer, eva.email)
    eva.refresh_from_db()
    assert eva.role == Role.ASSISTANT
    assert SocialAccount.objects.get().extra_data == {}
    again = Client()
    enter(again, issuer, eva.email)
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize(
    ("address", "role"),
    [("eva@company.example", "lead"), ("both@company.example", "assistant"), ("anna@company.example", "seller")],
    ids=["mapped", "two answers are none", "a seller stays one"],
)
def test_a_role_comes_from_the_provider_only_as_the_settings_map_it(issuer: str, client: Client, settings, address: str, role: str):
    settings.OIDC_ROLE_CLAIM, settings.OIDC_ROLES = "groups", {"marketing": "lead", "it": "administrator"}
    user = make_seller("Anna Nowak", email=address).user if role == "seller" else invited(address)
    enter(client, issuer, address)
    user.refresh_from_db()
    assert user.role == role


def test_a_lead_needs_her_second_step_by_this_door_too(issuer: str, client: Client, settings):
    settings.REQUIRE_MFA = True
    lead = invited(role="lead")
    enter(client, issuer, lead.email)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/"


def test_nobody_ties_another_account_to_her_own_and_a_code_of_somebody_elses_visit_is_refused(issuer: str, client: Client):
    seller = make_user("seller")
    client.force_login(seller)
    away = client.post(f"{LOGIN}?process=connect")["Location"]
    browser = requests.Session()
    browser.get(f"{issuer}/as/eva@company.example/", timeout=10)
    back = urlsplit(browser.get(away, allow_redirects=False, timeout=10).headers["Location"])
    foreign = Client().get(f"{back.path}?{back.query}")
    assert foreign.status_code == 403
    assert client.get(f"{back.path}?{back.query}").status_code == 403
    assert not SocialAccount.objects.exists()
    for path in ("/accounts/3rdparty/", "/accounts/3rdparty/signup/"):
        assert client.post(path).status_code == 302


def test_looking_at_the_door_starts_nothing(client: Client):
    assert client.get(LOGIN).status_code == 200
    assert "Sign in with your company account" in client.get("/accounts/login/").content.decode()


def test_without_settings_there_is_no_such_door(client: Client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert client.post(LOGIN).status_code == 404
    assert "company account" not in client.get("/accounts/login/").content.decode()
