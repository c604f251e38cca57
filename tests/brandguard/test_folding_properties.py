"""Properties of folding over any text: offsets lead back to what was folded, and disguises lose no hit."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brandguard.documents import part_from_html, source_span
from brandguard.engine import Compiled, check, disguise
from brandguard.engine.fold import fold
from brandguard.engine.tables import dropped, skeletons
from tests.factories.brandguard import letter, spec

QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
TERM = "guarantee"
RULE = Compiled([spec(TERM)])
UNSEEN = sorted(dropped() - set("™®©℠") - {c for c in dropped() if unicodedata.category(c) in ("No", "Cc")})
LOOKALIKES = {letter: sorted(c for c, like in skeletons().items() if like.lower() == letter) for letter in set(TERM)}
ANY_TEXT = st.text(
    st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("aÄłß ﬁ½…\u0301\u0336\u200b\u00adая가ᄀ\u1161™\n\t  -–’🇦🇧")),
    max_size=60,
)


@QUICK
@given(ANY_TEXT, st.sampled_from(["en", "pl", "ru", "de", "ko", "xx"]))
def test_the_pieces_joined_are_the_folded_text(text, language):
    folded = fold(text, language)
    if not text.isascii():
        assert "".join(out for _, _, out in folded.pieces()) == folded.text
    assert [piece[0] for piece in folded.pieces()] == sorted(piece[0] for piece in folded.pieces())


@QUICK
@given(st.lists(ANY_TEXT, min_size=8, max_size=20), st.sampled_from(["en", "pl", "ru", "de", "ko"]))
def test_a_long_text_is_led_back_sentence_by_sentence_to_the_same_place(texts, language):
    folded = fold(". ".join([*texts, "Long enough, né? " * 25]), language)
    for start in range(0, len(folded.text) - 4, 7):
        if " " not in folded.text[start : start + 4 : 3]:
            assert folded.span(start, start + 4) == folded._span(start, start + 4)


@QUICK
@given(st.lists(st.one_of(ANY_TEXT, st.sampled_from(["b.a.n.n.e.d", "ban ned", "well done", "a 5 b", "ba-", "nned"])), max_size=12))
def test_sentences_that_are_remembered_are_suspicious_where_the_whole_text_is(pieces):
    rules, text = Compiled([spec("banned")]), fold(". ".join(["Come soon", *pieces, "And see us. Dear all! It is"]), "en").text
    expected = set(disguise._spots_within(rules, text, "en"))
    for _ in range(2):
        assert set(disguise._spots(rules, text, "en")) == expected


@QUICK
@given(ANY_TEXT, ANY_TEXT, st.lists(st.tuples(st.integers(0, 9), st.sampled_from(UNSEEN)), max_size=6))
def test_unseen_characters_never_hide_a_hit_and_offsets_are_of_the_original(before, after, drops):
    said = TERM
    for at, char in drops:
        said = said[:at] + char + said[at:]
    said = said.strip("".join(UNSEEN)) or TERM
    text = f"{before} . {said} . {after}"
    found = [f for f in check(letter(text), RULE) if f.start <= text.index(said) + 1 and f.end >= text.index(said) + len(said) - 1]
    assert found
    assert all(text[f.start : f.end] == f.match for f in found)


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(TERM) - 1), st.integers(0, 200)), min_size=1, max_size=5), st.booleans())
def test_lookalikes_never_hide_a_hit(swaps, upper):
    said = list(TERM)
    for at, number in swaps:
        others = LOOKALIKES[TERM[at]]
        said[at] = others[number % len(others)]
    text = f"We {''.join(said)} it."
    assert [f for f in check(letter(text), RULE) if f.rule == "r"], text


@QUICK
@given(st.sets(st.integers(1, len(TERM) - 1)), st.sampled_from(["b", "i", "em", "span", "u", "a href='#'"]))
def test_tags_never_hide_a_hit_and_lead_back_into_the_markup(cuts, tag):
    name = tag.split()[0]
    pieces = [TERM[i:j] for i, j in zip([0, *sorted(cuts)], [*sorted(cuts), len(TERM)], strict=True)]
    html = (
        "<p>We "
        + "".join(f"<{tag}>{piece}</{name}>" if number % 2 else piece for number, piece in enumerate(pieces))
        + " it &amp; more</p>"
    )
    part = part_from_html("body", html, location="b")
    assert part.text == f"We {TERM} it & more"
    (found,) = check(letter(part.text), RULE)
    start, end = source_span(part, found.start, found.end)
    assert html[start] == "g" and html[end - 1] == "e"


@QUICK
@given(ANY_TEXT)
def test_a_check_never_fails_on_any_text(text):
    for finding in check(letter(text, text), RULE):
        assert finding.start >= 0
