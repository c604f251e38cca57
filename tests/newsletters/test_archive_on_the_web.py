"""Sent letters for everybody: the approved bytes within a frame, a list, and a feed that holds nothing personal."""

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import translation

from sellers.newsletters.archive import share_links
from sellers.newsletters.models import LetterPage
from sellers.newsletters.payload import LetterPayload
from sellers.newsletters.preview import public
from sellers.newsletters.services.letters import publish_to_archive
from tests.factories.company import make_shop
from tests.factories.newsletters import every_block
from tests.factories.profiles import make_seller
from tests.factories.review import approved_letter, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_again():
    yield
    translation.deactivate()


def sent_letter(**fields) -> LetterPage:
    letter, artefact = approved_letter(**fields)
    publish_to_archive([(letter, artefact)])
    return LetterPage.objects.get(pk=letter.pk)


def body_of(html: str) -> str:
    return re.search(r"<body[^>]*>(.*)</body>", html, re.S)[1]


def test_the_approved_bytes_stand_on_the_page_untouched_within_their_frame(client):
    letter = sent_letter(body=every_block())
    page = body_of(client.get(letter.get_url()).content.decode())
    approved = body_of(public(LetterPayload.from_bytes(letter.archived_artefact.payload)))
    assert approved in page
    around = page.replace(approved, "")
    assert "Pass it on" in around and "/anna-nowak/#subscribe" in around and "<script" not in around


def test_the_frame_speaks_the_letters_language_or_the_visitors_choice_and_the_letter_keeps_its_own():
    letter = sent_letter(seller=make_seller(shop=make_shop(language="pl")))
    url = letter.get_url()
    polish, korean = (Client(headers={"accept-language": "de"}).get(url, extra).content.decode() for extra in ({}, {"lang": "ko"}))
    assert "Podaj dalej" in polish and "함께 읽기" in korean
    assert all('<html lang="pl"' in page and "List – Anna Nowak" in page for page in (polish, korean))


def test_the_frame_of_a_letter_is_said_in_its_shops_language_whoever_compiles_it():
    with translation.override("ko"):
        letter = sent_letter(seller=make_seller(shop=make_shop(language="de")))
    payload = LetterPayload.from_bytes(letter.archived_artefact.payload)
    assert "Abbestellen" in payload.html and "Abbestellen:" in payload.text and payload.from_name == "Anna Nowak von The Brand"
    assert payload.list_name == "Briefe von Anna Nowak"


def test_a_letter_is_shared_by_plain_links_that_carry_its_address_alone():
    links = dict(share_links("50 % & more + tea?", "https://shop.example/anna/x/"))
    assert parse_qs(urlsplit(links["mail"]).query) == {"subject": ["50 % & more + tea?"], "body": ["https://shop.example/anna/x/"]}
    assert "+" not in links["mail"]
    assert parse_qs(urlsplit(links["whatsapp"]).query) == {"text": ["50 % & more + tea? https://shop.example/anna/x/"]}
    assert parse_qs(urlsplit(links["facebook"]).query) == {"u": ["https://shop.example/anna/x/"]}


def test_the_feed_lists_what_was_sent_and_nothing_else(client):
    letter = sent_letter()
    approved_letter(seller=letter.seller, by=make_lead("Another Lead"))
    answer = client.get("/anna-nowak/letters.xml")
    feed = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/rss+xml") and feed.findtext("channel/title") == "Anna Nowak, North Quay"
    (item,) = feed.findall("channel/item")
    assert item.findtext("title") == letter.archived_artefact.title
    assert item.findtext("link") == item.findtext("guid") and item.findtext("link").endswith(letter.get_url())
    assert client.get(urlsplit(item.findtext("link")).path).status_code == 200


def test_the_list_of_letters_goes_on_over_pages(client, monkeypatch):
    monkeypatch.setattr("sellers.newsletters.views.archive.LISTED", 1)
    first = sent_letter()
    second = sent_letter(seller=first.seller, by=make_lead("Another Lead"))
    page = client.get("/anna-nowak/letters/").content.decode()
    assert second.get_url() in page and first.get_url() not in page and 'rel="next"' in page
    assert first.get_url() in client.get("/anna-nowak/letters/?page=2").content.decode()


def test_sellers_without_letters_have_an_empty_feed_and_nobody_has_none(client):
    make_seller()
    assert ElementTree.fromstring(client.get("/anna-nowak/letters.xml").content).findall("channel/item") == []
    assert "No letter has been sent yet" in client.get("/anna-nowak/letters/").content.decode()
    assert client.get("/nobody/letters.xml").status_code == client.get("/nobody/letters/").status_code == 404
