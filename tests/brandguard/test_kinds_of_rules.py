"""Each kind of rule, and what narrows a rule: scope, language, region, role, time."""

from datetime import UTC, datetime

import pytest

from brandguard.documents import Document, Finding, Link, Part, alts_from_html, links_from_html
from brandguard.engine import Compiled, Spec, check
from tests.factories.brandguard import findings, letter, spec


def rule(kind: str, *, params: dict, **more) -> Spec:
    return Spec.from_json({"key": "r", "kind": kind, "params": params, **more})


def parts(*pairs: tuple[str, str], **more) -> Document:
    return Document(parts=tuple(Part(scope, text, f"p/{number}") for number, (scope, text) in enumerate(pairs)), **more)


def found(spec_: Spec, document: Document, **more) -> list[Finding]:
    return check(document, Compiled([spec_]), **more)


def test_required_words_must_be_plainly_there():
    needs = rule("required", params={"terms": ["unsubscribe"]})
    assert [(f.start, f.match) for f in findings(needs, "Hello")] == [(-1, "")]
    assert findings(needs, "You may Unsubscribe here") == []
    assert len([f for f in findings(needs, "You may uns ubscr1be") if f.rule == "r"]) == 1
    assert len([f for f in findings(needs, "You may unsubsсribe") if f.rule == "r"]) == 1, "a disguised word helps no reader"


def test_required_words_may_come_from_an_approved_block():
    needs = rule("required", params={"terms": ["unsubscribe"], "blocks": ["legal"]})
    assert found(needs, parts(("body", "Hello"), blocks=(("legal", 3),))) == []


def test_required_in_the_footer():
    needs = rule("required", params={"terms": ["Reg. No. 1"]}, scopes=["footer"])
    assert len(found(needs, parts(("body", "Reg. No. 1"), ("footer", "Bye")))) == 1
    assert found(needs, parts(("body", "Hi"), ("footer", "Reg. No. 1"))) == []


@pytest.mark.parametrize(
    ("where", "document", "hits"),
    [
        ("anywhere", [("body", "a loan"), ("footer", "5 % APR")], 0),
        ("anywhere", [("body", "a loan"), ("body", "another l0an")], 2),
        ("same_block", [("body", "a loan"), ("body", "5 % APR")], 1),
        ("same_block", [("body", "a loan at 5 % APR")], 0),
        ("footer", [("body", "a loan at 5 % APR")], 1),
        ("footer", [("body", "a loan"), ("footer", "5 % APR")], 0),
        ("anywhere", [("body", "nothing of the kind")], 0),
    ],
)
def test_conditional(where, document, hits):
    asks = rule("conditional", params={"if": ["loan"], "then": ["APR"], "where": where})
    assert len(found(asks, parts(*document))) == hits


def test_conditional_is_satisfied_by_an_approved_block():
    asks = rule("conditional", params={"if": ["loan"], "then": [], "blocks": ["apr-disclosure"]})
    assert len(found(asks, parts(("body", "a loan")))) == 1
    assert found(asks, parts(("body", "a loan"), blocks=(("apr-disclosure", 1),))) == []


@pytest.mark.parametrize(("text", "starts"), [("sale", []), ("sale sale", []), ("sale s4le SALE", [10]), ("sale sale sale sale", [10])])
def test_at_most(text, starts):
    assert [f.start for f in findings(rule("occurrence", params={"terms": ["sale"], "maximum": 2}), text)] == starts


def test_at_least_over_the_letter_or_in_each_part():
    whole = rule("occurrence", params={"terms": ["I"], "minimum": 2})
    assert len(findings(whole, "I came", "you saw")) == 1
    assert findings(whole, "I came", "I saw") == []
    each = rule("occurrence", params={"terms": ["I"], "minimum": 1, "per": "part"})
    assert [f.location for f in findings(each, "I came", "you saw")] == ["part/1"]


def test_substitution_offers_what_to_say():
    says = rule("substitution", params={"pairs": {"utilise": "use", "cheap": "good value"}}, reason="Say “%s”, not “%s”.")
    found_ = findings(says, "We utilise ch3ap words")
    assert [(f.match, f.fix, f.message) for f in found_] == [
        ("utilise", "use", "Say “use”, not “utilise”."),
        ("ch3ap", "good value", "Say “good value”, not “ch3ap”."),
    ]


def test_regex_reads_the_original_and_the_folded_text():
    percent = rule("regex", params={"pattern": r"\d+ ?% off"})
    assert [(f.match, f.view) for f in findings(percent, "Now 50% off, ５０％ ｏｆｆ and żółty")] == [
        ("50% off", "plain"),
        ("５０％ ｏｆｆ", "folded"),
    ]
    assert [f.match for f in findings(rule("regex", params={"pattern": r"\bżół\w+"}), "dwa żółte pola")] == ["żółte"]


DOMAINS = {"allow": ["shop.example"], "deny": ["bad.shop.example"]}


@pytest.mark.parametrize(
    ("target", "refused"),
    [
        ("https://shop.example/a", False),
        ("https://www.shop.example", False),
        ("HTTPS://SHOP.EXAMPLE./x", False),
        ("mailto:a@b.example", False),
        ("tel:+48123", False),
        ("#top", False),
        ("/relative", False),
        ("{{unsubscribe}}", False),
        ("https://evil.example/shop.example", True),
        ("https://shop.example.evil.example", True),
        ("https://notshop.example", True),
        ("https://shop.example@evil.example/", True),
        ("//evil.example", True),
        ("https:\\\\evil.example", True),
        ("java\tscript:alert(1)", True),
        ("https://bad.shop.example/x", True),
        ("https://shоp.example", True),
        ("data:text/html,x", True),
        ("https://sh\u200bop.example@evil.example", True),
    ],
)
def test_links_lead_only_where_they_may(target, refused):
    domains = rule("link_domain", params=DOMAINS)
    document = Document(parts=(), links=(Link("here", target, "l"),))
    assert bool([f for f in found(domains, document) if f.rule == "r"]) is refused


@pytest.mark.parametrize(
    ("text", "target", "refused"),
    [
        ("shop.example", "https://shop.example/x", False),
        ("www.shop.example", "https://shop.example", False),
        ("our shop", "https://e.example", False),
        ("shop.example", "https://evil.example", True),
        ("https://bank.example/login", "https://evil.example/?bank.example", True),
        ("write to anna@shop.example", "mailto:anna@shop.example", False),
        ("e.g. this", "https://shop.example", False),
    ],
)
def test_a_link_may_not_name_another_domain_than_its_target(text, target, refused):
    says = rule("link_domain", params={"mismatch": True})
    assert bool(found(says, Document(parts=(), links=(Link(text, target, "l"),)))) is refused


def test_scopes_limit_where_a_rule_looks():
    limited = spec("sale", scopes=["subject", "alt"])
    document = parts(("subject", "Sale"), ("body", "sale"), ("alt", "a sale sign"))
    assert [f.scope for f in found(limited, document)] == ["subject", "alt"]


def test_subject_and_preheader_are_read_as_one():
    assert [f.view for f in found(spec("free money"), parts(("subject", "It is free"), ("preheader", "money for all")))] == ["split"]


def test_alt_texts_and_plain_parts_do_not_run_on():
    assert found(spec("free money"), parts(("alt", "free"), ("alt", "money"))) == []


def test_link_texts_and_targets_are_read_when_they_are_named():
    document = parts(("body", "See it here"), links=(Link("casino night", "https://x.example/casino", "link/0"),))
    assert found(spec("casino"), document) == []
    assert [f.scope for f in found(spec("casino", scopes=["link_text", "link_target"]), document)] == ["link_text", "link_target"]


@pytest.mark.parametrize(
    ("limits", "facts", "holds"),
    [
        ({"regions": ["north"]}, {"region": "north"}, True),
        ({"regions": ["north"]}, {"region": "south"}, False),
        ({"regions": ["north"]}, {}, True),
        ({"roles": ["seller"]}, {"role": "lead"}, False),
        ({"roles": ["seller"]}, {"role": "seller"}, True),
    ],
)
def test_regions_and_roles_narrow_a_rule_only_when_they_are_known(limits, facts, holds):
    assert bool(found(spec("sale", **limits), letter("sale", facts=facts))) is holds


def test_languages_narrow_a_rule():
    gift = spec("Gift", languages=["de"])
    assert findings(gift, "a gift for you", language="en") == []
    assert len(findings(gift, "Das ist Gift", language="de-AT")) == 1


def test_a_rule_holds_in_its_time_only():
    spring = spec("sale", valid_from="2026-03-01T00:00:00+00:00", valid_to="2026-06-01T00:00:00+00:00")
    for month, hits in ((2, 0), (3, 1), (5, 1), (6, 0)):
        assert len(found(spring, letter("sale"), now=datetime(2026, month, 1, tzinfo=UTC))) == hits


def test_html_gives_its_links_and_alt_texts():
    html = '<p>See <a href="https://x.example">our <b>shop</b></a></p><img src="a" alt="A &amp; B">'
    assert links_from_html(html, location="b") == (Link("our shop", "https://x.example", "b"),)
    assert alts_from_html(html) == ("A & B",)


def test_a_document_survives_json():
    document = parts(("body", "x"), links=(Link("a", "b", "c"),), blocks=(("k", 1),), facts={"region": "north"})
    assert Document.from_json(document.as_json()) == document
