"""No expression hangs a worker, whichever door it comes through: saving, checking a letter, the desk's findings, a dry run, a file."""

import json
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from brandguard.documents import Document, Part
from brandguard.engine import Compiled, Spec, check, prove, understood
from brandguard.engine.dialect import weight
from brandguard.engine.patterns import TIME_LIMIT, SafePattern, compile_pattern, one_document, problem_with
from brandguard.exceptions import BadRule
from brandguard.vale.reader import read_styles

CATASTROPHES = [
    "(?=a)(?:a|aa)+$",
    "(?=a)(?:a|a)*[!?]{2}",
    r"(?<!x)((?:a+)+)\1?(?=[b-z])",
    r"(?=.)(?:.*.*)*x",
    r"(a*)*(?!c)\Zb",
]
TOO_LARGE = ["(?:(?:(?:a{100}){100}){100}){100}", "(?=a)(b{1,9999}){1,9999}", "x" * 300_000]
EVIL = "a" * 5000 + "!"
# Generous, because other work shares the machine; without a limit each of these takes longer than a life.
SOON = 3.0


def regex_rule(pattern: str) -> Spec:
    examples = {"hit": ["ab", "aab"], "miss": ["x", "y"]}
    return Spec.from_json({"key": "r", "kind": "regex", "params": {"pattern": pattern, "folded": False}, "examples": examples})


def style_rule(pattern: str) -> Spec:
    return Spec(key="S.R", kind="style", params={"style": f"extends: existence\nmessage: '%s'\nraw: ['{pattern}']\n"})


def quick(run) -> object:
    begun = time.process_time()
    result = run()
    assert time.process_time() - begun < SOON
    return result


@pytest.mark.parametrize("pattern", TOO_LARGE)
def test_an_expression_that_is_too_large_is_not_even_compiled(pattern):
    assert "too large" in quick(lambda: problem_with(pattern))


@pytest.mark.parametrize("pattern", CATASTROPHES[:2])
@pytest.mark.parametrize("kind", [regex_rule, style_rule])
def test_a_slow_expression_cannot_be_saved(pattern, kind):
    with pytest.raises(BadRule, match="too long on some texts"):
        quick(lambda: understood(kind(pattern)))


@pytest.mark.parametrize("pattern", CATASTROPHES)
@pytest.mark.parametrize("kind", [regex_rule, style_rule])
def test_one_that_is_in_force_ends_in_time_over_many_parts(pattern, kind):
    compiled = Compiled([kind(pattern)])
    document = Document(tuple(Part("body", EVIL, f"p/{number}") for number in range(60)))
    quick(lambda: check(document, compiled))


def test_out_of_time_a_person_looks():
    found = check(Document((Part("body", EVIL, "p/0"),)), Compiled([regex_rule(CATASTROPHES[0])]))
    assert [(f.start, f.end) for f in found if f.rule == "r"] == [(0, len(EVIL))]


def test_the_limit_is_for_all_parts_together():
    matcher = compile_pattern(CATASTROPHES[0])
    with one_document():
        begun = time.thread_time()
        for _ in range(200):
            list(matcher.find(EVIL))
        assert time.thread_time() - begun < TIME_LIMIT * 3


class Expression:
    """Stands for a compiled expression that finds nothing: each turn takes so much of this thread's time, and ends in time or not."""

    def __init__(self, *turns: tuple[float, bool], meanwhile=lambda: None) -> None:
        self.turns, self.meanwhile = list(turns), meanwhile

    def finditer(self, text: str, *, timeout: float) -> list[object]:
        own, in_time = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        begun = time.thread_time()
        self.meanwhile()
        while time.thread_time() - begun < own:
            pass
        if not in_time:
            raise TimeoutError
        return []

    def sub(self, wanted: str, text: str, *, timeout: float) -> str:
        return wanted.join(str(match) for match in self.finditer(text, timeout=timeout)) or wanted


def test_a_process_that_was_stopped_has_used_up_nothing():
    matcher = SafePattern(Expression((0, True), meanwhile=lambda: time.sleep(TIME_LIMIT)), None, False)
    with one_document():
        assert [list(matcher.find("A harmless part.")) for _ in range(3)] == [[], [], []]


def test_what_other_threads_burn_is_not_this_ones():
    matcher = SafePattern(Expression((TIME_LIMIT / 10, False), (TIME_LIMIT / 10, False), (TIME_LIMIT / 10, True)), None, False)
    with one_document():
        assert list(matcher.find("A harmless part.")) == []
    matcher = SafePattern(Expression((TIME_LIMIT / 10, False), (0, True)), None, False)
    assert matcher.sub("better", "good") == "better"


def test_what_this_thread_burns_ends():
    matcher = SafePattern(Expression((TIME_LIMIT / 4, False)), None, False)
    begun = time.thread_time()
    assert list(matcher.find("x" * 9)) == [(0, 9, 0)]
    assert TIME_LIMIT <= time.thread_time() - begun < TIME_LIMIT * 2


def test_examples_are_proved_in_time():
    with pytest.raises(BadRule):
        quick(lambda: prove(regex_rule("(?=a)(?:a|aa)+$")))


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_a_file_is_checked_in_time(capsys, tmp_path: Path, pattern):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "R.yml").write_text(f"extends: existence\nmessage: '%s'\nraw: ['{pattern}']\n")
    (tmp_path / "S" / "C.yml").write_text(f"extends: conditional\nmessage: '%s'\nfirst: '{pattern}'\nsecond: '{pattern}'\n")
    capitals = f"extends: capitalization\nmessage: '%s'\nscope: heading\nmatch: '{pattern}'\nprefix: '{pattern}'\n"
    (tmp_path / "S" / "Z.yml").write_text(capitals)
    (tmp_path / "a.md").write_text(f"# {EVIL}\n\n" + f"{EVIL}\n\n" * 30)

    def run() -> None:
        try:
            call_command("guard_check", str(tmp_path / "a.md"), rules=tmp_path, format="json")
        except SystemExit:
            return

    quick(run)
    json.loads(capsys.readouterr().out)


def test_a_slow_rule_of_a_style_is_left_out_when_it_is_imported(tmp_path: Path):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "R.yml").write_text(f"extends: existence\nmessage: '%s'\nraw: ['{CATASTROPHES[0]}']\n")
    assert len(read_styles(tmp_path).specs) == 1
    careful = read_styles(tmp_path, careful=True)
    assert careful.specs == [] and "too long" in careful.left_out[0]


@pytest.mark.django_db
def test_a_dry_run_over_letters_ends_in_time(django_user_model):
    from brandguard import history
    from brandguard.history import Stored, register_letters
    from brandguard.models import Rule
    from brandguard.services import trials
    from tests.factories.profiles import make_user

    document = Document((Part("body", EVIL, "p/0"),))
    held = list(history._looks)
    register_letters(lambda: [Stored(f"letter:{n}", "T", "A", "", "draft", lambda: document) for n in range(20)])
    try:
        rule = Rule.objects.create(key="r", kind="regex", params={"pattern": CATASTROPHES[2]}, reason="x", severity="block")
        quick(lambda: trials.run_trial(trials.ask_trial(rule, by=make_user("lead")).pk))
    except BadRule as error:
        assert "too long" in error.message
    finally:
        history._looks[:] = held


@pytest.mark.parametrize(
    ("source", "pieces"), [("abc", 3), ("(ab){10}", 20), ("(?:a{100}){100}", 10_000), ("[a-z]{2,5}", 5), ("a|b", 3), ("(?=x)y", 2), ("", 0)]
)
def test_counts_are_written_out(source, pieces):
    assert weight(source) == pieces
