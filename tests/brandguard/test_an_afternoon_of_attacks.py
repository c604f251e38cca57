"""What an attacker with an afternoon tried, all of which once went through: pictures, dots, stress marks, words turned round."""

import pytest

from brandguard.documents import Document, Part
from brandguard.engine import Compiled, Spec, check

RULES = Compiled(
    [
        Spec(key="en", params={"terms": ["guarantee", "free money", "best price ever"], "inflected": True}),
        Spec(key="ko", params={"terms": ["보장"]}, languages=("ko",)),
        Spec(key="ru", params={"terms": ["гарантия"], "inflected": True}, languages=("ru",)),
    ]
)


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    document = Document((Part("body", f"Dear Eva. {text} See you", "body/1", language),), language=language)
    return [(f.rule, f.match) for f in check(document, RULES)]


@pytest.mark.parametrize(
    ("text", "language", "match"),
    [
        ("gua💰rantee", "en", "gua💰rantee"),
        ("gua✨rantee", "en", "gua✨rantee"),
        ("g💰u💰a💰r💰a💰n💰t💰e💰e", "en", "g💰u💰a💰r💰a💰n💰t💰e💰e"),
        ("guaran·tee", "en", "guaran·tee"),
        ("guaran•tee", "en", "guaran•tee"),
        ("g·u·a·r·a·n·t·e·e", "en", "g·u·a·r·a·n·t·e·e"),
        ("guarant℮e", "en", "guarant℮e"),
        ("free 💰 money", "en", "free 💰 money"),
        ("free 💰💰  💰 money", "en", "free 💰💰  💰 money"),
        ("💰free💰 money", "en", "free💰 money"),
        ("free ❤️ money", "en", "free ❤️ money"),
        ("free → money", "en", "free → money"),
        ("free * money", "en", "free * money"),
        ("free | money", "en", "free | money"),
        ("_free_ _money_", "en", "free_ _money"),
        ("best_price ever", "en", "best_price ever"),
        ("best 💰 price*ever", "en", "best 💰 price*ever"),
        ("보💰장", "ko", "보💰장"),
        ("보·장", "ko", "보·장"),
        ("гара́нтия", "ru", "гара́нтия"),
        ("га\u0301ра\u0300нтии", "ru", "га\u0301ра\u0300нтии"),
        ("ΓАРАНТИЯ", "ru", "ΓАРАНТИЯ"),
        ("γарантия", "ru", "γарантия"),
    ],
)
def test_a_disguise_of_an_afternoon_is_seen_through(text, language, match):
    assert found(text, language) == [(language, match)]


@pytest.mark.parametrize("text", ["\u202eeetnaraug\u202c", "free\u202e yenom\u202c", "\u202eyenom eerf"])
def test_words_that_are_turned_round_are_read_as_they_are_seen(text):
    rules = [rule for rule, _ in found(text)]
    assert rules.count("turned-text") == 1 and "en" in rules


def test_words_that_are_turned_round_ask_for_a_person_whatever_they_say():
    document = Document((Part("body", "A \u202eolleh\u202c there", "body/1"),))
    (finding,) = check(document, Compiled([]))
    assert (finding.rule, finding.severity, finding.start, finding.end) == ("turned-text", "review", 2, 8)
    assert "“hello”" in finding.message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It is free. 💰 Money comes later.", "en"),
        ("* free\n* of money", "en"),
        ("We are free → see you", "en"),
        ("4 × 5 · 6 ★★★ and 20 °C", "en"),
        ("Зде́сь всё как до́ма", "ru"),
        ("β-версия и Δt", "ru"),
        ("I ♥ you ☕ at 5", "en"),
    ],
)
def test_honest_pictures_and_marks_are_left_alone(text, language):
    assert found(text, language) == []


def test_a_phrase_with_a_sign_of_its_own_is_found_as_it_is():
    rules = Compiled([Spec(key="r", params={"terms": ["I ♥ NY"]})])
    document = Document((Part("body", "We say I ♥ NY here", "body/1"),))
    assert [(f.match, f.view) for f in check(document, rules)] == [("I ♥ NY", "plain")]
