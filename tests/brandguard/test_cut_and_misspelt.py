"""Words that are cut, misspelt, drawn, turned round or written in another alphabet, and honest text that only looks so."""

import pytest

from brandguard.documents import Document, Part, part_from_html
from brandguard.engine import Compiled, check
from tests.factories.brandguard import findings, spec

RULE = spec("guarantee", "free money", "best price ever", "casino", "protection")
CUT = ["guar antee", "gua. rantee", "gu ar an te e", "gua, rantee", "free mo ney", "bestprice ever", "“free” money", "free 'money'"]
MISSPELT = ["garantee", "guarentee", "guarnatee", "guarkantee", "prtection"]
SEEN = [
    *((text, "spaced") for text in (*CUT, "free mo|\\|ey", "fr33 m()ney")),
    *((text, "respelled") for text in MISSPELT),
    ("eetnaraug", "folded"),
    ("yenom eerf", "folded"),
    ("ǝǝʇuɐɹɐnƃ", "folded"),
    ("ᗷest price ever", "confusable"),
]
LEFT_ALONE = [
    "guarantees", "guaranteed", "guarantor", "free. Money", "free, money", "free (money)", "best price. Ever", "cas ino", "onisac", "casio",
    "free of mone y", "the protectorate", "gua", "it is 5 μm wide",
]  # fmt: skip


@pytest.mark.parametrize(("text", "view"), SEEN)
@pytest.mark.parametrize("around", ["{}", "Dear Eva, {} for you, see you at 10am."])
def test_it_is_found_where_it_stands(text, view, around):
    whole = around.format(text)
    found = [f for f in findings(RULE, whole) if f.rule == "r"]
    assert [(f.match, f.view) for f in found] == [(text.strip("“'"), view)]
    assert whole[found[0].start : found[0].end] == found[0].match


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_honest_words_are_left_alone(text):
    assert findings(RULE, f"Dear Eva, {text} for you.") == []


@pytest.mark.parametrize(
    ("language", "phrase", "text"),
    [
        ("ru", "гарантия прибыли", "гар@нтия прибыли"),
        ("ru", "гарантия прибыли", "garantiya pribyli"),
        ("ru", "гарантия прибыли", "Garantija pribyli"),
        ("ru", "лёгкий заработок", "лёёёгкий заработок"),
        ("pl", "bez ryzyka", "8ez ryzyka"),
        ("ko", "무료", "무1료"),
        ("ko", "무료", "ㅁㅜㄹㅛ"),
        ("ko", "보장", "ㅂㅗㅈㅏㅇ"),
        ("ko", "무료 배송", "“무료” 배송"),
        ("en", "act now", "act ηow"),
    ],
)
def test_every_alphabet_has_its_disguises(language, phrase, text):
    document = Document((Part("body", f"{text}!", "body/0", language),), language=language)
    (found,) = check(document, Compiled([spec(phrase)]))
    assert (found.match, found.view == "plain") == (text.strip("“"), False)


def test_laughter_is_no_part_of_a_word():
    document = Document((Part("body", "공짜ㅋㅋㅋ 안녕하세요ㅎㅎ", "body/0", "ko"),), language="ko")
    assert [(f.match, f.view) for f in check(document, Compiled([spec("공짜", "안녕하세요")]))] == [
        ("공짜", "plain"),
        ("안녕하세요", "plain"),
    ]


@pytest.mark.parametrize("html", ['<bdo dir="rtl">wontca</bdo>', '<b style="unicode-bidi: bidi-override; direction: rtl">wontca</b>'])
def test_letters_that_markup_turns_round_are_read_as_they_are_seen(html):
    part = part_from_html("body", f"<p>Do {html} please</p>", location="body/0")
    found = check(Document((part,)), Compiled([spec("actnow")]))
    assert {f.rule for f in found} == {"r", "turned-text"}
