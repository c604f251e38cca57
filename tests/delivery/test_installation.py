"""Who may send from this database, asked without taking it."""

import pytest

from hub.common import health
from sellers.delivery.installation import DISARMED
from sellers.delivery.models import Installation
from sellers.delivery.services.installation import armed, stopped

pytestmark = pytest.mark.django_db


def test_looking_at_the_health_page_takes_no_database_that_nobody_sent_from(client):
    client.get("/health/ready")
    assert health.report()["sending"] == "ok" and stopped() == ""
    assert not Installation.objects.exists()


def test_the_health_page_and_the_screens_say_the_same_of_a_copy(client):
    assert armed()
    Installation.objects.update(key="somebody else's")
    assert health.report()["sending"] == stopped() == DISARMED
    assert DISARMED in client.get("/health/ready").content.decode()
