"""Every admin route, GET and POST, by everybody who has no business with Anna's letters and readers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch
from django.utils import timezone

from brandguard.models import Artefact
from hub.accounts.models import User
from sellers.profiles.models import WritingGrant
from tests.access.crawl import LETTER_MARKS, READER_MARKS, REVIEWED, WATCHED, Annas, Route, admin_routes, fingerprint
from tests.access.world import make_world
from tests.factories.company import make_region
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db

# Names that two patterns share are reached by the first one that fits.
ROUTES = admin_routes()
PICTURES = {"wagtailimages.Image", "wagtailimages.Rendition"}


@pytest.fixture
def annas() -> Annas:
    return Annas(make_world())


def visit(client: Client, annas: Annas, route: Route) -> list[tuple[str, int, str]]:
    seen = []
    for url in annas.urls(route):
        for method, answer in (("GET", client.get(url)), ("POST", client.post(url, annas.form()))):
            body = answer.getvalue().decode("utf-8", "replace") + str(answer.headers)
            seen.append((f"{method} {url}", answer.status_code, body))
    return seen


def crawl(user: User, annas: Annas, marks: tuple[str, ...], watched: tuple[str, ...], *, letters: bool = True) -> None:
    """`letters` is False for whoever may write some under Anna's page."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    leaks, crashes, changes = [], [], []
    before = fingerprint(watched, world=annas.world, but=user, letters=letters)
    for route in ROUTES:
        try:
            answers = visit(client, annas, route)
        except KeyError:
            continue  # the test above names it
        for where, status, body in answers:
            leaks += [f"{where} shows {mark}" for mark in marks if mark in body]
            if status >= 500:
                crashes.append(f"{where} answers {status}")
        if any(status < 400 for _, status, _ in answers):
            now = fingerprint(watched, world=annas.world, but=user, letters=letters)
            changes += [f"{route.name} {route.route}: {sorted({*now.items()} ^ {*before.items()})}"] * (now != before)
            before = now
        if "_auth_user_id" not in client.session:
            client.force_login(user)
    changes += ["something else"] * (fingerprint(watched, world=annas.world, but=user, letters=letters) != before)
    front = client.get("/admin/").content.decode()
    leaks += [f"a message left behind shows {mark}" for mark in marks if mark in front]
    found = "\n".join(leaks + crashes + changes)
    assert not found, found


def test_every_admin_route_has_its_arguments(annas: Annas):
    unknown = []
    for route in ROUTES:
        try:
            annas.urls(route)
        except (KeyError, NoReverseMatch) as error:
            unknown.append(str(error))
    assert unknown == []
    assert len(ROUTES) > 150


def test_another_seller_finds_and_changes_nothing_of_annas(annas: Annas):
    crawl(annas.world.berta.user, annas, LETTER_MARKS + READER_MARKS, WATCHED + REVIEWED)


def test_an_assistant_of_another_seller_finds_and_changes_nothing_of_annas(annas: Annas):
    crawl(annas.world.assistant, annas, LETTER_MARKS + READER_MARKS, WATCHED + REVIEWED)


def test_an_assistant_whose_grant_is_over_finds_and_changes_nothing_of_annas(annas: Annas):
    WritingGrant.objects.filter(content_object=annas.world.anna).update(until=timezone.localdate() - timedelta(days=1))
    crawl(annas.grant.user, annas, LETTER_MARKS + READER_MARKS, WATCHED + REVIEWED)


def test_an_assistant_who_writes_for_anna_never_meets_a_reader_and_sends_nothing(annas: Annas):
    # Her letters she may write, change, hand in and delete; readers, sends, sellers and grants she may not.
    written = {model for model in WATCHED if model.startswith(("wagtailcore.", "sellers_newsletters.", "sellers_profiles.SellerPage"))}
    crawl(annas.grant.user, annas, READER_MARKS, tuple(set(WATCHED) - PICTURES - written), letters=False)


def test_a_lead_of_another_region_finds_and_changes_nothing_of_annas(annas: Annas):
    lead = make_user("lead", region=make_region("elsewhere"))
    crawl(lead, annas, LETTER_MARKS + READER_MARKS, WATCHED + REVIEWED)


def test_a_lead_never_meets_a_reader_and_changes_nobodys_letter(annas: Annas):
    # What waits may be decided, what is on its way may be stopped: that is what a lead is for. Frozen bytes stay in any case.
    frozen = frozen_bytes()
    allowed = PICTURES | {model for model in WATCHED if model.startswith(("sellers_delivery.", "sellers_profiles.ProfileChange"))}
    crawl(annas.world.lead, annas, READER_MARKS, tuple(set(WATCHED) - allowed))
    assert frozen_bytes() == frozen
    annas.problem.refresh_from_db()
    assert annas.problem.delivery.issue_id == annas.issue.pk


def frozen_bytes() -> list[tuple[object, ...]]:
    return list(Artefact.objects.order_by("pk").values_list("pk", "subject", "sha256", "payload", "document", "audience", "author_id"))
