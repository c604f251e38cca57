"""A phrase is found whatever it is typed with, and the finding says where it stands and what saw it."""

import pytest

from tests.factories.brandguard import findings, spec

RULE = spec("banned", "free money", "guarantee")
SEEN = [
    # plain
    ("banned", "plain"),
    ("BANNED!", "plain"),
    ("FREE MONEY", "plain"),
    ("free\nmoney", "plain"),
    ("free  money", "plain"),
    ("free-money", "plain"),
    ("“banned”", "plain"),
    ("(guarantee)", "plain"),
    ("free – banned", "plain"),
    # unseen characters, width, compatibility forms
    ("ban\u200bned", "folded"),
    ("ba\u00adnned", "folded"),
    ("b\u202eanned", "folded"),
    ("b\u1160anned", "folded"),
    ("b\u3164anned", "folded"),
    ("ba\ufe0fnned", "folded"),
    ("ba\U000e0061nned", "folded"),
    ("ba\u2060nned", "folded"),
    ("b\u034fanned", "folded"),
    ("ＦＲＥＥ　ＭＯＮＥＹ", "folded"),
    ("ⓕⓡⓔⓔ money", "folded"),
    ("𝐟𝐫𝐞𝐞 𝗺𝗼𝗻𝗲𝘆", "folded"),
    ("🅱anned", "folded"),
    ("free™ money", "folded"),
    ("𝒃𝒂𝒏𝒏𝒆𝒅", "folded"),
    ("free\u00a0money", "plain"),
    ("free‑money", "plain"),
    ("gua\u180erantee", "folded"),
    ("ℊuarantee", "folded"),
    # letters of other alphabets, accents
    ("bаnned", "confusable"),
    ("bαnned", "confusable"),
    ("ваnnеd", "confusable"),
    ("ƃanned", "confusable"),
    ("freе mоney", "confusable"),
    ("guarantée", "confusable"),
    ("frée möney", "confusable"),
    ("f\u0336r\u0336e\u0336e\u0336 money", "confusable"),
    ("ｂаｎｎｅｄ", "confusable"),
    ("guаrаntее", "confusable"),
    ("ɡuarantee", "confusable"),
    ("bannеԁ", "confusable"),
    ("ʙanned", "confusable"),
    ("Ᏼanned", "confusable"),
    # digits and signs for letters
    ("b4nned", "leet"),
    ("b@nned", "leet"),
    ("fr33 m0n3y", "leet"),
    ("gu4r4ntee", "leet"),
    ("(b4nn3d)", "leet"),
    ("bann3d.", "leet"),
    ("fr33m0ney", "leet"),
    ("guarant33!", "leet"),
    ("b4nn€d", "leet"),
    # spaced out, punctuated
    ("b a n n e d", "spaced"),
    ("b.a.n.n.e.d", "spaced"),
    ("b-a-n-n-e-d", "spaced"),
    ("b_a_n_n_e_d", "spaced"),
    ("B A N N E D", "spaced"),
    ("ban.ned", "spaced"),
    ("b*a*n*n*e*d", "spaced"),
    ("f r e e  m o n e y", "spaced"),
    ("f r e e m o n e y", "spaced"),
    ("f.ree m.oney", "spaced"),
    ("f.r.3.3 money", "spaced"),
    ("g/u/a/r/a/n/t/e/e", "spaced"),
    ("b|anned", "spaced"),
    ("b • a • n • n • e • d", "spaced"),
    ("b\u2009a\u2009n\u2009n\u2009e\u2009d", "spaced"),
    ("guar~antee", "spaced"),
    # repeated letters
    ("baaanned", "repeated"),
    ("bannnned", "repeated"),
    ("freeee moneyyyy", "repeated"),
    ("guaranteeeee", "repeated"),
    ("FREEEE money", "repeated"),
    ("moneyy freee moneyy", "repeated"),
    # letters that look like others, masked letters, one letter too many
    ("b*nned", "respelled"),
    ("ban#ed", "respelled"),
    ("b_nned", "respelled"),
    ("b**ned", "respelled"),
    ("b●nned", "respelled"),
    ("gu*rant*e", "respelled"),
    ("free m*ney", "respelled"),
    ("free rnoney", "respelled"),
    ("guarrantee", "respelled"),
    ("baanned", "respelled"),
    ("banneed", "respelled"),
    ("🇧🇦🇳🇳🇪🇩", "folded"),
    ("🇧 🇦 🇳 🇳 🇪 🇩", "spaced"),
]
LEFT_ALONE = [
    "unbanned",
    "banning",
    "free. Money",
    "free, money",
    "free (money)",
    "urban need",
    "moneyed and free",
    "a ban Ned",
    "freer money",
    "carefree moneybags",
    "guarantor",
    "guaran",
    "ba. nned",
    "Turban edges",
    "the bann",
    "fre money",
    "b and",
    "band",
    "be free",
    "1 2 3 4",
]


@pytest.mark.parametrize(("text", "view"), SEEN)
@pytest.mark.parametrize("around", ["{}", "Dear Eva, {} for you, see you at 10am."])
def test_a_disguised_phrase_is_found(text, view, around):
    whole = around.format(text)
    found = [f for f in findings(RULE, whole) if f.rule == "r"]
    assert len(found) == 1, found
    assert found[0].view == view
    assert whole[found[0].start : found[0].end] == found[0].match
    assert found[0].match in text


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_it_is_left_alone(text):
    assert findings(RULE, f"Dear Eva, {text} for you.") == []


def test_a_phrase_split_over_two_parts_is_found_in_the_first():
    found = findings(RULE, "Everything here is free", "money back")
    assert [(f.location, f.match, f.view, f.start, f.end) for f in found] == [("part/0", "free money", "split", 19, 23)]


STEMS = [
    ("en", "guarantee", ["guaranteed", "guarantees", "Guaranteeing", "gu4ranteed", "guaran\u200bteed", "guаranteed"]),
    ("pl", "gwarancja", ["gwarancji", "gwarancję", "gwarancją", "gwarancjami", "GWARANCJI"]),
    ("de", "Garantie", ["Garantien", "garantie"]),
    ("ru", "скидка", ["скидки", "скидкой", "скидку", "СКИДКИ", "скидкa"]),
    ("es", "garantía", ["garantías", "garantia"][:1]),
    ("id", "jamin", ["menjamin", "dijamin", "jaminan"]),
    ("ko", "할인", ["할인을", "할인이", "할인까지", "할인"]),
]


@pytest.mark.parametrize(("language", "term", "text"), [(lang, term, text) for lang, term, texts in STEMS for text in texts])
def test_inflected_forms_are_found(language, term, text):
    rule = spec(term, params={"inflected": True})
    found = [f for f in findings(rule, f"… {text} …", language=language) if f.rule == "r"]
    assert [f.match for f in found] == [text]


@pytest.mark.parametrize(
    ("language", "term", "text", "hit"),
    [
        ("pl", "łaska", "laska", False),
        ("pl", "laska", "łaska", False),
        ("pl", "łaska", "ŁASKA", True),
        ("pl", "łaska", "łаska", True),
        ("de", "Strasse", "Straße", True),
        ("es", "año", "ano", False),
        ("ru", "рот", "рот", True),
        ("ru", "скидка", "cкидкa", True),
        ("en", "cop", "это сор и рот", False),
        ("en", "cop", "a сор came", True),
        ("ru", "cop", "сор", False),
        ("ko", "무료 배송", "무료배송", True),
        ("zh", "免费", "今天免费送货", True),
        ("ja", "無料", "送料無料です", True),
        ("en", "résumé", "résumé", True),
    ],
)
def test_each_language_keeps_its_letters(language, term, text, hit):
    assert bool([f for f in findings(spec(term), text, language=language) if f.rule == "r"]) is hit


@pytest.mark.parametrize(
    ("text", "exception", "hits"),
    [
        ("a cap sleeve", "cap sleeve", 0),
        ("a cap", "cap sleeve", 1),
        ("a CAP SLEEVE", "cap sleeve", 0),
        ("cap-sleeve", "cap sleeve", 0),
        ("cap sleeves", "cap sleeve", 1),
        ("ice cap sleeve", "ice cap", 0),
        ("cap cap sleeve", "cap sleeve", 1),
        ("c4p sleeve", "cap sleeve", 0),
        ("mega-cap", "cap sleeve", 1),
        ("cap, sleeve", "cap sleeve", 1),
        ("ca\u200bp sleeve", "cap sleeve", 0),
        ("escap", "escap", 0),
        ("cap size", "size", 1),
        ("a cap s", "cap s", 0),
        ("cap\nsleeve", "cap sleeve", 0),
    ],
)
def test_only_an_exception_that_contains_the_hit_excuses_it(text, exception, hits):
    assert len(findings(spec("cap", exceptions=[exception]), text)) == hits


def test_an_exception_that_only_overlaps_excuses_nothing():
    assert [f.match for f in findings(spec("free money", exceptions=["money back"]), "free money back")] == ["free money"]


def test_cholecap_is_not_cap():
    assert findings(spec("cap"), "Ask for Cholecap today") == []
    parts = spec("cap", params={"whole_words": False}, exceptions=["Cholecap"])
    assert [f.start for f in findings(parts, "Cholecap, recap, cap")] == [12, 17]


def test_an_exception_may_hold_in_one_scope_only():
    rule = spec("cap", exceptions=[{"text": "cap sleeve", "scope": "heading"}])
    assert findings(rule, "cap sleeve", scope="heading") == []
    assert len(findings(rule, "cap sleeve", scope="body")) == 1


def test_mixed_alphabets_are_a_finding_of_their_own():
    found = findings([], "Our nеw prоducts, 5 μm thin, iPhone를 들고, Δt")
    assert [(f.rule, f.match, f.severity) for f in found] == [("mixed-script", "nеw", "review"), ("mixed-script", "prоducts", "review")]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("miracle", "A mlracle!"),
        ("click now", "cIick now"),
        ("loan", "An Ioan"),
        ("win", "You wln"),
        ("burned", "It is bumed"),
        ("welcome", "vvelcome"),
        ("million", "One miIIion"),
    ],
)
def test_letters_that_look_like_others(term, text):
    assert [f.view for f in findings(spec(term), text)] == ["respelled"]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("garantieren", "Das ist garantiert gut"),
        ("kaufen", "Wir haben es gekauft"),
        ("anbieten", "die angebietete Ware"),
        ("garantieren", "die garantierte Wirkung"),
    ],
)
def test_german_participles_are_forms_of_their_verb(term, text):
    rule = spec(term, params={"inflected": True}, languages=["de"])
    assert [f.view for f in findings(rule, text, language="de")] == ["stem"]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("fail", "In the fall"),
        ("am", "At 10 a.m. sharp"),
        ("us", "In the U.S. and U S A"),
        ("us", "From Texas 🇺🇸"),
        ("lose", "a loose shirt"),
        ("priced", "The price* is"),
    ],
)
def test_honest_words_that_look_alike_are_left_alone(term, text):
    assert findings(spec(term), text) == []
