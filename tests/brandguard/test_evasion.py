"""Attacks made by machine on phrases in seven languages are found, and ordinary prose in many more raises no alarm."""

import json
from pathlib import Path

import pytest

from brandguard.documents import Document, Part
from brandguard.engine import Compiled, Spec, check
from brandguard.engine.attacks import attacks_on
from brandguard.engine.evasion import evasion_score, seen
from tests.factories.brandguard import spec

CASES = Path(__file__).parent / "cases"
PHRASES: dict[str, list[str]] = json.loads((CASES / "phrases.json").read_text(encoding="utf-8"))
GOAL = 0.99
RULES = Compiled(
    [
        Spec(key="exact", params={"terms": [phrase for phrases in PHRASES.values() for phrase in phrases]}),
        *(Spec(key=f"inflected-{lang}", params={"terms": phrases, "inflected": True}) for lang, phrases in PHRASES.items()),
        spec(*"sex cop pot cap ham rat bet ass tit loan winner kill hell damn crap anal viagra".split(), key="short"),
    ]
)


def paragraphs(name: str) -> list[str]:
    return (CASES / name).read_text(encoding="utf-8").split("\n\n")


@pytest.mark.parametrize("language", PHRASES)
def test_nearly_every_attack_is_found(language):
    tried, missed = 0, []
    for phrase in PHRASES[language]:
        compiled = Compiled([spec(phrase)])
        for seed in (1, 2):
            for attack in attacks_on(phrase, language=language, seed=seed):
                tried += 1
                if not seen(compiled, attack):
                    missed.append((attack.kind, attack.said))
    assert tried > 400 and len(missed) <= tried * (1 - GOAL), missed


@pytest.mark.parametrize("language", PHRASES)
def test_every_finding_of_an_attack_lies_in_its_part(language):
    for phrase in PHRASES[language][:4]:
        compiled = Compiled([spec(phrase)])
        for attack in attacks_on(phrase, language=language, seed=3):
            parts = {part.location: part.text for part in attack.document.parts}
            for finding in check(attack.document, compiled):
                if finding.start >= 0:
                    assert 0 <= finding.start < finding.end <= len(parts[finding.location])
                    if finding.view not in ("split", "hidden"):
                        assert parts[finding.location][finding.start : finding.end] == finding.match


@pytest.mark.parametrize("file", sorted(path.name for path in CASES.glob("*.txt")))
@pytest.mark.parametrize("declared", [True, False])
def test_ordinary_prose_raises_no_alarm(file, declared):
    language = file.removesuffix(".txt") if declared and file != "others.txt" else "en"
    for paragraph in paragraphs(file):
        document = Document((Part("body", paragraph, "body/0", language),), language=language)
        assert check(document, RULES) == [], paragraph


@pytest.mark.parametrize("language", PHRASES)
def test_attacks_are_found_amid_ordinary_prose(language):
    prose = paragraphs(f"{language}.txt")
    phrase = PHRASES[language][0]
    compiled = Compiled([spec(phrase)])
    missed = []
    for number, attack in enumerate(attacks_on(phrase, language=language)):
        if len(attack.document.parts) > 1 or attack.document.parts[0].markup:
            continue
        text = f"{prose[number % len(prose)]} {attack.said} {prose[(number + 1) % len(prose)]}"
        if not check(Document((Part("body", text, "b", language),), language=language), compiled):
            missed.append((attack.kind, attack.said))
    assert missed == []


def test_a_score_says_what_survives_and_what_not():
    rule = spec("free money", examples={"hit": ["free money", "It is free money!"], "miss": ["x", "y"]})
    score = evasion_score(rule)
    assert score.tried > 30 and score.found + len(score.missed) == score.tried and score.share >= GOAL


def test_the_score_of_an_expression_is_lower_because_it_knows_no_disguise():
    examples = {"hit": ["free money", "Free money"], "miss": ["x", "y"]}
    rule = Spec.from_json({"key": "r", "kind": "regex", "params": {"pattern": r"\bfree money\b"}, "examples": examples})
    score = evasion_score(rule)
    assert 0 < score.share < 0.8
    assert "letters dotted" in {kind for kind, _ in score.missed}


@pytest.mark.parametrize(
    "rule",
    [
        Spec(key="r", kind="required", params={"terms": ["x"]}, examples={"hit": ["a", "b"]}),
        Spec(key="r", kind="link_domain", params={"deny": ["bad.example"]}, examples={"hit": ["https://bad.example"]}),
        Spec(key="r", params={"terms": ["x"]}),
    ],
)
def test_what_cannot_be_attacked_has_nothing_to_survive(rule):
    assert (evasion_score(rule).tried, evasion_score(rule).share) == (0, 1.0)


def test_the_same_attacks_are_made_each_time():
    assert [a.said for a in attacks_on("free money")] == [a.said for a in attacks_on("free money")]


@pytest.mark.parametrize("term", ["!", "…", "100%", "🎉"])
def test_a_rule_about_a_sign_takes_every_disguised_text(term):
    """A term without a letter has no form among the disguises; once, looking for one broke the whole check."""
    for rules in ([spec(term)], [spec(term), spec("free money", key="words")]):
        compiled = Compiled(rules)
        for attack in attacks_on("free money"):
            assert all(finding.rule != "r" or finding.match for finding in check(attack.document, compiled))
