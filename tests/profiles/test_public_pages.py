"""Public pages: quick, without script, cookie or foreign file, and right for everybody (mail-standards 28)."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from hub.company.queries import brand
from hub.config import settings as written
from sellers.newsletters.services.letters import publish_to_archive
from sellers.profiles.models import HomePage
from sellers.profiles.services import ensure_home_page
from tests.factories.company import make_region, make_shop
from tests.factories.newsletters import make_image
from tests.factories.profiles import make_seller
from tests.factories.review import approved_letter

pytestmark = pytest.mark.django_db


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_sellers_page_says_who_she_is_and_where(client):
    anna = make_seller(bio="Eleven years behind this counter.", phone="+48 500 100 100", photo=make_image("Anna"))
    page = text_of(client.get(anna.page.url))
    for words in ("Anna Nowak", "Skin care", "North Quay", "Gdańsk", "Eleven years", 'href="tel:+48500100100"', 'alt="Anna Nowak"'):
        assert words in page


@pytest.mark.parametrize("path", ["/", "/anna-nowak/", "/subscribe/anna-nowak/sent/", "/u/nonsense"])
def test_public_pages_have_no_script_no_cookie_no_foreign_file_and_weigh_little(client, path):
    make_seller(photo=make_image())
    answer = client.get(path)
    page = answer.content.decode()
    assert "<script" not in page and not re.search(r"\son\w+=", page) and "javascript:" not in page
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    fetched = re.findall(r'<(?:img|link|source|iframe)[^>]+(?:src|href)="([^"]+)"', page)
    assert all(address.startswith(("/", "data:")) for address in fetched)
    with open(finders.find("company/public.css")) as style:
        sheet = style.read()
    assert "url(" not in sheet and "@import" not in sheet
    assert len(answer.content) + len(sheet) < 30_000


def test_pages_wear_the_brand(client):
    kit = brand()
    kit.name, kit.primary_colour, kit.postal_address, kit.legal_footer = "Harbour & Co", "#ffe08a", "1 Pier", "No. 12 <b>"
    kit.save()
    make_seller()
    page = text_of(client.get("/anna-nowak/"))
    assert "Harbour &amp; Co" in page and "--primary: #ffe08a; --on-primary: #000000" in page
    assert "1 Pier" in page and "No. 12 &lt;b&gt;" in page


def test_what_a_seller_types_runs_nowhere(client):
    make_seller("Anna <script>x</script>", bio="<img src=x onerror=y>", job="</title><script>z</script>")
    page = text_of(client.get("/anna-scriptxscript/"))
    assert "<script" not in page and "<img" not in page


def test_the_front_page_shows_all_who_take_readers_and_can_be_narrowed_to_a_region(client):
    make_seller("Anna Nowak")
    make_seller("Berta Lis", shop=make_shop("Old Mill", region=make_region("south")))
    gone = make_seller("Gone Away")
    gone.state = "left"
    gone.save()
    page = text_of(client.get("/"))
    assert "Anna Nowak" in page and "Berta Lis" in page and "Gone Away" not in page
    assert client.get(gone.page.url).status_code == 404
    page = text_of(client.get("/?region=south"))
    assert "Anna Nowak" not in page and "Berta Lis" in page


def test_the_front_page_asks_the_database_as_often_for_2_as_for_8_sellers(client):
    photo, asked = make_image(), []
    for count in (2, 6):
        for n in range(count):
            make_seller(f"Seller {count} {n}", photo=photo)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get("/"))
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 11


def test_sent_letters_are_listed_and_drafts_are_not(client):
    anna = make_seller()
    letter, artefact = approved_letter(seller=anna)
    assert "What I wrote lately" not in text_of(client.get(anna.page.url))
    publish_to_archive([(letter, artefact)])
    page = text_of(client.get(anna.page.url))
    link = re.search(r'<li><a href="([^"]+)"><span class="title">', page)[1]
    assert artefact.title in page and client.get(link).status_code == 200


def test_wagtails_welcome_page_gives_way_once_and_for_all():
    make_seller()
    home = ensure_home_page()
    assert HomePage.objects.count() == 1 and Page.objects.filter(depth=2).count() == 1
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk


def test_sellers_of_one_name_get_different_addresses():
    first, second, third = (make_seller("Zoë Ąćki") for _ in range(3))
    assert [s.slug for s in (first, second, third)] == ["zoe-acki", "zoe-acki-2", "zoe-acki-3"]
    assert len({s.mail_name for s in (first, second, third)}) == 3
    assert second.page.url == "/zoe-acki-2/"


def test_looking_at_a_page_with_pictures_writes_nothing(client, settings):
    settings.CACHES = written.CACHES
    call_command("createcachetable")
    for name in ("Anna Nowak", "Berta Lis"):
        make_seller(name, photo=make_image(name))
    client.get("/")  # draws what is shown for the first time
    with CaptureQueriesContext(connection) as captured:
        page = text_of(client.get("/"))
    assert page.count("<img") >= 2
    assert [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT"))] == []
