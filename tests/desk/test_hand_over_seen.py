"""A hand-over seen from both sellers' sides: how far it is, who came to whom, and nothing of anybody else's customers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sellers.audience import services
from sellers.audience.models import HandOver, HandOverAnswer
from sellers.desk.queries.handing import hand_overs_of
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


@pytest.fixture
def berta():
    return make_seller("Berta Lis")


@pytest.fixture
def carla():
    return make_seller("Carla Mai")


@pytest.fixture
def lead():
    return make_user("lead")


def begin(anna, lead) -> HandOver:
    return services.begin_hand_over(anna, reason="away", by=lead)


def answer(reader, choice: str) -> None:
    services.answer_hand_over(HandOverAnswer.objects.get(subscriber=reader).pk, choice)


def screen(seller, path: str):
    client = Client()
    client.force_login(seller.user)
    return client.get(path)


def words(seller, path: str) -> str:
    return " ".join(screen(seller, path).content.decode().split())


def test_before_anybody_is_asked_both_sides_know_that_nothing_moves(anna, berta, lead):
    make_reader(anna, "Zofia")
    begin(anna, lead)
    assert "Head office chooses whom your customers may follow. Until then nobody is asked and nothing moves." in words(anna, "/admin/")
    assert hand_overs_of(seller=berta) == []


def test_each_side_sees_how_far_it_is(anna, berta, carla, lead):
    readers = [make_reader(anna, name) for name in ("Zofia", "Ewa", "Ola", "Iga", "Lena")]
    found = begin(anna, lead)
    services.ask_customers(found, successor=berta, shop_voice=carla, by=lead)
    services.ask_hand_overs(limit=4)
    answer(readers[0], "person")
    answer(readers[1], "shop")
    answer(readers[2], "leave")
    path = f"/admin/hand-over/{found.pk}/"
    old, new, shop = (words(seller, path) for seller in (anna, berta, carla))
    for page in (old, new, shop):
        assert "<strong>4</strong> of 5 asked" in page
        assert "<strong>1</strong> went" in page and "<strong>1</strong> silent" in page
    assert "<strong>2</strong> follow somebody else" in old
    assert "<strong>1</strong> said yes to you" in new and "<strong>1</strong> said yes to you" in shop
    assert "4 of 5 have had the mail. 1 said yes to you." in words(berta, "/admin/")
    assert "4 of 5 have had the mail. 2 said yes to somebody, 1 has not answered." in words(anna, "/admin/")


def test_only_who_said_yes_to_her_is_named_to_the_new_seller(anna, berta, lead):
    zofia, ewa = make_reader(anna, "Zofia", note="Allergic to nuts"), make_reader(anna, "Ewa")
    found = begin(anna, lead)
    services.ask_customers(found, successor=berta, shop_voice=None, by=lead)
    services.ask_hand_overs()
    answer(zofia, "person")
    page = words(berta, f"/admin/hand-over/{found.pk}/")
    assert "Zofia" in page and ewa.first_name not in page and "nuts" not in page


def test_who_left_her_again_is_not_shown_as_hers(anna, berta, lead):
    zofia = make_reader(anna, "Zofia")
    found = begin(anna, lead)
    services.ask_customers(found, successor=berta, shop_voice=None, by=lead)
    services.ask_hand_overs()
    answer(zofia, "person")
    answer(zofia, "leave")
    page = words(berta, f"/admin/hand-over/{found.pk}/")
    assert "Zofia" not in page and "<strong>0</strong> said yes to you" in page


def test_it_concerns_nobody_else(anna, berta, carla, lead):
    found = begin(anna, lead)
    services.ask_customers(found, successor=berta, shop_voice=None, by=lead)
    assert screen(carla, f"/admin/hand-over/{found.pk}/").status_code == 404
    assert hand_overs_of(seller=carla) == []


def test_what_is_over_leaves_the_home_after_two_months(anna, berta, lead):
    found = begin(anna, lead)
    services.ask_customers(found, successor=berta, shop_voice=None, by=lead)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        services.ask_hand_overs()
        assert [seen.hand_over.state for seen in hand_overs_of(seller=berta)] == ["closed"]
        assert "It is over." in words(berta, f"/admin/hand-over/{found.pk}/")
    with time_machine.travel(timezone.now() + timedelta(days=95)):
        assert hand_overs_of(seller=berta) == []
