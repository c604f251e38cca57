"""Purchases reported by shop systems: a token each, a purchase once, wrong input named by field, and "came" where a letter went before."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.audience.models import CardMerge, Subscriber
from sellers.audience.queries import everything_about
from sellers.audience.services import erase_person
from sellers.delivery.drain import drain
from sellers.delivery.services.arm import arm_issue
from sellers.desk.models import Purchase, ShopSystem
from sellers.desk.queries.results import glad_of, result_for
from sellers.desk.queries.timeline import timeline
from sellers.desk.services.purchases import admit_system, withdraw_system
from sellers.desk.tokens import customer_reference
from tests.factories.audience import make_reader
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


@pytest.fixture
def zofia(anna):
    return make_reader(anna, "Zofia", "zofia@example.com")


@pytest.fixture
def key():
    return admit_system("Tills", by=make_user("administrator"))[1]


def said(anna, **fields) -> dict:
    at = (timezone.now() - timedelta(hours=1)).isoformat()
    plain = {"number": "R-1", "seller": anna.user.email, "address": "Zofia@Example.com", "at": at, "total": "49.90", "currency": "PLN"}
    return plain | {"items": [{"name": "Teapot"}, {"name": "Tea bowl", "quantity": 2}]} | fields


def report(key: str, body, **headers):
    body = body if isinstance(body, (str, bytes)) else json.dumps(body)
    sent = {"authorization": f"Bearer {key}", **headers}
    return Client(enforce_csrf_checks=True).post("/api/purchases", body, content_type="application/json", headers=sent)


def wrong(answer) -> set[str]:
    assert answer.status_code == 422, answer.content
    assert not Purchase.objects.exists()
    return set(answer.json()["fields"])


def test_a_purchase_stands_on_the_card(anna, zofia, key):
    answer = report(key, said(anna))
    assert (answer.status_code, answer.json()) == (201, {"number": "R-1", "new": True})
    bought = Purchase.objects.get()
    assert (bought.subscriber, bought.total, bought.what) == (zofia, Decimal("49.90"), "Teapot, 2 × Tea bowl")
    entry = next(entry for entry in timeline(customer=zofia) if entry.icon == "tag")
    assert (entry.title, entry.words) == ("Bought for 49.90 PLN", "Teapot, 2 × Tea bowl")
    line = AuditEntry.objects.get(action="desk.purchase_taken")
    assert "zofia" not in str(line.data).lower()


def test_the_same_purchase_reported_again_is_one(anna, zofia, key):
    once = said(anna)
    assert [report(key, once).status_code for _ in range(3)] == [201, 200, 200]
    assert Purchase.objects.count() == 1


def test_a_number_that_is_another_purchases_is_a_conflict_and_changes_nothing(anna, zofia, key):
    once = said(anna)
    report(key, once)
    answer = report(key, {**once, "total": "5.00"})
    assert (answer.status_code, set(answer.json()["fields"])) == (409, {"number"})
    assert Purchase.objects.get().total == Decimal("49.90")


def test_a_customer_is_named_by_reference_without_an_address(anna, zofia, key):
    body = said(anna, reference=customer_reference(zofia.pk))
    del body["address"]
    assert report(key, body).status_code == 201
    assert Purchase.objects.get().subscriber == zofia


def test_an_amount_is_read_as_it_is_written(anna, zofia, key):
    body = json.dumps(said(anna)).replace('"49.90"', "0.10000000000000000555")
    assert wrong(report(key, body)) == {"total"}
    assert report(key, json.dumps(said(anna)).replace('"49.90"', "1234567.1")).status_code == 201
    assert Purchase.objects.get().total == Decimal("1234567.10")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""),
        ("number", "x" * 81),
        ("number", "a\nb"),
        ("number", 7),
        ("seller", "nobody@example.com"),
        ("seller", "no-such-page"),
        ("address", "stranger@example.com"),
        ("address", "no address"),
        ("at", "2026-11-20 14:03"),
        ("at", "yesterday"),
        ("at", "2999-01-01T00:00:00Z"),
        ("at", "1999-01-01T00:00:00Z"),
        ("total", "-1"),
        ("total", "1e3"),
        ("total", "49.999"),
        ("total", True),
        ("currency", "zł"),
        ("items", "Teapot"),
        ("items", [{"name": "Teapot", "price": "1"}]),
        ("items", [{"name": "Teapot", "quantity": 0}]),
        ("items", [{"quantity": 1}]),
        ("items", [{"name": "x"}] * 101),
        ("surprise", 1),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_changed(anna, zofia, key, field, value):
    assert wrong(report(key, said(anna, **{field: value}))) == {field}


def test_all_that_is_wrong_is_named_at_once(anna, zofia, key):
    assert wrong(report(key, {"currency": "x"})) == {"number", "seller", "at", "total", "currency", "address"}


@pytest.mark.parametrize("body", [" ", "[1]", "{", '{"total": NaN}', "[" * 100_000])
def test_what_is_no_json_object_is_said_to_be_none(key, body):
    answer = report(key, body)
    assert answer.status_code in (413, 422)
    assert not Purchase.objects.exists()


def test_address_and_reference_together_are_one_too_many(anna, zofia, key):
    assert wrong(report(key, said(anna, reference=customer_reference(zofia.pk)))) == {"address"}


def test_another_sellers_customer_is_nobody_here(anna, key):
    berta = make_seller("Berta Lis")
    hers = make_reader(berta, "Ewa", "ewa@example.com")
    assert wrong(report(key, said(anna, address="ewa@example.com"))) == {"address"}
    body = said(anna, reference=customer_reference(hers.pk))
    del body["address"]
    assert wrong(report(key, body)) == {"reference"}


@pytest.mark.parametrize("state", ["left", "pending"])
def test_of_whoever_is_not_on_the_list_nothing_is_kept(anna, key, state):
    make_reader(anna, "Zofia", "zofia@example.com", state=state)
    assert wrong(report(key, said(anna))) == {"address"}


def test_a_joined_cards_purchase_stands_on_the_one_that_was_kept(anna, zofia, key):
    other = make_reader(anna, "Zofia", "zofia@work.example", state="merged", merged_into=zofia)
    CardMerge.objects.create(kept=zofia, joined=other, by=anna.user, at=timezone.now())
    assert report(key, said(anna, address="zofia@work.example")).status_code == 201
    assert Purchase.objects.get().subscriber == zofia


def test_only_a_token_opens_the_door(anna, zofia, key):
    for sent in ("", "nonsense", key[:-1], key.swapcase()):
        answer = report(sent, said(anna))
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    signed_in = Client()
    signed_in.force_login(make_user("administrator"))
    assert signed_in.post("/api/purchases", json.dumps(said(anna)), content_type="application/json").status_code == 401
    assert Client().get("/api/purchases").status_code == 405
    form = Client().post("/api/purchases", said(anna), headers={"authorization": f"Bearer {key}"})
    assert form.status_code == 415
    assert not Purchase.objects.exists()


def test_a_withdrawn_token_opens_nothing_and_what_it_reported_stays(anna, zofia):
    ruth = make_user("administrator")
    system, key = admit_system("Tills", by=ruth)
    report(key, said(anna))
    withdraw_system(system, by=ruth)
    assert report(key, said(anna, number="R-2")).status_code == 401
    assert Purchase.objects.count() == 1


def test_the_token_is_shown_once_and_kept_nowhere():
    office = Client()
    office.force_login(make_user("administrator"))
    page = office.post("/admin/shop-systems/", {"name": "Web shop"}).content.decode()
    system = ShopSystem.objects.get()
    key = page.split("<code>")[1].split("</code>")[0]
    assert key.endswith(system.hint) and len(key) >= 43
    assert key not in office.get("/admin/shop-systems/").content.decode()
    assert key not in str(list(ShopSystem.objects.values())) + str(list(AuditEntry.objects.values()))
    office.post(f"/admin/shop-systems/{system.pk}/withdraw/")
    assert "withdrawn" in office.get("/admin/shop-systems/").content.decode()


@pytest.mark.parametrize("role", ["seller", "lead", "assistant"])
def test_only_an_administrator_admits_shop_systems(role):
    user = make_user(role)
    client = Client()
    client.force_login(user)
    assert client.get("/admin/shop-systems/").status_code == 404
    with pytest.raises(NotAllowed):
        admit_system("Tills", by=user)


def test_who_bought_in_the_week_after_a_letter_came(anna, zofia, key):
    ewa, before = make_reader(anna, "Ewa", "ewa@example.com"), make_reader(anna, "Ola", "ola@example.com")
    issue = make_issue(anna, readers=0)
    arm_issue(issue, by=anna.user)
    drain(until_empty=True)
    late = make_reader(anna, "Iga", "iga@example.com")
    now = timezone.now()
    for number, (who, at) in enumerate(
        [(zofia, now), (zofia, now + timedelta(minutes=1)), (before, now - timedelta(days=1)), (late, now)], start=1
    ):
        body = said(anna, number=f"R-{number}", address=who.person.address, at=at.isoformat())
        assert report(key, body).status_code == 201
    found = result_for(seller=anna, letter_id=issue.pk)
    assert (found.came, [(one.first_name, one.did) for one in glad_of(result=found)]) == (1, [("Zofia", "came and bought")])
    client = Client()
    client.force_login(anna.user)
    assert "came and bought in the week after" in client.get(f"/admin/went/{issue.pk}/").content.decode()
    assert ewa.first_name not in client.get(f"/admin/went/{issue.pk}/").content.decode()


def test_without_a_shop_system_no_screen_says_that_nobody_came(anna, zofia):
    issue = make_issue(anna, readers=0)
    arm_issue(issue, by=anna.user)
    drain(until_empty=True)
    client = Client()
    client.force_login(anna.user)
    assert "came and bought" not in client.get(f"/admin/went/{issue.pk}/").content.decode()


def test_she_sees_what_is_held_of_her_purchases_and_it_goes_when_she_is_erased(anna, zofia, key):
    report(key, said(anna))
    assert everything_about(subscriber=zofia)["desk"]["purchases"][0]["total"] == "49.90 PLN"
    erase_person(zofia.person, source="preferences")
    assert not Purchase.objects.exists() and not Subscriber.objects.filter(pk=zofia.pk).exists()
