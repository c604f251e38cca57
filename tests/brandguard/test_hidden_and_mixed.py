"""Text that only the machine sees is told, and a letter in two languages is checked by the rules of both."""

import json

import pytest
from django.core.management import call_command

from brandguard.documents import Document, part_from_html
from brandguard.engine import Compiled, check
from tests.factories.brandguard import findings, spec

RULE = spec("banned")
HIDING = [
    "display:none",
    "display: none !important",
    "visibility:hidden",
    "font-size:0",
    "font-size:1px",
    "font-size: 0.1em",
    "opacity:0",
    "color:#fff",
    "color:white;background:#ffffff",
    "color:#123456;background-color:#123456",
    "max-height:0",
    "text-indent:-9999px",
]
SHOWING = ["font-size:12px", "font-size:20px", "opacity:0.9", "color:#fff;background:#000", "color:#333", "font-size:1.2em", "height:10px"]


def read(html: str) -> list:
    part = part_from_html("body", html, location="body/1")
    return [(f.rule, f.view) for f in check(Document((part,)), Compiled([RULE]))]


@pytest.mark.parametrize("style", HIDING)
def test_hidden_text_is_a_finding_and_checked(style):
    assert read(f'<p>Hello <span style="{style}">a banned word</span></p>') == [("hidden-text", "hidden"), ("r", "hidden")]


@pytest.mark.parametrize("style", HIDING)
def test_what_is_hidden_does_not_part_the_letters_of_a_word(style):
    assert ("r", "plain") in read(f'<p>ban<i style="{style}">x</i>ned</p>')


@pytest.mark.parametrize("style", SHOWING)
def test_what_is_shown_is_not_called_hidden(style):
    assert read(f'<p>Hello <span style="{style}">dear</span></p>') == []


def test_white_letters_on_a_dark_ground_are_shown():
    assert read('<div style="background:#000"><p style="color:#fff">Hello</p></div>') == []


def test_a_file_says_where_the_hidden_text_stands(capsys, tmp_path):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "R.yml").write_text("extends: existence\nmessage: '%s'\ntokens: [banned]\n")
    (tmp_path / "a.html").write_text("<p>Hi</p>\n<p hidden>a banned word</p><script>banned</script>")
    call_command("guard_check", str(tmp_path / "a.html"), rules=tmp_path, format="json")
    report = json.loads(capsys.readouterr().out)[str(tmp_path / "a.html")]
    assert [(f["Check"], f["Line"], *f["Span"]) for f in report] == [("hidden-text", 2, 11, 23), ("S.R", 2, 13, 18)]


def test_a_sentence_in_another_language_meets_the_rules_of_that_language():
    polish = spec("gwarancja", params={"inflected": True}, languages=["pl"])
    mixed = "Come and see us in the shop. Dla nas to jest ważne i damy gwarancję na wszystko."
    assert [f.match for f in findings(polish, mixed, language="en")] == ["gwarancję"]
    assert findings(spec("mal", languages=["es"]), "Give the mal to us and come to the shop.", language="en") == []


def test_a_word_in_another_script_is_a_word_of_that_language():
    russian = spec("гарантия", params={"inflected": True}, languages=["ru"])
    assert [f.match for f in findings(russian, "We give you гарантию today", language="en")] == ["гарантию"]
