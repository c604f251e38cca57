"""Queries whose SQL is made once say the same as the ones they were made from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.common.models import OutgoingMail
from hub.common.prepared import Prepared

pytestmark = pytest.mark.django_db


def due(now, least):
    return OutgoingMail.objects.filter(not_before__lte=now, tries__gte=least, state="waiting").order_by("pk").values_list("to", "tries")


def test_each_call_has_its_own_values():
    now = timezone.now()
    for tries in range(4):
        OutgoingMail.objects.create(to=f"r{tries}@mail.example", tries=tries, not_before=now + timedelta(hours=tries), headers={}, kind="x")
    prepared = Prepared(due, "now", "least")
    for hours, least in ((0, 0), (2, 1), (9, 3), (9, 9)):
        moment = now + timedelta(hours=hours)
        assert [tuple(row) for row in prepared.rows(now=moment, least=least)] == list(due(moment, least))


def test_a_value_that_the_query_does_not_use_is_a_mistake():
    with pytest.raises(ValueError, match="other"):
        Prepared(lambda least, other: due(timezone.now(), least), "least", "other").rows(least=1, other=2)
