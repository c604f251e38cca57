"""The name of a picture's file is read as words: a customer sees it in the address, and when the picture does not load."""

from pathlib import Path

import pytest

from brandguard.documents import Document, Part, Picture
from brandguard.engine import Compiled, Spec, check
from brandguard.files import read_file
from brandguard.services.files import check_file, rules_from
from tests.factories.brandguard import spec


def named(rule: Spec, name: str) -> list[str]:
    document = Document((Part("body", "Hello", "body/0"), Part("file_name", name, "body/1/2")))
    return [f.match for f in check(document, Compiled([rule])) if f.rule == "r"]


BEST = spec("best price", "guarantee", params={"inflected": True})


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("best-price.jpg", "best-price"),
        ("Best_Price_2.PNG", "Best_Price"),
        ("our%20best%20price.jpg", "best%20price"),
        ("OurBestPrice.jpg", "BestPrice"),
        ("a-guaranteed-win.jpg", "guaranteed"),
        ("b3st.pr1ce.jpg", "b3st.pr1ce"),
        ("gu4rantee_x.jpg", "gu4rantee"),
        ("bеst-price.jpg", "bеst-price"),
    ],
)
def test_words_of_a_rule_are_found_in_it(name, match):
    assert named(BEST, name) == [match]


@pytest.mark.parametrize("name", ["IMG_2041.jpg", "pricebest.jpg", "best-coat-price.jpg", "20240501_181233.jpg", "a5f3-9bd1c2e.webp"])
def test_other_names_are_left_alone(name):
    assert named(BEST, name) == []


def test_expressions_read_the_name_as_it_is_and_its_words():
    camera = Spec.from_json({"key": "r", "kind": "regex", "params": {"pattern": r"^IMG_\d+"}, "scopes": ["file_name"]})
    assert named(camera, "IMG_2041.jpg") == ["IMG_2041"]
    off = Spec.from_json({"key": "r", "kind": "regex", "params": {"pattern": r"\bhalf off\b"}})
    assert named(off, "half-off.jpg") == ["half-off"]


def test_a_rule_about_texts_does_not_look_there():
    assert named(spec("price", scopes=["body"]), "price.jpg") == []
    assert named(spec("price", scopes=["file_name"]), "price.jpg") == ["price"]


def test_what_must_appear_cannot_hide_in_a_name():
    required = Spec.from_json({"key": "r", "kind": "required", "params": {"terms": ["unsubscribe"]}})
    assert named(required, "unsubscribe.jpg") == [""]
    often = Spec.from_json({"key": "r", "kind": "occurrence", "params": {"terms": ["hello"], "minimum": 2, "maximum": 2}})
    assert named(often, "hello-hello.jpg") == [""]


def test_pictures_of_files_are_read_with_their_names(tmp_path: Path):
    (tmp_path / "a.md").write_text("See ![a coat](pics/best%20price.jpg) and ![](<red hat.png>).\n")
    (tmp_path / "b.html").write_text('<p>x</p><img src="/m/BestPrice.jpg?x=1" alt="a coat"><img src="data:image/png;base64,aa">')
    assert read_file(tmp_path / "a.md").document.pictures == (
        Picture("a coat", "best price.jpg", "part/0"),
        Picture("", "red hat.png", "picture/1"),
    )
    assert [(p.alt, p.file) for p in read_file(tmp_path / "b.html").document.pictures] == [("a coat", "BestPrice.jpg"), ("", "")]


@pytest.mark.django_db
def test_live_rules_say_where_in_a_file_a_picture_is(tmp_path: Path):
    from tests.factories.brandguard import live_rule

    live_rule("words", kind="alt_text", params={"missing": True}, examples={"hit": ["→ a.jpg", "→ b.jpg"], "miss": ["A coat", "A hat"]})
    live_rule("price", word="price")
    (tmp_path / "a.md").write_text("A ![](hat.png) and\n![a coat](price-1.jpg)\n")
    found = check_file(tmp_path / "a.md", rules_from(None))
    assert [(f.check, f.line, f.span, f.match) for f in found] == [("words", 1, (3, 14), ""), ("price", 2, (11, 15), "price")]


def test_styles_of_vale_read_no_names(tmp_path: Path):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "R.yml").write_text("extends: existence\nmessage: x\ntokens: [price]\n")
    (tmp_path / "a.md").write_text("![a coat](price.jpg)\n")
    assert check_file(tmp_path / "a.md", rules_from(tmp_path)) == []
