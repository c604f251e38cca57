"""What the company's sign-in says is believed only when it signed it, for us, for this visit, and not long ago."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from hub.accounts import services
from hub.accounts.models import User
from hub.common.models import AuditEntry
from tests.support import forger as forgery
from tests.support.forger import CLIENT, Forger, forging

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
LOGIN = "/accounts/oidc/company/login/"


@pytest.fixture
def eva() -> User:
    return services.create_user(email="eva@company.example", name="Eva Kos", role="assistant", by=None)


@pytest.fixture
def forger(eva: User, settings) -> Iterator[Forger]:
    cache.clear()
    with forging(eva.email) as found:
        app = {
            "provider_id": "company",
            "name": "company account",
            "client_id": CLIENT,
            "secret": "s",
            "settings": {"server_url": found.issuer},
        }
        own = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**own, "APPS": [app]}}
        yield found


def enter(client: Client, forger: Forger, *, nonce: str | None = None):
    asked = parse_qs(urlsplit(client.post(LOGIN)["Location"]).query)
    forger.nonce = asked["nonce"][0] if nonce is None else nonce
    return client.get(f"{LOGIN}callback/", {"code": "c", "state": asked["state"][0]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_honest_token_opens(client: Client, forger: Forger):
    assert enter(client, forger)["Location"] == "/admin/"
    assert is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another-site"},
        {"aud": None},
        {"aud": [CLIENT, "another-site"]},
        {"aud": [CLIENT, "another-site"], "azp": "another-site"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"nonce": None},
        {"nonce": "of another visit"},
        {"sub": "somebody-else"},
    ],
    ids=lambda claims: ", ".join(f"{name}={value}" for name, value in claims.items()),
)
def test_a_token_that_is_not_for_us_here_and_now_opens_nothing(client: Client, forger: Forger, claims):
    forger.claims = claims
    answer = enter(client, forger)
    assert answer.status_code == 403 and not is_in(client)
    assert AuditEntry.objects.filter(action="user.provider_refused").count() == 1


@pytest.mark.parametrize(
    "sign",
    [
        forgery.unsigned,
        forgery.by_another_key,
        forgery.by_a_shared_secret,
        forgery.with_its_claims_changed,
        forgery.none_at_all,
        lambda claims: forgery.signed(claims, kid="2"),
        lambda claims: forgery.signed(claims, kid=""),
        lambda claims: "no token",
    ],
    ids=["unsigned", "another key", "a shared secret", "other claims", "no token", "an unknown key", "no key named", "nonsense"],
)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(client: Client, forger: Forger, sign):
    forger.sign = sign
    answer = enter(client, forger)
    assert answer.status_code == 403 and not is_in(client)


def test_user_info_of_somebody_else_than_the_token_opens_nothing(client: Client, forger: Forger):
    forger.userinfo = {"sub": "somebody-else"}
    assert enter(client, forger).status_code == 403 and not is_in(client)


def test_a_token_that_is_for_us_among_others_opens_when_it_says_that_we_asked(client: Client, forger: Forger):
    forger.claims = {"aud": [CLIENT, "another-site"], "azp": CLIENT}
    assert enter(client, forger)["Location"] == "/admin/" and is_in(client)


def test_a_token_that_was_used_is_used(client: Client, forger: Forger):
    forger.claims = {"jti": "once"}
    assert enter(client, forger)["Location"] == "/admin/"
    other = Client()
    assert enter(other, forger).status_code == 403 and not is_in(other)


def test_the_number_of_a_visit_is_new_each_time_and_never_in_a_page(client: Client, forger: Forger):
    found = {parse_qs(urlsplit(client.post(LOGIN)["Location"]).query)["nonce"][0] for _ in range(3)}
    assert len(found) == 3 and all(len(nonce) >= 32 for nonce in found)
