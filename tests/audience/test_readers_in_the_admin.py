"""A seller looks after her own readers, and nobody else sees a name or an address."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.common.models import OutgoingMail
from sellers.audience import services
from sellers.audience.models import ConsentEvent, Person, Subscriber
from tests.factories.audience import make_reader, make_readers
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Maria", "last_name": "Kot", "address": "Maria@Example.com", "how_we_met": "Present for her mother", "note": "citrus"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna(client):
    seller = make_seller()
    client.force_login(seller.user)
    return seller


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_she_sees_her_own_list_alone(client, anna):
    make_reader(anna, "Maria", address="maria@example.com")
    make_reader(make_seller("Berta Lis"), "Zofia", address="zofia@example.com")
    page = text_of(client.get("/admin/readers/"))
    assert "Maria" in page and "maria@example.com" in page
    assert "Zofia" not in page and "zofia@" not in page


@pytest.mark.parametrize("search", ["mar", "KOWAL", "maria@ex", "maria kowalska"])
def test_she_finds_a_reader_by_any_part_of_name_and_address(client, anna, search):
    make_reader(anna, "Maria", last_name="Kowalska", address="maria@example.com")
    make_reader(anna, "Eva", address="eva@example.com")
    page = text_of(client.post("/admin/readers/", {"search": search}))
    assert "maria@example.com" in page and "eva@example.com" not in page


def test_a_name_that_is_searched_for_stands_in_no_url(client, anna):
    make_reader(anna, "Maria")
    assert "Maria" in text_of(client.get("/admin/readers/", {"search": "nobody"}))
    page = text_of(client.post("/admin/readers/", {"search": "Maria"}))
    assert not re.search(r'(href|action)="[^"]*Maria', page)


def test_the_list_asks_the_database_as_often_for_5_as_for_500_readers(client, anna):
    client.get("/admin/readers/")  # the first request of an installation writes the brand kit
    asked = []
    for more in (5, 495):
        make_readers(anna, more)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            text_of(client.get("/admin/readers/"))
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_pages_and_states_are_told_apart(client, anna):
    make_readers(anna, 60)
    make_reader(anna, "Left-Lena", state="left")
    assert "Page 1 of 2" in text_of(client.get("/admin/readers/"))
    left = text_of(client.get("/admin/readers/?state=left"))
    assert "Left-Lena" in left and "Reader 1" not in left
    assert "Page 2 of 2" in text_of(client.post("/admin/readers/", {"search": "bulk", "p": "2"}))


def test_a_customer_written_down_gets_a_mail_and_no_letter_before_her_yes(client, anna):
    answer = client.post("/admin/readers/add/", NEW)
    assert answer.status_code == 302
    reader = Subscriber.objects.get()
    assert (reader.state, reader.name, reader.person.address, reader.note) == ("pending", "Maria Kot", "maria@example.com", "citrus")
    assert ConsentEvent.objects.get().kind == "added"
    assert OutgoingMail.objects.get().kind == "audience.confirm"
    services.confirm(ConsentEvent.objects.get().pk)
    reader.refresh_from_db()
    assert reader.state == "active"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": "nonsense"}, "whole e-mail address"),
        ({"address": "maría@example.com"}, "special letters"),
        ({"first_name": "<b>Maria</b>"}, "A name has no links"),
        ({"first_name": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, anna, change, said):
    assert said in text_of(client.post("/admin/readers/add/", NEW | change))
    assert not Person.objects.exists()


def test_someone_on_the_list_is_not_added_twice_and_someone_who_left_not_at_all(client, anna):
    make_reader(anna, address="maria@example.com")
    assert "on your list already" in text_of(client.post("/admin/readers/add/", NEW))
    make_reader(anna, address="left@example.com", state="left")
    assert "may not write to this address" in text_of(client.post("/admin/readers/add/", NEW | {"address": "left@example.com"}))
    assert not OutgoingMail.objects.exists()


def test_adding_a_reader_of_another_seller_looks_like_adding_anybody(client, anna):
    client.post("/admin/readers/add/", NEW | {"address": "new@example.com"}, follow=True)
    make_reader(make_seller("Berta Lis"), "Zofia", address="zofia@example.com", last_name="Bertas", note="Bertas note")
    client.post("/admin/readers/add/", NEW | {"address": "zofia@example.com"}, follow=True)
    cards = [text_of(client.get(f"/admin/readers/{r.pk}/")) for r in Subscriber.objects.filter(seller=anna).order_by("pk")]
    assert len(cards) == 2 and "Bertas" not in cards[1] and "Zofia" not in cards[1].replace("zofia@example.com", "")
    shown = [re.search(r"<main.*</main>", card, re.DOTALL)[0] for card in cards]
    same = [re.sub(r"readers/\d+|(new|zofia)@|value=\"\w{64}\"|datetime=\"\S+\"", "", card) for card in shown]
    assert same[0] == same[1]


def test_the_card_shows_consent_and_saves_what_she_knows(client, anna):
    reader = make_reader(anna, "Maria", address="maria@example.com")
    page = text_of(client.get(f"/admin/readers/{reader.pk}/"))
    assert "Asked to subscribe" in page and "Confirmed" in page and "may write to me by e-mail" in page
    client.post(f"/admin/readers/{reader.pk}/", {"first_name": "Marie", "salutation": "Dear Mrs Kot", "note": "<script>x</script>"})
    reader.refresh_from_db()
    assert (reader.first_name, reader.salutation) == ("Marie", "Dear Mrs Kot")
    assert "<script>x" not in text_of(client.get(f"/admin/readers/{reader.pk}/"))


def test_leaving_everybody_shows_a_seller_only_that_she_was_left(client, anna):
    reader = make_reader(anna, address="maria@example.com")
    make_reader(make_seller("Berta Lis"), address="maria@example.com")
    services.unsubscribe(reader, source="link", everywhere=True)
    page = text_of(client.get(f"/admin/readers/{reader.pk}/"))
    assert "left everybody" not in page.lower() and "Berta" not in page and page.count("<time") == 3


def test_taking_off_asks_first_and_cannot_be_taken_back_by_the_seller(client, anna):
    reader = make_reader(anna)
    assert "Yes, take off the list" in text_of(client.get(f"/admin/readers/{reader.pk}/remove/"))
    reader.refresh_from_db()
    assert reader.state == "active"
    client.post(f"/admin/readers/{reader.pk}/remove/")
    reader.refresh_from_db()
    assert reader.state == "left"
    client.post(f"/admin/readers/{reader.pk}/ask-again/")
    reader.refresh_from_db()
    assert reader.state == "left" and not OutgoingMail.objects.exists()


def test_asking_again_says_the_same_whether_a_mail_went_out_or_not(client, anna):
    client.post("/admin/readers/add/", NEW)
    berta = make_seller("Berta Lis")
    services.request_subscription(seller=berta, first_name="Eva", address="eva@example.com")
    services.add_subscriber(seller=anna, address="eva@example.com", by=anna.user)
    fresh = make_reader(anna, state="pending")
    said = []
    for reader in (Subscriber.objects.get(seller=anna, person__address="eva@example.com"), fresh):
        page = client.post(f"/admin/readers/{reader.pk}/ask-again/", follow=True).content.decode()
        said.append(re.search(r"We ask again[^<]+", page)[0])
    assert said[0] == said[1]
    assert OutgoingMail.objects.filter(to="eva@example.com").count() == 1
    assert OutgoingMail.objects.filter(to=fresh.person.address).count() == 1


ROUTES = ["", "add/", "{pk}/", "{pk}/remove/", "{pk}/ask-again/"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["seller", "assistant", "lead", "administrator"])
def test_nobody_else_reaches_a_reader(client, role, method):
    anna = make_seller()
    reader = make_reader(anna, "Maria", address="maria@example.com", note="citrus")
    user = make_seller("Berta Lis").user if role == "seller" else make_user(role)
    client.force_login(user)
    before = list(Subscriber.objects.values())
    for route in ROUTES:
        answer = getattr(client, method)("/admin/readers/" + route.format(pk=reader.pk), NEW if route != "add/" else {})
        words = answer.content.decode()
        assert not any(word in words for word in ("Maria", "maria@", "citrus"))
        if "{pk}" in route:
            assert answer.status_code in (404, 405)
        elif role == "assistant":
            assert answer.status_code == 404
    assert list(Subscriber.objects.values()) == before


def test_leads_see_counts_and_those_of_a_region_only_theirs(client):
    from tests.factories.company import make_region, make_shop

    anna, berta = make_seller(), make_seller("Berta Lis", shop=make_shop("Old Mill", region=make_region("south")))
    make_readers(anna, 17)
    make_reader(berta)
    client.force_login(make_user("lead"))
    page = text_of(client.get("/admin/readers/"))
    assert "Anna Nowak" in page and "Berta Lis" in page and ">17<" in page
    client.force_login(make_user("lead", region=make_region("south")))
    page = text_of(client.get("/admin/readers/"))
    assert "Anna Nowak" not in page and "Berta Lis" in page


@pytest.mark.parametrize(("role", "label"), [("seller", "Customers"), ("lead", "Readers"), ("assistant", "")])
def test_the_menu_leads_there_for_those_who_may(client, role, label):
    anna = make_seller()
    client.force_login(anna.user if role == "seller" else make_user(role))
    page = text_of(client.get("/admin/"))
    assert (f'"label": "{label}"' in page) if label else ("/admin/readers/" not in page)
