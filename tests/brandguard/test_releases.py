"""A rule is released like software: what is to come changes nothing, some writers have it first, one press goes back."""

import pytest
from django.urls import reverse

from brandguard import gate, groups
from brandguard.choices import RuleState
from brandguard.exceptions import BadRule
from brandguard.models import Rule
from brandguard.queries import current_digest
from brandguard.services import releases, rules
from brandguard.services.rules import check_document
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.newsletters.document import group_of, letter_document
from tests.factories.brandguard import live_rule, rule_fields
from tests.factories.company import make_region
from tests.factories.delivery import make_issue
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import submitted_letter

pytestmark = pytest.mark.django_db
STRICTER = {"params": {"terms": ["miracle", "wonder"]}, "examples": {"hit": ["A miracle", "A wonder"], "miss": ["We do our best", "Come"]}}


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def two():
    """Two sellers with a letter each that says the same."""
    body = [("text", "<p>I call it a miracle, and a wonder.</p>")]
    return [make_letter(make_seller(name), body=body) for name in ("Anna Nowak", "Berta Lis")]


def found(letter):
    return {finding.match for finding in check_document(letter_document(letter)).findings if finding.rule == "no-miracle"}


def draft(**more):
    return rules.save_rule(rule_fields("no-miracle", word="miracle", **more), by=None)


def canary(rule, letter, *, by):
    return releases.start_canary(rule, keys=[group_of(letter.seller_id)], by=by)


def test_a_draft_on_trial_holds_for_the_chosen_writer_alone(two, lead):
    hers, others = two
    rule = canary(draft(), hers, by=lead)
    assert (found(hers), found(others)) == ({"miracle"}, set())
    assert rule.state == RuleState.CANARY
    with pytest.raises(Exception, match="must be changed|Not handed in"):
        submitted_letter(hers)
    assert submitted_letter(others)[1].state == "waiting"


def test_the_gate_honours_it_for_exactly_those_writers(lead):
    body = [("text", "<p>I call it a miracle.</p>")]
    hers, others = (make_issue(seller=make_seller(name), body=body) for name in ("Anna Nowak", "Berta Lis"))
    for issue in (hers, others):
        arm_issue(issue, by=None)
    releases.start_canary(draft(), keys=[group_of(hers.seller_id)], by=lead)
    assert {reason.code for reason in gate.problems(hers.artefact)} == {"rule"}
    assert gate.problems(others.artefact) == []
    assert [Issue.objects.get(pk=issue.pk).state for issue in (hers, others)] == ["held", "armed"]


def test_what_merge_fields_put_in_is_checked_for_those_writers_too(two, lead):
    canary(draft(), two[0], by=lead)
    said = [gate.check_values(["Miracle"], digest=current_digest(), group=group_of(letter.seller_id)) for letter in two]
    assert [len(findings) for findings in said] == [1, 0]
    assert gate.check_values(["Miracle"]) == []


def test_the_next_version_of_a_live_rule_changes_nothing_until_it_is_tried(two, lead):
    hers, others = two
    rule = live_rule("no-miracle", word="miracle")
    releases.propose(rule, STRICTER, by=lead)
    assert found(hers) == found(others) == {"miracle"}
    canary(rule, hers, by=lead)
    assert (found(hers), found(others)) == ({"miracle", "wonder"}, {"miracle"})
    releases.promote(rule, by=lead)
    assert found(others) == {"miracle", "wonder"}
    rule.refresh_from_db()
    assert (rule.version, rule.candidate, rule.candidate_groups) == (2, None, [])


def test_a_laxer_version_on_trial_frees_those_writers_alone(two, lead):
    hers, others = two
    rule = live_rule("no-miracle", word="miracle")
    releases.propose(rule, {"severity": "warning"}, by=lead)
    canary(rule, hers, by=lead)
    assert submitted_letter(hers)[1].artefact.findings[0]["severity"] == "warning"
    assert check_document(letter_document(others)).blocked


def test_one_press_goes_back_whatever_the_last_step_was(two, lead):
    hers, _ = two
    rule = canary(draft(), hers, by=lead)
    assert "trial" in releases.roll_back(rule, by=lead)
    assert Rule.objects.get().state == RuleState.DRAFT
    releases.promote(rule, by=lead)
    releases.propose(rule, STRICTER, by=lead)
    releases.promote(rule, by=lead)
    assert found(hers) == {"miracle", "wonder"}
    assert "version 1" in releases.roll_back(rule, by=lead)
    assert found(hers) == {"miracle"}


def test_a_first_version_goes_out_of_force(lead):
    rule = live_rule("no-miracle", word="miracle")
    assert "out of force" in releases.roll_back(rule, by=lead)
    assert Rule.objects.get().state == RuleState.RETIRED
    with pytest.raises(BadRule):
        releases.roll_back(rule, by=lead)


def test_what_is_proposed_must_hold_its_examples(lead):
    rule = live_rule("no-miracle", word="miracle")
    with pytest.raises(BadRule):
        releases.propose(rule, {"params": {"terms": ["wonder"]}}, by=lead)
    assert Rule.objects.get().candidate is None


def test_new_words_end_the_trial_of_the_old_ones(two, lead):
    rule = live_rule("no-miracle", word="miracle")
    releases.propose(rule, STRICTER, by=lead)
    canary(rule, two[0], by=lead)
    releases.propose(rule, {"severity": "warning"}, by=lead)
    assert found(two[0]) == {"miracle"}


@pytest.mark.parametrize("keys", [[], ["seller:999999"], ["nonsense"]])
def test_a_trial_needs_writers_that_there_are(lead, keys):
    with pytest.raises(BadRule):
        releases.start_canary(draft(), keys=keys, by=lead)


def test_a_lead_of_a_region_tries_rules_with_the_writers_there(two):
    region_lead = make_user("lead", region=two[0].seller.shop.region)
    assert {group.key for group in groups.groups_like("", viewer=region_lead)} == {group_of(letter.seller_id) for letter in two}
    assert groups.groups_like("", viewer=make_user("lead", region=make_region(code="elsewhere"))) == []
    assert groups.groups_like("Berta", viewer=region_lead)[0].label.startswith("Berta Lis")


def test_nobody_but_keepers_takes_a_step(two):
    rule, seller = draft(), two[0].seller.user
    for step in (releases.stop_canary, releases.promote, releases.roll_back, releases.drop_candidate):
        with pytest.raises(NotAllowed):
            step(rule, by=seller)
    with pytest.raises(NotAllowed):
        canary(rule, two[0], by=seller)


def test_every_step_is_in_the_trail_with_its_hand(two, lead):
    rule = live_rule("no-miracle", word="miracle")
    releases.propose(rule, STRICTER, by=lead)
    canary(rule, two[0], by=lead)
    releases.promote(rule, by=lead)
    kept = AuditEntry.objects.filter(subject="rule:no-miracle", actor_id=lead.pk).values_list("action", flat=True)
    assert list(kept) == ["rule.proposed", "rule.canary", "rule.saved"]


def test_the_whole_way_through_the_screens(client, two, lead):
    client.force_login(lead)
    rule = live_rule("no-miracle", word="miracle")
    form = {
        "name": "No miracles", "terms": "miracle\nwonder", "severity": "block", "reason": "We keep promises.", "in_force": "on",
        "hit": "A miracle\nA wonder", "miss": "We do our best\nCome and see", "propose": "1",
    }  # fmt: skip
    client.post(reverse("guard:rule", args=[rule.pk]), form)
    page = client.get(reverse("guard:rule", args=[rule.pk]), {"version": "next"}).content.decode()
    assert "wonder</textarea>" in page
    assert found(two[0]) == {"miracle"}
    choose = client.get(reverse("guard:rule_canary", args=[rule.pk]), {"q": "Anna"}).content.decode()
    assert "Anna Nowak" in choose
    assert "Berta Lis" not in choose
    client.post(reverse("guard:rule_canary", args=[rule.pk]), {"group": group_of(two[0].seller_id)})
    assert "next version on trial with 1" in client.get(reverse("guard:rules")).content.decode()
    assert found(two[0]) == {"miracle", "wonder"}
    client.post(reverse("guard:rule_step", args=[rule.pk, "promote"]))
    assert found(two[1]) == {"miracle", "wonder"}
    client.post(reverse("guard:rule_step", args=[rule.pk, "back"]))
    assert found(two[1]) == {"miracle"}
