"""A rule that was recalled may be retired afterwards: the list of what held it stays, and nothing breaks."""

import pytest
from django.urls import reverse

from brandguard.choices import RuleState
from brandguard.models import Recall, Rule
from brandguard.services import recalls
from brandguard.targets import target
from tests.factories.brandguard import live_rule
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client):
    lead = make_user("lead")
    client.force_login(lead)
    live_rule("no-miracle", word="miracle")
    made = recalls.recall(target("rule", "no-miracle"), reason="It is not true", by=lead)
    Rule.objects.filter(key="no-miracle").update(state=RuleState.RETIRED)
    return made


def test_looking_again_says_why_it_cannot(client, made):
    page = client.post(reverse("guard:recall", args=[made.pk]), follow=True)
    assert page.status_code == 200
    assert "Its rule was retired meanwhile" in page.content.decode()


def test_the_hourly_look_goes_on_with_the_others(made):
    other = recalls.recall(target("phrase", "wonder cure"), reason="It is not true", by=made.by)
    Recall.objects.filter(pk=other.pk).update(listed_at=None)
    assert recalls.relist_recent() == 2
    other.refresh_from_db()
    assert other.listed_at is not None
