"""Styles come in as draft rules and go out as the same files."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brandguard.choices import RuleState
from brandguard.engine import Spec, prove
from brandguard.exceptions import BadRule
from brandguard.models import Rule
from brandguard.services import rules, styles
from brandguard.vale.reader import read_styles
from brandguard.vale.writer import write_styles
from tests.factories.brandguard import live_rule, rule_fields

pytestmark = pytest.mark.django_db
WORDS = "extends: existence\nmessage: \"Don't say '%s'.\"\nlevel: error\nignorecase: true\ntokens:\n  - utilise # old\n  - leverage\n"
TITLES = "extends: capitalization\nmessage: '%s'\nscope: heading\nmatch: $title\n"
SPELLING = "extends: spelling\nmessage: '%s'\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "in" / "Acme").mkdir(parents=True)
    for name, text in {"Words": WORDS, "Titles": TITLES, "Spelling": SPELLING}.items():
        (tmp_path / "in" / "Acme" / f"{name}.yml").write_text(text)
    return tmp_path / "in"


def test_each_rule_becomes_a_draft_and_what_is_left_out_is_said(capsys, directory):
    call_command("guard_import_vale", str(directory))
    held = {rule.key: rule for rule in Rule.objects.all()}
    out = capsys.readouterr()
    assert set(held) == {"Acme.Words", "Acme.Titles"}
    assert {rule.state for rule in held.values()} == {RuleState.DRAFT}
    assert (held["Acme.Words"].severity, held["Acme.Words"].reason) == ("block", "Don't say '%s'.")
    assert "spelling" in out.err and "2 draft rules, 1 of them" in out.out


def test_a_rule_of_plain_words_can_be_published_at_once_another_needs_examples(directory):
    styles.import_styles(directory)
    rules.publish_rule(Rule.objects.get(key="Acme.Words"), by=None)
    with pytest.raises(BadRule, match="examples"):
        rules.publish_rule(Rule.objects.get(key="Acme.Titles"), by=None)


def test_importing_again_leaves_rules_in_force_as_they_are(directory):
    styles.import_styles(directory)
    rules.publish_rule(Rule.objects.get(key="Acme.Words"), by=None)
    again = styles.import_styles(directory)
    assert (again.made, Rule.objects.get(key="Acme.Words").state) == (1, RuleState.LIVE)


def test_a_single_style_may_be_given_a_name(directory):
    call_command("guard_import_vale", str(directory / "Acme"), name="Guide")
    assert Rule.objects.filter(key="Guide.Words").exists()


def test_a_broken_file_lets_nothing_in(directory):
    (directory / "Acme" / "Zed.yml").write_text("extends: existence\nmessage: x\ntokens: ['(']\n")
    with pytest.raises(CommandError, match=r"Zed\.yml"):
        call_command("guard_import_vale", str(directory))
    assert not Rule.objects.exists()


def test_what_came_in_goes_out_letter_by_letter(directory, tmp_path):
    styles.import_styles(directory)
    rules.publish_rule(Rule.objects.get(key="Acme.Words"), by=None)
    call_command("guard_export_vale", str(tmp_path / "out"))
    assert (tmp_path / "out" / "Acme" / "Words.yml").read_text() == WORDS
    came, gone = (read_styles(path).specs for path in (directory, tmp_path / "out"))
    assert [spec.as_json() for spec in gone] == [spec.as_json() for spec in came if spec.key == "Acme.Words"]


def test_our_own_rules_go_out_and_find_the_same_there(tmp_path):
    live_rule()
    rules.publish_rule(
        rules.save_rule(
            rule_fields(
                "say-it", kind="substitution", reason="Say %s, not %s", params={"pairs": {"e-mail (new)": "mail", "fax": "letter"}},
                examples={"hit": ["a fax", "an e-mail (new) for you"], "miss": ["hello", "you"]},
            ), by=None,
        ), by=None,
    )  # fmt: skip
    call_command("guard_export_vale", str(tmp_path))
    back = {spec.key: spec for spec in read_styles(tmp_path).specs}
    assert set(back) == {"House.NoGuarantees", "House.SayIt"}
    for key, hits in (("House.NoGuarantees", ["We guarantee it", "a GUARANTEE"]), ("House.SayIt", ["a fax", "one fax"])):
        prove(Spec.from_json({**back[key].as_json(), "examples": {"hit": hits, "miss": ["hello", "faxes guaranteed"]}}))


def test_what_vale_cannot_say_is_named(tmp_path):
    spec = Spec(key="links", kind="link_domain", params={"deny": ["bad.example"]})
    written, left_out = write_styles(tmp_path, [spec])
    assert written == [] and "links" in left_out[0]
