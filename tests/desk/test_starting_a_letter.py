"""The start of a letter: a blank page with greeting and name, a text of head office, or an earlier letter."""

import pytest
from django.test import Client

from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from sellers.profiles.services import grant_writing
from tests.factories.brandguard import approved_version
from tests.factories.company import make_region, make_shop
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def kinds() -> list[str]:
    return [block.block_type for block in as_written(LetterPage.objects.latest("pk")).body]


def test_a_blank_page_has_a_greeting_and_her_name_under_it():
    anna = make_seller()
    answer = client_of(anna.user).post("/admin/write/begin/")
    assert answer.url == f"/admin/pages/{LetterPage.objects.get().pk}/edit/"
    assert kinds() == ["text", "signature"]


def test_a_text_of_head_office_stands_between_them():
    anna, version = make_seller(), approved_version("tasting-evening")
    client = client_of(anna.user)
    assert "Tasting-Evening" in client.get("/admin/write/").content.decode()
    client.post("/admin/write/begin/", {"text": version.pk})
    assert kinds() == ["text", "approved", "signature"]


def test_a_text_of_another_region_is_neither_offered_nor_given():
    anna = make_seller(shop=make_shop("Pier", region=make_region("south")))
    version = approved_version("tasting-evening", regions=["north"])
    client = client_of(anna.user)
    assert "Tasting-Evening" not in client.get("/admin/write/").content.decode()
    assert client.post("/admin/write/begin/", {"text": version.pk}).status_code == 404
    assert not LetterPage.objects.exists()


def test_an_earlier_letter_is_copied_and_stays_as_it_is():
    anna = make_seller()
    old = make_letter(anna, subject="New pots")
    client = client_of(anna.user)
    assert "New pots" in client.get("/admin/write/").content.decode()
    client.post("/admin/write/begin/", {"letter": old.pk})
    assert LetterPage.objects.filter(seller=anna).count() == 2
    assert as_written(LetterPage.objects.latest("pk")).subject == "New pots"


def test_another_sellers_letter_is_no_start():
    old = make_letter(make_seller("Anna Nowak"), subject="New pots")
    berta = make_seller("Berta Lis")
    client = client_of(berta.user)
    assert "New pots" not in client.get("/admin/write/").content.decode()
    assert client.post("/admin/write/begin/", {"letter": old.pk}).status_code == 404


def test_an_assistant_says_first_for_whom_and_only_for_her_own():
    anna, berta, clara = make_seller("Anna Nowak"), make_seller("Berta Lis"), make_seller("Clara Kos")
    lucy = make_user("assistant")
    for seller in (anna, berta):
        grant_writing(seller, to=lucy, by=None)
    client = client_of(lucy)
    page = client.get("/admin/write/").content.decode()
    assert "For whom?" in page and "Berta Lis" in page and "Clara Kos" not in page
    client.post("/admin/write/begin/", {"seller": berta.pk})
    assert LetterPage.objects.get().seller == berta
    assert client.post("/admin/write/begin/", {"seller": clara.pk}).status_code == 404


def test_leads_write_for_nobody():
    assert client_of(make_user("lead")).get("/admin/write/").status_code == 404
