"""The customer book: found by anything, added at the counter, one card for what one knows and what happened."""

import re

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.common.models import OutgoingMail
from sellers.audience.models import Subscriber
from sellers.audience.services import confirm, set_tags, write_note
from sellers.audience.tokens import read_confirm
from sellers.desk.services.tasks import add_task
from tests.factories.audience import make_reader, make_readers
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
# At most, since other rooms add to what every screen costs: session, user, the brand, groups' rights (2), the menu's seller, front page
# and page tree (3), the seller.
BUDGET = {
    "list": 20,  # how many, this page, counts by state, what is left to messages
    "card": 31,  # the card, tags, days, tasks, letters with problems, answers, mails, notes, consent with joined cards, done, doubles
}
CARD = {"first_name": "Zofia", "tags": "", "birthday_day": "", "birthday_month": ""}


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


@pytest.fixture
def client(anna):
    client = Client()
    client.force_login(anna.user)
    return client


def test_a_customer_is_found_by_anything_on_her_card(anna, client):
    zofia, _ = make_reader(anna, "Zofia"), make_reader(anna, "Ewa")
    set_tags(zofia, ["blue glass"], by=anna.user)
    write_note(zofia, "Wants to hear about łódź stoneware", by=anna.user)
    for word in ("zof", "BLUE", "lodz stone"):
        page = client.post("/admin/customers/", {"search": word}, headers={"X-Rows": "1"}).content.decode()
        assert "Zofia" in page and "Ewa" not in page and "<html" not in page
    assert "matches “nobody&lt;”" in client.post("/admin/customers/", {"search": "nobody<"}).content.decode()


def test_a_name_never_stands_in_an_address(anna, client):
    make_reader(anna, "Zofia")
    page = client.get("/admin/customers/?search=Zofia").content.decode()
    assert 'value="Zofia"' not in page


def test_she_is_added_at_the_counter_and_says_yes_in_her_own_mailbox(anna, client):
    answer = client.post("/admin/customers/add/", {"first_name": "Zofia", "address": "zofia@example.com"})
    zofia = Subscriber.objects.get(person__address="zofia@example.com")
    assert answer.url == f"/admin/customers/{zofia.pk}/added/"
    assert client.get(f"/admin/customers/{zofia.pk}/state/").json() == {"in": False}
    mail = OutgoingMail.objects.get(to="zofia@example.com")
    confirm(read_confirm(re.search(r"/confirm/([\w-]+)", mail.text)[1] if "/confirm/" in mail.text else _token(mail.text)))
    assert client.get(f"/admin/customers/{zofia.pk}/state/").json() == {"in": True}


def _token(text: str) -> str:
    return re.search(r"/([\w-]{32})/?\s", text)[1]


def test_the_code_on_the_screen_leads_to_her_own_form_and_confirms_nobody(anna, client, settings):
    settings.ORIGIN = "https://people.shop.example"
    page = client.get("/admin/customers/add/").content.decode()
    there = f"https://people.shop.example/{anna.slug}/"
    code = segno.make(f"{there}#subscribe", error="m").svg_inline(scale=6, border=2, dark="#111", light="#fff", svgclass="desk-code")
    assert code in page and f'href="{there}"' in page
    assert not Subscriber.objects.exists()


def test_a_double_is_refused_with_a_word(anna, client):
    make_reader(anna, "Zofia", "zofia@example.com")
    page = client.post("/admin/customers/add/", {"first_name": "Z", "address": "zofia@example.com"}).content.decode()
    assert "on your list already" in page


def test_the_card_is_kept_as_one(anna, client):
    zofia = make_reader(anna, "Zofia")
    words = {"tastes": "Green tea", "looks_for": "A pot for one", "tags": "tea, blue glass", "birthday_day": "31", "birthday_month": "5"}
    assert client.post(f"/admin/customers/{zofia.pk}/edit/", CARD | words).status_code == 302
    page = client.get(f"/admin/customers/{zofia.pk}/").content.decode()
    for word in ("Green tea", "A pot for one", "blue glass", "31 May"):
        assert word in page
    client.post(f"/admin/customers/{zofia.pk}/edit/", CARD)
    assert "31 May" not in client.get(f"/admin/customers/{zofia.pk}/").content.decode()


def test_a_card_with_something_wrong_is_not_kept_in_part(anna, client):
    zofia = make_reader(anna, "Zofia")
    wrong = {"tastes": "Green tea", "tags": "x" * 60, "birthday_day": "31", "birthday_month": "2"}
    page = client.post(f"/admin/customers/{zofia.pk}/edit/", CARD | wrong).content.decode()
    assert "at most 40 characters" in page
    zofia.refresh_from_db()
    assert zofia.tastes == ""


def test_the_timeline_tells_what_was_in_the_order_in_which_it_was(anna, client):
    zofia = make_reader(anna, "Zofia")
    client.post(f"/admin/customers/{zofia.pk}/notes/", {"text": "Her sister moves to Gdynia <soon>"})
    page = client.get(f"/admin/customers/{zofia.pk}/").content.decode()
    assert "sister moves to Gdynia &lt;soon&gt;" in page
    assert page.index("Said yes to your letters") < page.index("Asked for your letters")


def test_two_cards_of_one_person_are_joined_and_separated(anna, client):
    kept, other = make_reader(anna, "Zofia", last_name="Lis"), make_reader(anna, "Zofia", last_name="Lis")
    assert "Perhaps the same person" in client.get(f"/admin/customers/{kept.pk}/").content.decode()
    client.post(f"/admin/customers/{kept.pk}/join/{other.pk}/")
    assert client.get(f"/admin/customers/{other.pk}/").url == f"/admin/customers/{kept.pk}/"
    merge = kept.merges.get()
    client.post(f"/admin/customers/separate/{merge.pk}/")
    assert client.get(f"/admin/customers/{other.pk}/").status_code == 200


@pytest.mark.parametrize("role", ["lead", "assistant", "administrator"])
def test_nobody_else_opens_the_book(anna, role):
    zofia, client = make_reader(anna, "Zofia"), Client()
    client.force_login(make_user(role))
    for path in ("", "add/", f"{zofia.pk}/", f"{zofia.pk}/edit/"):
        assert client.get(f"/admin/customers/{path}").status_code == 404


def test_the_book_costs_the_same_with_fifty_and_with_two_thousand(anna, client):
    zofia = make_reader(anna, "Zofia")
    paths = {"list": "/admin/customers/", "card": f"/admin/customers/{zofia.pk}/"}

    def count(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    make_readers(anna, 60)
    add_task(zofia, kind="call", due_on=zofia.added_at.date(), by=anna.user)
    small = {name: count(path) for name, path in paths.items()}
    make_readers(anna, 2_000)
    assert {name: count(path) for name, path in paths.items()} == small
    assert {name: count for name, count in small.items() if count > BUDGET[name]} == {}
