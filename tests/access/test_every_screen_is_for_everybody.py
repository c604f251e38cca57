"""Every page and screen of ours, found by its route: no WCAG 2.2 A or AA violation, by day at a desk and by night on a phone.

A new view is looked at without a line here. One that nobody can open by GET, or that answers with no page, stands in NO_PAGE.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import resolve

from hub.accounts.models import User
from sellers.audience import tokens
from sellers.audience.choices import Source
from sellers.audience.models import ConsentEvent
from sellers.audience.services import ask_customers, ask_hand_overs, begin_hand_over, erase_person
from tests.access.crawl import Annas
from tests.access.matrix import places_of
from tests.access.world import MARK, make_world
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller, make_user
from tests.support.browser import DESKTOP, PHONE, WIDER, axe_violations, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_engine]
# Buttons fade from the day's colours to those of the night.
FADED = 300
OURS = ("hub.", "sellers.", "brandguard.", "allauth.")
NO_PAGE = {
    # Files, pictures, feeds, and what a script asks for.
    "<slug:slug>/<print:kind>.svg",
    "<slug:slug>/contact.vcf",
    "<slug:slug>/letters.xml",
    "accounts/2fa/recovery-codes/download/",
    "accounts/2fa/webauthn/login/",
    "admin/approved-texts/choose/",
    "admin/approved-texts/choose/chosen-multiple/",
    "admin/approved-texts/choose/chosen/<str:pk>/",
    "admin/approved-texts/choose/results/",
    "admin/customers/<int:reader_id>/state/",
    "admin/readers/import/<int:import_id>/refused.csv",
    "admin/sends/<int:pk>/progress/",
    "admin/guard/trials/<int:pk>/",
    "favicon.ico",
    "health/live",
    "health/ready",
    "icon.svg",
    "robots.txt",
    # They lead on, or act by POST alone.
    "accounts/password/set/",
    "admin/settings/<slug:app_name>/<slug:model_name>/<int:pk>/",
    "admin/settings/hub_company/brandkit/<int:pk>/",
    "p/<str:token>/data",
    "subscribe/<slug:slug>/",
    "u/<str:token>/back",
    "u/<str:token>/why",
    # Not for somebody who is signed in by a password, or without the company's own sign-in.
    "accounts/2fa/authenticate/",
    "accounts/3rdparty/login/error/",
    "accounts/login/code/confirm/",
    # With a key that a real device has made: tests/accounts plays these in the browser.
    "accounts/2fa/webauthn/keys/<int:pk>/edit/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/",
    "accounts/2fa/webauthn/reauthenticate/",
    "accounts/oidc/<str:provider_id>/login/",
    "accounts/oidc/<str:provider_id>/login/callback/",
}


def is_ours(url: str) -> bool:
    view = resolve(url.partition("?")[0]).func
    return getattr(view, "view_class", view).__module__.startswith(OURS)


def opens(client: Client, url: str) -> bool:
    """A whole page, and no piece of one, file or redirect."""
    answer = client.get(url)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and not answer.streaming
    return is_page and b"<html" in answer.content[:2000]


def found(annas: Annas, people: dict[str, User | None]) -> tuple[dict[str, list[str]], set[str]]:
    """{who: the screens to open as this person}, each by the first who may, and the routes of ours without a page."""
    clients = {who: Client() for who in people}
    for who, user in people.items():
        if user is not None:
            come_in(clients[who], user)
    screens: dict[str, list[str]] = {who: [] for who in people}
    without, real = set(), in_their_proper_state(annas)
    for place in places_of(annas):
        url = real.get(place.line) or (place.url.partition("?")[0] if is_ours(place.url) else "")
        who = next((who for who, client in clients.items() if opens(client, url)), None) if url else ""
        if who:
            screens[who].append(url)
        elif who is None and clients["an administrator"].get(url).status_code != 405:  # else it acts, by POST alone
            without.add(place.line)
    return screens, without


def come_in(client: Client, user: User) -> None:
    """Signed in by a password just now, so that what asks for it once more opens."""
    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()


def with_a_second_factor() -> User:
    """An app on her phone, and codes on paper."""
    user = make_user("seller")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    return user


def in_their_proper_state(annas: Annas) -> dict[str, str]:
    """Where places lie that the crawl meets with a link that is not valid: a question that waits, a trial that runs."""
    carla = make_seller("Carla Mai")
    make_reader(carla, "Ola")
    away = begin_hand_over(carla, reason="away", by=None)
    ask_customers(away, successor=annas.world.anna, shop_voice=annas.world.berta, by=annas.world.administrator)
    ask_hand_overs()
    asked = ConsentEvent.objects.filter(seller=carla, kind="requested").latest("pk")
    erased = erase_person(make_reader(carla, "Iga").person, source=Source.PREFERENCES)
    return {
        "r/<str:token>": f"/r/{tokens.receipt_token(erased)}",
        "h/<str:token>": tokens.hand_over_url(away.answers.get().pk).removeprefix(settings.ORIGIN),
        "yes/<str:token>": f"/yes/{tokens.confirm_token(asked.pk)}",
        "admin/guard/recalls/new/": f"/admin/guard/recalls/new/?kind=phrase&ref={quote(MARK)}",
    }


@pytest.fixture
def annas() -> Annas:
    return Annas(make_world())


WHO = ("a stranger", "the seller", "a lead", "an assistant", "an administrator", "somebody with a second factor")


def everybody(annas: Annas) -> dict[str, User | None]:
    world = annas.world
    lead = make_user("lead", region=world.anna.shop.region)
    return dict(zip(WHO, (None, world.anna.user, lead, world.assistant, world.administrator, with_a_second_factor()), strict=True))


def test_no_screen_of_ours_shuts_anybody_out(annas, browser, live_server):
    people = everybody(annas)
    screens, without = found(annas, people)
    assert without == NO_PAGE
    assert sum(map(len, screens.values())) > 80
    wrong = [fault for who, paths in screens.items() for fault in faults(browser, live_server.url, people[who], paths)]
    assert "\n".join(wrong) == ""


def faults(browser: "Browser", origin: str, user: User | None, paths: list[str]) -> Iterator[str]:
    context = browser.new_context(viewport=DESKTOP)
    if user is not None:
        client = Client()
        come_in(client, user)
        sign_in(context, client, origin)
    page = context.new_page()
    for path in paths:
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        page.goto(origin + path)
        yield from (f"{path} by day: {violation}" for violation in axe_violations(page))
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(FADED)
        yield from (f"{path} on a phone by night: {violation}" for violation in axe_violations(page))
        if (wider := page.evaluate(WIDER)) > 0:
            yield f"{path} is {wider} pixels wider than a phone"
    context.close()
