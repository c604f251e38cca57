"""Rows written past the ORM are the rows the ORM would write."""

import pytest
from django.utils import timezone

from sellers.audience.models import Person, Subscriber
from sellers.audience.services.bulk import insert_like
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
