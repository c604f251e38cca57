"""The desk stays as quick with 5,000 customers as with 50: the same questions to the database, and answers of the same length."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.audience import make_readers
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
SMALL, LARGE = 50, 5_000
# What each screen asks for; Wagtail's frame and the session are eleven of them.
BUDGET = {"home": 28, "customer book": 18, "search": 8, "card": 31, "results": 20}


def costs(client: Client, customer: int) -> dict[str, tuple[int, int]]:
    """{screen: (queries, bytes)}."""
    book = "/admin/customers/"
    screens: dict[str, Callable[[], Any]] = {
        "home": lambda: client.get("/admin/"),
        "customer book": lambda: client.get(book),
        "search": lambda: client.post(book, {"search": "reader"}, headers={"x-rows": "1"}),
        "card": lambda: client.get(f"{book}{customer}/"),
        "results": lambda: client.get("/admin/went/"),
    }
    found = {}
    for name, ask in screens.items():
        ask()  # fills the caches of a fresh process
        with CaptureQueriesContext(connection) as captured:
            answer = ask()
        assert answer.status_code == 200
        found[name] = (len(captured), len(answer.content))
    return found


def test_a_hundred_times_the_customers_cost_no_question_more():
    few, many = make_seller("Anna Nowak"), make_seller("Berta Lis")
    found = {}
    for seller, size in ((few, SMALL), (many, LARGE)):
        readers = make_readers(seller, size)
        client = Client()
        client.force_login(seller.user)
        found[size] = costs(client, readers[7].pk)
    queries = {size: {name: one[0] for name, one in screens.items()} for size, screens in found.items()}
    assert queries[LARGE] == queries[SMALL]
    assert {name: count for name, count in queries[LARGE].items() if count > BUDGET[name]} == {}
    assert {name: one[1] for name, one in found[LARGE].items() if one[1] > found[SMALL][name][1] + 4_000} == {}
