"""A list of five thousand costs as many queries as one of fifty, whatever is looked for in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sellers.audience import services
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
