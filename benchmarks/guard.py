"""Finding banned phrases in a clean letter of 10 KB: the guard, folding and disguises included, against `re`.

Baselines look for plain spellings without regard to case only: one big alternation, and what most Django projects have, a loop over
compiled expressions. The loop grows with the number of phrases, so that a sample of it is run and its time multiplied.
"""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from brandguard.documents import Document, Part
from brandguard.engine.check import check
from brandguard.engine.compiled import Compiled
from brandguard.engine.fold import fold
from brandguard.engine.spec import Spec

from .frame import Result, compare

LETTER_BYTES = 10_000
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
    return [*found, against_one_alternation()]


def guard(phrases: list[str]) -> tuple[Callable[[int], object], Compiled]:
    """The guard over the clean letter, folded anew each time, and its compiled rules."""
    rules = Compiled([Spec(key="banned", params={"terms": phrases})])
    document = Document(parts=(Part("body", letter(), "body/1"),))
    assert check(document, rules) == []

    def run(times: int) -> None:
        for _ in range(times):
            fold.cache_clear()
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
