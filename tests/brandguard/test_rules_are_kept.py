"""Rules: saved only when their examples hold, versioned, recorded, and in force in numbered sets."""

import pytest

from brandguard import queries
from brandguard.engine import check
from brandguard.exceptions import BadRule
from brandguard.models import Rule, RuleSetVersion, RuleVersion
from brandguard.services import rules
from brandguard.signals import ruleset_changed
from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from tests.factories.brandguard import letter, live_rule, rule_fields

pytestmark = pytest.mark.django_db


def user(role: str) -> User:
    return User.objects.create_user(f"{role}@brand.example", name=role.title(), role=role)


def test_without_rules_there_is_an_empty_set():
    assert queries.current_ruleset().rules == []
    assert queries.current_ruleset() == queries.current_ruleset()


def test_a_live_rule_finds_its_phrase():
    live_rule(word="miracle cure")
    report = rules.check_document(letter("This is a Miracle Cure."))
    assert [(f.rule, f.match, f.start, f.end, f.blocks) for f in report.findings] == [("no-guarantees", "Miracle Cure", 10, 22, True)]
    assert report.blocked and report.ruleset == queries.current_ruleset()


def test_a_draft_is_not_in_force():
    rules.save_rule(rule_fields(), by=None)
    assert rules.check_document(letter("guarantee")).findings == []


def test_a_retired_rule_is_out_of_force_and_can_come_back():
    rule = rules.retire_rule(live_rule(), by=None)
    assert rules.check_document(letter("guarantee")).findings == []
    rules.publish_rule(rule, by=None)
    assert rules.check_document(letter("guarantee")).blocked


@pytest.mark.parametrize(
    ("examples", "named"),
    [
        ({"hit": ["nothing of the kind", "guarantee"], "miss": ["a", "b"]}, "nothing of the kind"),
        ({"hit": ["guarantee", "a guarantee"], "miss": ["a guarantee at last", "b"]}, "a guarantee at last"),
        ({"hit": ["guarantee"], "miss": ["a", "b"]}, "at least two"),
        ({"hit": ["guarantee", "a guarantee"], "miss": ["a"]}, "at least two"),
        ({}, "at least two"),
    ],
)
def test_a_rule_whose_examples_fail_is_not_saved(examples, named):
    with pytest.raises(BadRule, match=named):
        rules.save_rule(rule_fields(examples=examples), by=None)
    assert not Rule.objects.exists()


def test_each_exception_needs_an_example():
    given = rule_fields(word="cap", exceptions=[{"text": "cap sleeve"}])
    with pytest.raises(BadRule, match="cap sleeve"):
        rules.save_rule(given, by=None)
    given["examples"]["excused"] = ["A cap sleeve for summer"]
    assert rules.save_rule(given, by=None).pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "oracle"},
        {"severity": "fatal"},
        {"scopes": ["margin"]},
        {"params": {"terms": []}},
        {"params": {"terms": ["…"]}},
        {"kind": "regex", "params": {"pattern": "(unclosed"}},
        {"kind": "link_domain", "params": {"allow": ["https://shop.example/x"]}},
        {"kind": "occurrence", "params": {"terms": ["a"], "maximum": "many"}},
        {"kind": "conditional", "params": {"if": ["a"], "then": ["b"], "where": "upstairs"}},
        {"kind": "substitution", "params": {"pairs": {"utilise": ""}}},
    ],
)
def test_a_rule_that_is_not_understood_is_refused(wrong):
    with pytest.raises(BadRule):
        rules.save_rule(rule_fields(**wrong), by=None)


def test_each_save_is_a_version_and_the_old_one_comes_back():
    rule = live_rule(word="guarantee")
    changed = rules.save_rule(rule_fields(word="warranty"), by=None)
    assert (changed.pk, changed.version) == (rule.pk, 2)
    first = RuleVersion.objects.get(rule=rule, number=1)
    restored = rules.restore_rule(first, by=None)
    assert restored.version == 3 and restored.params["terms"] == ["guarantee"]
    assert rules.check_document(letter("guarantee")).blocked


def test_a_new_set_is_made_only_when_the_live_rules_change():
    live_rule()
    before = RuleSetVersion.objects.count()
    rules.save_rule(rule_fields("other", word="free"), by=None)
    assert RuleSetVersion.objects.count() == before
    live_rule("third", word="cheap")
    assert RuleSetVersion.objects.count() == before + 1


def test_a_change_of_the_live_rules_is_announced():
    heard = []
    ruleset_changed.connect(lambda ruleset, changed, **_: heard.append((ruleset.pk, changed)), weak=False, dispatch_uid="test")
    try:
        live_rule()
    finally:
        ruleset_changed.disconnect(dispatch_uid="test")
    assert heard == [(queries.current_ruleset().pk, ["no-guarantees"])]


def test_every_change_is_recorded():
    rule = live_rule(by=user(Role.LEAD))
    rules.retire_rule(rule, by=None)
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions == ["rule.saved", "rule.published", "ruleset.changed", "rule.retired", "ruleset.changed"]
    assert audit.verify().broken_at is None


@pytest.mark.parametrize("role", [Role.SELLER, Role.ASSISTANT])
def test_who_writes_letters_changes_no_rule(role):
    writer, rule = user(role), live_rule()
    for change in (rules.publish_rule, rules.retire_rule, rules.save_rule):
        with pytest.raises(NotAllowed):
            change(rule, by=writer)


def test_a_set_stays_as_it_was_when_rules_change():
    live_rule()
    old = queries.current_ruleset()
    rules.retire_rule(Rule.objects.get(), by=None)
    assert [f.rule for f in check(letter("guarantee"), old)] == ["no-guarantees"]
    assert check(letter("guarantee"), queries.current_ruleset()) == []


def test_a_second_check_asks_the_database_for_the_number_of_the_set_only(django_assert_num_queries):
    live_rule()
    rules.check_document(letter("guarantee"))
    with django_assert_num_queries(1) as asked:  # which set is in force
        assert rules.check_document(letter("guarantee")).blocked
    assert '"rules"' not in asked[0]["sql"]
