"""Finding banned phrases in a clean letter of 10 KB: the guard, folding and disguises included, against `re`.

Baselines look for plain spellings without regard to case only: one big alternation, and what most Django projects have, a loop over
compiled expressions. The loop grows with the number of phrases, so that a sample of it is run and its time multiplied.
"""

import random
import re
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from brandguard.documents import Document, Part
from brandguard.engine.check import check
from brandguard.engine.compiled import Compiled
from brandguard.engine.fold import fold
from brandguard.engine.spec import Spec

from .frame import Result, compare, turn

LETTER_BYTES = 10_000
PROSE = Path(__file__).parent.parent / "tests" / "brandguard" / "cases"
# (phrases, one in how many of them the loop really looks for, how many times its speed is promised)
LOOPS = ((10_000, 10, 500), (100_000, 100, 2000))


def words(seed: int, number: int) -> list[str]:
    dice = random.Random(seed)
    syllables = ["ba", "lo", "ti", "re", "mu", "san", "ker", "vil", "dor", "pen", "gra", "sho"]
    return ["".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(number)]


def phrases_of(number: int) -> list[str]:
    return sorted({" ".join(pair) for pair in zip(words(1, number * 2), words(2, number * 2), strict=True)})[:number]


def letter(dirty: str = "") -> str:
    """10 KB that hold none of the phrases, or the dirty one in the middle."""
    text = " ".join(f"{word}k" for word in words(3, LETTER_BYTES))[:LETTER_BYTES].rpartition(" ")[0]
    return f"{text[:5000]} {dirty} {text[5000:]}" if dirty else text


def measure() -> list[Result]:
    found = []
    for number, one_in, goal in LOOPS:
        phrases = phrases_of(number)
        ours, rules = guard(phrases)
        expressions = [re.compile(rf"\b{re.escape(phrase)}\b", re.I) for phrase in phrases[::one_in]]
        dirty = letter(phrases[0])
        document = Document(parts=(Part("body", dirty, "body/1"),))
        assert phrases[0] in {finding.match for finding in check(document, rules)}
        assert expressions[0].search(dirty)
        name = f"guard: {number} phrases over {LETTER_BYTES // 1000} clean KB against a loop over re (one in {one_in} run)"
        result = compare(name, ours=ours, baseline=loop(expressions, letter()), times=20, baseline_times=1, goal=0, rounds=3)
        ratio = round(result.ratio * one_in, 2)
        found.append(replace(result, baseline=round(result.baseline / one_in, 4), ratio=ratio, goal=goal, holds=ratio >= goal))
    return [*found, against_one_alternation(), *budgets(), flat_in_rules(), *real_prose()]


def budgets() -> list[Result]:
    """How many times the CPU of one check fits into what was promised for it."""
    found = []
    for number, promised in ((10_000, 1000.0), (100_000, 3000.0)):
        run, _ = guard(phrases_of(number))
        name = f"guard: {promised / 1000:g} ms of CPU promised for {number} phrases over {LETTER_BYTES // 1000} clean KB"
        found.append(within(name, run, promised))
    return found


def within(name: str, run: Callable[[int], object], promised: float, times: int = 20) -> Result:
    """`promised`: microseconds of CPU for one."""
    turn(run, 2)
    turns = [turn(run, times) for _ in range(5)]
    cpu, wall = (statistics.median(values) for values in ([t.cpu * 1e6 for t in turns], [t.seconds for t in turns]))
    ratio = round(promised / cpu, 2)
    return Result(name, round(1 / wall, 1), "a second", round(1e6 / promised, 1), ratio, 1, round(cpu, 1), ratio >= 1)


def flat_in_rules() -> Result:
    """Ten thousand rules of six kinds, each with a phrase of its own, against a hundred of them."""
    many, few = (checker(Compiled(several_kinds(number)), letter()) for number in (10_000, 100))
    name = f"guard: 10000 rules of six kinds over {LETTER_BYTES // 1000} clean KB against 100 of them"
    return compare(name, ours=many, baseline=few, times=20, goal=0.25, rounds=5)


def several_kinds(number: int) -> list[Spec]:
    kinds: list[Callable[[str, str], Spec]] = [
        lambda key, said: Spec(key=key, params={"terms": [said]}, exceptions=({"text": f"{said} deal"},)),
        lambda key, said: Spec(key=key, params={"terms": [said], "inflected": True}, languages=("en",)),
        lambda key, said: Spec(key=key, kind="substitution", params={"pairs": {said: "good"}}),
        lambda key, said: Spec(key=key, kind="conditional", params={"if": [said], "then": ["terms"]}),
        lambda key, said: Spec(key=key, kind="occurrence", params={"terms": [said], "maximum": 2}),
        lambda key, said: Spec(
            key=key, kind="style", params={"style": f"extends: existence\nmessage: '%s'\nignorecase: true\ntokens: ['{said}']\n"}
        ),
    ]
    return [kinds[index % len(kinds)](f"rule-{index}", said) for index, said in enumerate(phrases_of(number))]


def real_prose() -> list[Result]:
    """10 KB of a letter with prices, times, codes and addresses, which give the guard most to look at."""
    rules = Compiled([Spec(key="banned", params={"terms": phrases_of(10_000)})])
    found = []
    for language in ("en", "de", "ko"):
        text = (PROSE / f"{language}.txt").read_text(encoding="utf-8")
        # Sentences that were looked at before cost nothing, so that no two here are the same.
        copies = (text.replace(". ", f" {word}. ") for word in words(4, 10))
        whole = "\n\n".join(copies).encode()[:LETTER_BYTES].decode(errors="ignore")
        name = f"guard: 10 ms of CPU promised for 10000 phrases over {LETTER_BYTES // 1000} KB of a real letter in {language}"
        found.append(within(name, checker(rules, whole, language), 10_000.0))
    return found


def forget(rules: Compiled) -> None:
    """As if the letter were seen for the first time: what is remembered while one is written is gone."""
    fold.cache_clear()
    rules.looked_at.clear()


def checker(rules: Compiled, text: str, language: str = "en") -> Callable[[int], object]:
    document = Document(parts=(Part("body", text, "body/1", language),), language=language)

    def run(times: int) -> None:
        for _ in range(times):
            forget(rules)
            check(document, rules)

    return run


def guard(phrases: list[str]) -> tuple[Callable[[int], object], Compiled]:
    """The guard over the clean letter, folded anew each time, and its compiled rules."""
    rules = Compiled([Spec(key="banned", params={"terms": phrases})])
    document = Document(parts=(Part("body", letter(), "body/1"),))
    assert check(document, rules) == []

    def run(times: int) -> None:
        for _ in range(times):
            forget(rules)
            check(document, rules)

    return run, rules


def loop(expressions: list[re.Pattern[str]], text: str) -> Callable[[int], object]:
    def run(times: int) -> None:
        for _ in range(times):
            for expression in expressions:
                expression.search(text)

    return run


def against_one_alternation() -> Result:
    phrases = phrases_of(LOOPS[0][0])
    ours, _ = guard(phrases)
    pattern = re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in phrases), re.I)
    name = f"guard: {len(phrases)} phrases over {LETTER_BYTES // 1000} clean KB against one re alternation"
    return compare(name, ours=ours, baseline=loop([pattern], letter()), times=10, baseline_times=1, goal=5, rounds=3)
