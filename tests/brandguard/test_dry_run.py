"""A rule is tried on every stored letter before it is in force, and says what it has done since."""

import pytest
from django.urls import reverse

from brandguard.choices import RuleState
from brandguard.models import Rule
from brandguard.services import rules
from brandguard.services.dry_run import dry_run, statistics
from brandguard.targets import target
from hub.common.models import AuditEntry
from hub.company.models import Region
from tests.factories.brandguard import letter, rule_fields
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user

from .test_gate import frozen

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Rule:
    return rules.save_rule(rule_fields(word="miracle", severity="block"), by=None)


def test_it_counts_what_was_handed_in_and_drafts(draft):
    frozen("A miracle, and one more miracle.")
    frozen("Nothing of the kind.", subject="letter:77")
    make_letter(subject="A miracle for you")
    make_letter(subject="Good morning")
    run = dry_run(draft, by=make_user("lead"))
    assert (run.letters, run.struck, run.drafts, run.stops) == (4, 2, 1, True)
    assert {struck.state for struck in run.shown} == {"waits for a decision", "draft"}
    assert {f.match for struck in run.shown for f in struck.findings} == {"miracle"}


def test_it_changes_nothing_but_the_trail(draft):
    frozen("A miracle")
    dry_run(draft, by=make_user("lead"))
    draft.refresh_from_db()
    assert draft.state == RuleState.DRAFT
    assert AuditEntry.objects.filter(action="rule.tried").count() == 1


def test_a_lead_of_a_region_tries_it_on_the_letters_there(draft):
    seller = make_seller()
    make_letter(seller, subject="A miracle")
    lead = make_user("lead")
    lead.region = seller.shop.region
    assert dry_run(draft, by=lead).letters == 1
    lead.region = Region(code="elsewhere")
    assert dry_run(draft, by=lead).letters == 0


def test_a_letter_handed_in_twice_counts_once(draft):
    frozen("A miracle")
    frozen("A miracle again")
    assert dry_run(draft, by=make_user("lead")).letters == 1


def test_statistics_count_findings_and_reasons():
    rule = rules.publish_rule(rules.save_rule(rule_fields(word="miracle", severity="justify"), by=None), by=None)
    frozen("A miracle", justifications={rule.key: "It is the name of a product."})
    frozen("Nothing", subject="letter:78")
    so_far = statistics(rule)
    assert (so_far.letters, so_far.justified, so_far.passed) == (1, 1, 0)
    assert so_far.findings >= 1


def test_the_lead_tries_it_with_one_button(client, draft):
    client.force_login(make_user("lead"))
    frozen("A miracle")
    url = reverse("guard:rule_dry_run", args=[draft.pk])
    assert url in client.get(reverse("guard:rule", args=[draft.pk])).content.decode()
    assert "Try it on every letter" in client.get(url).content.decode()
    page = client.post(url).content.decode()
    assert "Would have stopped 1 of 1 letters" in page and "<mark>miracle</mark>" in page


def test_a_recall_finds_only_what_it_speaks_of():
    """The engine has findings of its own for words in two alphabets; a letter with one of those holds nothing that is recalled."""
    document = letter("Our b\u0430lm is here.")
    assert not target("phrase", "miracle cure").holds("thing:1", lambda: document)
    assert target("phrase", "miracle cure").holds("thing:1", lambda: letter("A miracle cure."))
