"""What the lists of the guard cost does not grow with what stands in them: counted at two sizes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brandguard.models import RuleHit
from brandguard.services import reviews
from tests.factories.brandguard import live_rule
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller
from tests.factories.review import make_lead, submitted_letter

pytestmark = pytest.mark.django_db


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries), answer.content.decode()


def test_the_queue_costs_the_same_for_three_letters_and_for_fifteen(client):
    """Session, user, menu; emergencies and what is to be read; the letters and how many; sellers; standing (3)."""
    lead = make_lead()
    client.force_login(lead)
    costs = []
    for size in (3, 15):
        for number in range(size):
            seller = make_seller(f"Writer {size}-{number}")
            _, old = submitted_letter(make_letter(seller, subject="Read before"))
            reviews.approve(old, by=lead, sha256=old.artefact.sha256)
            submitted_letter(make_letter(seller, subject=f"Letter {size}-{number}"))
        spent, page = cost(client, reverse("desk:queue"))
        costs.append(spent)
        assert "standing 10" in page
    assert costs[0] == costs[1]
    assert costs[1] <= 20


def test_the_rules_cost_the_same_for_three_and_for_thirty(client):
    """Session, user, menu; the rules and how many; what they have done (2)."""
    lead = make_lead()
    client.force_login(lead)
    costs = []
    for size in (3, 30):
        for number in range(size):
            rule = live_rule(f"rule-{size}-{number}", word=f"wordy{number}")
            RuleHit.objects.create(rule=rule.key, author=lead, at=timezone.now())
        spent, page = cost(client, reverse("guard:rules"))
        costs.append(spent)
        assert "letter" in page
    assert costs[0] == costs[1]
    assert costs[1] <= 16
