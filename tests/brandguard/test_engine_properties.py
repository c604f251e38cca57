"""Properties over any text and any bytes: folding twice is folding once, spans lie inside, what is found folds to what was looked for."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brandguard.documents import Document, Part, part_from_html
from brandguard.engine import Compiled, Spec, check
from brandguard.engine.dialect import translated
from brandguard.engine.fold import fold
from brandguard.engine.needles import needles
from brandguard.engine.patterns import compile_pattern, problem_with
from brandguard.files import read_text
from brandguard.vale.reader import spec_of
from tests.factories.brandguard import spec

QUICK = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
ODD = "aAeEiIlLoO01!|@$ .-_*\n\t\u200b\u00ad\u202e\u1160\u0301\u0336еаоіӏßİıſÀłŁﬁ½가보장ａＡ🄰🇦²ͺϲ"
ANY_TEXT = st.text(st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from(ODD)), max_size=80)
LANGUAGES = st.sampled_from(["en", "pl", "ru", "de", "ko", "es", "id", "xx"])
STYLES = [
    "extends: existence\nmessage: '%s'\nignorecase: true\ntokens: [free money, 'guarante+[ds]?', '\\w+ing']\nexceptions: [sing]\n",
    "extends: substitution\nmessage: '%s %s'\nignorecase: true\nswap: {utilise: use, '(?:e-)?mail': post}\n",
    "extends: occurrence\nmessage: '%s'\nscope: sentence\nmax: 2\ntoken: '\\w+'\n",
    "extends: repetition\nmessage: '%s'\ntokens: ['[^\\s]+']\n",
    "extends: capitalization\nmessage: '%s'\nscope: text\nmatch: $title\n",
    "extends: capitalization\nmessage: '%s'\nscope: text\nmatch: $sentence\nexceptions: [API]\n",
    "extends: conditional\nmessage: '%s'\nfirst: '[A-Z]{2,}'\nsecond: '\\(([A-Z]{2,})\\)'\n",
    "extends: consistency\nmessage: '%s'\neither: {advisor: adviser}\n",
    "extends: readability\nmessage: '%s'\nmetrics: [SMOG, Gunning Fog]\ngrade: 1\n",
    "extends: metric\nmessage: '%s'\nformula: words / sentences\ncondition: '> 1'\n",
    "extends: existence\nmessage: '%s'\nscope: raw\nraw: ['[*_]{2}']\n",
]
RULES = Compiled(
    [
        spec("free money", "guarantee", "гарантия", "보장", "żółty", "cap", exceptions=["cap sleeve"]),
        spec("guarantee", "gwarancja", key="stems", params={"inflected": True}),
        Spec(key="parts", params={"terms": ["mon"], "whole_words": False}),
        Spec(key="regex", kind="regex", params={"pattern": r"\bfree\b|(?<=a)b"}),
        *(spec_of(f"S.R{number}", text) for number, text in enumerate(STYLES)),
    ]
)


@QUICK
@given(ANY_TEXT, LANGUAGES)
def test_folding_twice_is_folding_once(text, language):
    once = fold(text, language).text
    assert fold(once, language).text == once


@QUICK
@given(ANY_TEXT, LANGUAGES, st.data())
def test_every_span_of_the_folded_text_lies_in_the_original(text, language, data):
    folded = fold(text, language)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        first, last = folded.span(start, end)
        assert 0 <= first < last <= len(text)


@QUICK
@given(ANY_TEXT, ANY_TEXT, LANGUAGES)
def test_whatever_is_read_findings_lie_inside_it(one, other, language):
    document = Document((Part("subject", one, "p/0", language), Part("body", other, "p/1", language)), language=language)
    texts = {"p/0": one, "p/1": other}
    for finding in check(document, RULES):
        if finding.start >= 0:
            assert 0 <= finding.start < finding.end <= len(texts[finding.location])


@QUICK
@given(ANY_TEXT, st.sampled_from(["guarantee", "free money"]), ANY_TEXT, LANGUAGES)
def test_a_phrase_amid_any_text_is_found_and_folds_to_itself(before, phrase, after, language):
    text = f"{before}. {phrase} .{after}"
    found = [f for f in check(Document((Part("body", text, "p", language),), language=language), Compiled([spec(phrase)])) if f.rule == "r"]
    assert any(fold(text[f.start : f.end], language).text.strip() == phrase for f in found)


@QUICK
@given(ANY_TEXT)
def test_any_markup_is_read_without_an_error(text):
    for html in (text, f"<p {text}>{text}</p>", f"<b>{text}<!--{text}--><a href='{text}'>x", f"&{text};<![{text}"):
        check(Document((part_from_html("body", html, location="b"),)), RULES)
        for suffix in (".html", ".md", ".txt"):
            file = read_text(f"{html}\n\n# {text}\n- {text}\n", suffix=suffix, listen=True)
            for finding in check(file.document, RULES):
                line, first, last = file.place(finding)
                assert 1 <= line <= file.source.count("\n") + 1 and 1 <= first <= last


@QUICK
@given(st.binary(max_size=200), st.sampled_from([".txt", ".md", ".html", ".bin", ""]))
def test_any_bytes_give_findings_or_a_clear_error(data, suffix):
    with TemporaryDirectory() as folder:
        styles = Path(folder, "styles", "S")
        styles.mkdir(parents=True)
        (styles / "R.yml").write_text(STYLES[0])
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        try:
            call_command("guard_check", str(path), rules=styles.parent, format="json", stdout=open(Path(folder, "out"), "w"))  # noqa: SIM115
        except CommandError as error:
            assert "UTF-8" in str(error)
        except SystemExit:
            json.loads(Path(folder, "out").read_text() or "{}")


@QUICK
@given(st.text(st.sampled_from("ab|()[]{}?*+.^$\\-!<=>:iPk#12,'~"), max_size=30))
def test_any_expression_is_read_or_refused_with_a_sentence(source):
    translated(source)
    assert isinstance(problem_with(source), str)


@QUICK
@given(
    st.text(st.sampled_from("abcAB|()?:+"), min_size=1, max_size=14),
    st.text(st.sampled_from("abcABx "), max_size=30),
)
def test_what_an_expression_finds_holds_one_of_its_needles(source, text):
    try:
        matcher = compile_pattern(translated(source))
    except ValueError:
        return
    wanted = needles(source)
    if wanted is not None and any(matcher.find(text)):
        assert any(needle in text.casefold() for needle in wanted)


@QUICK
@given(st.text(max_size=60))
def test_any_yaml_is_a_rule_or_a_clear_error(text):
    from brandguard.exceptions import BadRule

    for rule in (text, f"extends: existence\nmessage: x\ntokens: {text}\n", f"extends: substitution\nmessage: x\nswap: {text}\n"):
        try:
            spec_of("S.R", rule)
        except BadRule as error:
            assert error.message


@pytest.mark.parametrize(
    ("language", "term", "other", "text"),
    [
        ("pl", "gwarancja", "en", "Come and see us in the shop. Dla nas to jest ważne i damy gwarancję na wszystko."),
        ("ru", "гарантия", "en", "We give you гарантию today."),
        ("ko", "보장", "en", "Our shop 보장을 offers you."),
        ("de", "Garantie", "en", "See you soon. Wir geben auf das alles mit Freude und für Sie volle Garantien."),
        ("es", "garantía", "en", "See you soon. Para nosotros es una alegría y damos garantías en todo lo que hay."),
        ("id", "jamin", "en", "See you soon. Kami menjamin semua barang yang ada di toko ini untuk Anda."),
        ("en", "guarantee", "pl", "Zapraszamy do nas. We guaranteed that to you and all of your friends in the shop."),
        ("en", "guarantee", "ru", "Здравствуйте! We guaranteed that to you and all of your friends in the shop."),
    ],
)
def test_words_of_another_language_in_a_letter_meet_its_rules(language, term, other, text):
    rule = spec(term, params={"inflected": True}, languages=[language])
    assert [f.view for f in check(Document((Part("body", text, "p", other),), language=other), Compiled([rule]))] == ["stem"]
