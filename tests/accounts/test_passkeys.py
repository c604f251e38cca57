"""A passkey signs in by itself, in a real browser with a virtual authenticator."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.factories.profiles import PASSWORD, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_engine]


@pytest.fixture
def authenticator(page):
    """A phone that knows her finger."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.fixture
def site(live_server, settings) -> str:
    """Passkeys belong to ORIGIN's host, and browsers take them on localhost alone."""
    cache.clear()
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.ORIGIN = address
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


def sign_in_by_password(page, site: str, user) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/**")


def test_a_passkey_is_added_and_signs_in_without_a_password_and_counts_as_the_second_step(page, authenticator, site: str, settings):
    blocked = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security Policy" in message.text else None)
    lead = make_user("lead")
    sign_in_by_password(page, site, lead)
    page.goto(f"{site}/admin/sign-in/")
    page.get_by_role("link", name="Add a passkey").click()
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    assert set(Authenticator.objects.filter(user=lead).values_list("type", flat=True)) == {"webauthn", "recovery_codes"}

    settings.REQUIRE_MFA = True
    page.context.clear_cookies()
    cache.clear()
    page.goto(f"{site}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/admin/")
    assert page.get_by_role("heading", name="Good to see you").count()
    assert blocked == []


def test_a_passkey_of_another_site_opens_nothing(page, authenticator, site: str):
    """The key that the browser holds was never added here."""
    make_user("lead")
    page.goto(f"{site}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_timeout(800)
    page.goto(f"{site}/admin/")
    assert "/accounts/login/" in page.url
