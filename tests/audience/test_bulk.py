"""Rows written past the ORM are the rows the ORM would write."""

import pytest
from django.db import connection
from django.utils import timezone

from sellers.audience.models import Person, Subscriber
from sellers.audience.services.bulk import insert_like, little_cache
from sellers.audience.services.first_lines import FirstLines
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


def test_a_row_is_as_saving_it_would_have_made_it():
    seller, now = make_seller(), timezone.now()
    people = [Person.objects.create(address=f"{n}@example.com", address_hash=str(n)) for n in range(2)]
    pattern = {"seller": seller, "state": "active", "added_at": now, "confirmed_at": now, "first_name": "Marią"}
    Subscriber.objects.create(person=people[0], **pattern)
    insert_like(Subscriber(**pattern), [{"person_id": people[1].pk}])
    saved, inserted = Subscriber.objects.order_by("pk").values()
    assert {name for name in saved if saved[name] != inserted[name]} == {"id", "person_id"}
    assert Subscriber.objects.last().added_at == now


def test_the_first_line_of_each_number_is_known_though_many_fall_on_one_place():
    lines, slots = FirstLines(), 1 << 18
    numbers = [7, 7 + slots, 7 + 2 * slots, 8, slots - 1, 2 * slots - 1, 0, 2**64 - 1]
    assert [lines.first(number, line) for line, number in enumerate(numbers, 1)] == list(range(1, 9))
    assert [lines.first(number, 99) for number in numbers] == list(range(1, 9))


def test_the_cache_of_pages_is_as_it_was_after_an_import_that_broke_off():
    def pages():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA cache_size").fetchone() if connection.vendor == "sqlite" else None

    before = pages()
    with pytest.raises(ZeroDivisionError), little_cache():
        assert before is None or pages() == (-4000,)
        1 / 0  # noqa: B018
    assert pages() == before
