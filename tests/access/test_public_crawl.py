"""Every route outside /admin/, by strangers: nothing that was not sent, no reader, and no token on another's route."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from hub.accounts.models import Invitation
from hub.accounts.tokens import INVITATION
from hub.common.tokens import sign
from sellers.audience import tokens
from sellers.delivery.tokens import message_id_token, return_path_local
from sellers.desk.tokens import customer_reference
from sellers.newsletters.models import LetterPage
from sellers.newsletters.theme import page_address
from tests.access.crawl import ADDRESS, LETTER_MARKS, NOTE, READER, SENT, Annas
from tests.access.world import make_world
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db

# Each route and the places in it that a stranger would try. A new route needs its line here.
PLACES: dict[str, list[str]] = {
    "api/purchases": ["/api/purchases"],
    "icon.svg": ["/icon.svg"],
    "favicon.ico": ["/favicon.ico"],
    "robots.txt": ["/robots.txt"],
    "health/live": ["/health/live"],
    "health/ready": ["/health/ready"],
    "^accounts/(?:email|confirm-email)/": ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/abc/"],
    "^accounts/3rdparty/(?:signup/)?$": ["/accounts/3rdparty/", "/accounts/3rdparty/signup/"],
    "invitation/<str:token>": ["/invitation/{token}"],
    "_util/login/": ["/_util/login/"],
    "documents/^(\\d+)/(.*)$": ["/documents/{document}/annas.png", "/documents/{document}/"],
    "documents/authenticate_with_password/<int:restriction_id>/": ["/documents/authenticate_with_password/1/"],
    "<slug:slug>/contact.vcf": ["/{slug}/contact.vcf", "/nobody/contact.vcf"],
    "<slug:slug>/poster/": ["/{slug}/poster/", "/nobody/poster/"],
    "<slug:slug>/cards/": ["/{slug}/cards/"],
    "<slug:slug>/<print:kind>.svg": ["/{slug}/poster.svg", "/{slug}/card.svg", "/{slug}/qr.svg"],
    "<slug:slug>/letters.xml": ["/{slug}/letters.xml", "/nobody/letters.xml"],
    "<slug:slug>/letters/": ["/{slug}/letters/", "/{slug}/letters/?page=999"],
    "subscribe/<slug:slug>/": ["/subscribe/{slug}/"],
    "subscribe/<slug:slug>/sent/": ["/subscribe/{slug}/sent/"],
    "yes/<str:token>": ["/yes/{token}"],
    "u/<str:token>": ["/u/{token}"],
    "u/<str:token>/why": ["/u/{token}/why"],
    "u/<str:token>/back": ["/u/{token}/back"],
    "p/<str:token>": ["/p/{token}"],
    "p/<str:token>/about": ["/p/{token}/about"],
    "p/<str:token>/erase": ["/p/{token}/erase"],
    "p/<str:token>/data": ["/p/{token}/data"],
    "r/<str:token>": ["/r/{token}"],
    "h/<str:token>": ["/h/{token}"],
    "media/<path:path>": ["/media/documents/", "/media/../var/secret_key", "/media/%2e%2e/secret_key"],
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": ["/_util/authenticate_with_password/1/{letter}/"],
    "^((?:[\\w\\-]+/)*)$": ["/", "/{slug}/", "{draft}", "/nobody/"],
}
# tests/accounts holds the door itself. The demo's inbox shows every mail to everybody, and production refuses it.
ELSEWHERE = ("accounts/", "inbox/")
OWN = {
    "invitation/<str:token>": "invitation",
    "u/<str:token>": "unsubscribe",
    "u/<str:token>/why": "unsubscribe",
    "u/<str:token>/back": "unsubscribe",
    "p/<str:token>": "preferences",
    "p/<str:token>/about": "preferences",
    "p/<str:token>/erase": "preferences",
    "p/<str:token>/data": "preferences",
    "r/<str:token>": "receipt",
    "h/<str:token>": "hand-over",
}


def public_routes(resolver=None, before: str = "") -> list[str]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        found += public_routes(entry, route) if hasattr(entry, "url_patterns") else [route]
    return [route for route in found if not route.startswith(("admin/", "^admin/"))]


@pytest.fixture
def annas() -> Annas:
    return Annas(make_world())


@pytest.fixture
def everyones(annas: Annas) -> dict[str, str]:
    """Each kind of token there is, for Anna's reader or her delivery."""
    number = annas.issue.deliveries.get().pk
    return {
        "confirm": tokens.confirm_token(annas.reader.pk),
        "unsubscribe": tokens.unsubscribe_token(annas.reader.pk),
        "preferences": tokens.preferences_token(annas.reader.pk),
        "invitation": invitation_token(annas),
        "message-id": message_id_token(number),
        "return-path": return_path_local(number),
        "customer reference": customer_reference(annas.reader.pk),
        "made up": sign("something.else", annas.reader.pk),
        "nonsense": "x" * 32,
    }


def invitation_token(annas: Annas) -> str:
    """Of the reader's own number, so that nothing but its purpose tells it from hers."""
    user = make_user("lead")
    Invitation.objects.create(pk=annas.reader.pk, user=user, expires_at=timezone.now() + timedelta(days=1))
    return sign(INVITATION, annas.reader.pk)


def on_the_web(letter: LetterPage) -> str:
    return urlsplit(page_address(letter)).path


def answers(client: Client, place: str) -> list[tuple[str, int, str]]:
    found = []
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = client.generic(method, place)
        found.append((f"{method} {place}", answer.status_code, answer.getvalue().decode("utf-8", "replace") + str(answer.headers)))
    return found


def visit(client: Client, places: list[str], marks: tuple[str, ...]) -> list[str]:
    wrong = []
    for place in places:
        for where, status, body in answers(client, place):
            wrong += [f"{where} shows {mark}" for mark in marks if mark in body]
            wrong += [f"{where} answers {status}"] * (status >= 500 and "/health/" not in where)
    return wrong


def test_every_public_route_has_its_line():
    unknown = [route for route in public_routes() if not route.startswith(ELSEWHERE) and not PLACES.get(route)]
    assert unknown == [], "say in PLACES how a stranger would try this route"


def test_a_stranger_finds_no_unsent_letter_and_no_reader(annas: Annas):
    page = annas.world.anna.page
    names = {"slug": page.slug, "letter": annas.letter.pk, "document": annas.document.pk, "token": "x" * 32}
    names |= {"draft": on_the_web(annas.letter)}
    marks = (*(mark for mark in LETTER_MARKS if mark != SENT), READER, ADDRESS, NOTE)
    places = [place.format(**names) for route in public_routes() for place in PLACES.get(route, [])]
    assert visit(Client(raise_request_exception=False), places, marks) == []


def test_the_sent_letter_is_public_and_names_no_reader(annas: Annas):
    annas.issue.letter.refresh_from_db()
    page = Client().get(on_the_web(annas.issue.letter)).content.decode()
    assert SENT in page
    assert not [mark for mark in (READER, ADDRESS, NOTE) if mark in page]


@pytest.mark.parametrize("route", [route for route in PLACES if "<str:token>" in route])
def test_a_token_of_one_purpose_opens_no_other_route(annas: Annas, everyones: dict[str, str], route: str):
    own, opened, shown = OWN.get(route, "confirm"), [], []
    client = Client(raise_request_exception=False)
    for kind, token in everyones.items():
        if kind == own:
            continue
        answer = client.get("/" + route.replace("<str:token>", token))
        body = answer.content.decode()
        opened += [kind] * (answer.status_code not in (400, 404, 410))
        shown += [kind] * any(mark in body for mark in (READER, ADDRESS, NOTE))
        client.post("/" + route.replace("<str:token>", token))
    annas.reader.refresh_from_db()
    assert (opened, shown, annas.reader.state) == ([], [], "active")


def test_leaving_needs_no_page_that_shows_who_she_is(annas: Annas, everyones: dict[str, str]):
    """The link to leave travels in forwarded mails; the link to her preferences shows her what is known of her, note included."""
    page = Client().get(f"/u/{everyones['unsubscribe']}").content.decode()
    assert not [mark for mark in (READER, ADDRESS, NOTE) if mark in page]
