"""A list of five thousand costs as many queries as one of fifty, whatever is looked for in it."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sellers.audience import queries, services
from sellers.audience.models import Subscriber
from sellers.audience.queries.duplicates import _resembling
from tests.factories.audience import make_reader, make_readers
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
SEARCHES = {
    "the first page": ("GET", {}),
    "a name": ("POST", {"search": "zofia"}),
    "an address": ("POST", {"search": "zofia@tea.example"}),
    "a tag": ("POST", {"search": "vip"}),
    "a taste and a name": ("POST", {"search": "oolong zofia"}),
    "nobody": ("POST", {"search": "nobody at all"}),
    "who has left": ("GET", {"state": "left"}),
}
BUDGET = 18  # session, user, what the frame asks (8), the seller, counts by state, how many there are, this page of them


def cost(client, method, data):
    ask = client.post if method == "POST" else client.get
    with CaptureQueriesContext(connection) as asked:
        answer = ask("/admin/readers/", data)
    assert answer.status_code == 200
    return len(asked), answer.content.decode()


@pytest.mark.parametrize("what", SEARCHES)
def test_a_list_costs_the_same_with_fifty_and_with_five_hundred(client, what):
    anna = make_seller()
    zofia = make_reader(anna, "Zofia", address="zofia@tea.example")
    services.update_subscriber(zofia, by=anna.user, tastes="oolong")
    services.set_tags(zofia, ["vip"], by=anna.user)
    client.force_login(anna.user)
    client.get("/admin/readers/")
    costs, (method, data) = [], SEARCHES[what]
    for more in (50, 450):
        make_readers(anna, more)
        spent, page = cost(client, method, data)
        costs.append(spent)
        assert ("zofia@tea.example" in page) is (method == "POST" and what != "nobody")
    assert costs[0] == costs[1] <= BUDGET


def test_who_may_be_the_same_person_is_asked_for_one_card_and_not_for_the_list(client):
    anna = make_seller()
    zofia = make_reader(anna, "Zofia", last_name="Müller", address="zofia@tea.example", phone="+48 601 234 567")
    make_reader(anna, "Sophie", last_name="Kot", address="zofia+shop@tea.example")
    make_reader(anna, "Z.", address="z@tea.example", phone="0601234567")
    make_reader(anna, "Zofia", last_name="Mueller", address="mueller@tea.example")
    client.force_login(anna.user)
    client.get(f"/admin/customers/{zofia.pk}/")
    costs, looked_at = [], []
    for more in (50, 450):
        make_readers(anna, more)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/admin/customers/{zofia.pk}/").content.decode()
        assert all(reason in page for reason in ("the same mailbox", "the same telephone", "the same name"))
        costs.append(len(asked))
        looked_at.append(_resembling(zofia).count())
    assert costs[0] == costs[1] <= 31 and looked_at == [4, 4]


@pytest.mark.parametrize("seed", range(5))
def test_a_card_shows_the_pairs_that_a_look_at_the_whole_list_finds(seed):
    dice, anna = random.Random(seed), make_seller()  # noqa: S311 (a list, no secret)
    names = ("Jörg", "Joerg", "JÖRG", "Groß", "Gross", "Zoë", "Ælfred", "Wójcik", "wojcik", "Ue", "Ü", "Sss", "Ola-Ewa", "")
    phones = ("", "0601 234 567", "+48601234567", "(601) 234-567", "1234567", "12-34-567", "123", "٠٦٠١٢٣٤٥٦٧")
    boxes = ("ola.kot", "olakot", "ola.kot+shop", "o.l.a", "a", "a+b", "jörg", "_a%")
    hosts = ("gmail.com", "googlemail.com", "gmial.com", "example.com")
    for number in range(40):
        address = f"{dice.choice(boxes)}{dice.choice(('', number))}@{dice.choice(hosts)}"
        if not Subscriber.objects.filter(person__address=address).exists() and address.isascii():
            make_reader(anna, dice.choice(names), last_name=dice.choice(names), address=address, phone=dice.choice(phones))
    every = queries.duplicate_pairs(seller=anna)
    assert len(every) > 10
    for card in Subscriber.objects.select_related("person"):
        of_the_list = [pair for pair in every if card.pk in (pair.first, pair.second)]
        assert queries.duplicates_of(subscriber=card) == of_the_list, card.name
