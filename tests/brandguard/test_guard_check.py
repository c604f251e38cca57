"""The command over files: text, Markdown and HTML, with Vale's field names, and Vale's own styles as rules."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories.brandguard import live_rule

MARKDOWN = """---
title: free money
---
# We gu*ar*antee it

A `free money` code, fr33 m0ney &amp; utilise this [free money](https://x.example/free "t") now.
guarantees are fine. **FREE**
MONEY and Łódź free money

    free money

- item e-mail
> quote Guaranteed

![free money](a.png) <b>fr</b>ee money
"""
HTML = """<html><head><title>x</title><style>free money</style></head><body>
<h1>We guaran<b>tee</b></h1><p>free
 money &eacute; gu&#97;rantee</p><img src="x" alt="free money"></body>
"""


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    style = tmp_path / "styles" / "Acme"
    style.mkdir(parents=True)
    (style / "Ban.yml").write_text(
        "extends: existence\nmessage: \"Don't use '%s'.\"\nlevel: error\nignorecase: true\n"
        "tokens:\n  - guarantee[ds]?\n  - free money\nexceptions: [guarantees]\n"
    )
    (style / "Sub.yml").write_text(
        "extends: substitution\nmessage: \"Use '%s' instead of '%s'.\"\nignorecase: true\naction: {name: replace}\n"
        "swap:\n  utili[sz]e: use|employ\n  e-mail: email\n"
    )
    (style / "Commas.yml").write_text(
        "extends: occurrence\nmessage: More than 3 commas!\nlevel: suggestion\nscope: sentence\ntoken: ','\nmax: 3\n"
    )
    return tmp_path / "styles"


def run(capsys, *files: Path, rules: Path | None = None, **options) -> tuple[dict, int]:
    code = 0
    try:
        call_command("guard_check", *map(str, files), rules=rules, format="json", **options)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return json.loads(capsys.readouterr().out), code


def places(findings: list[dict]) -> list[tuple]:
    return [(f["Line"], *f["Span"], f["Match"], f["View"]) for f in findings]


def write(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_markdown_is_read_as_its_reader_sees_it(capsys, tmp_path, styles):
    path = write(tmp_path, "a.md", MARKDOWN)
    report, code = run(capsys, path, rules=styles)
    assert places(report[str(path)]) == [
        (2, 8, 17, "free money", "plain"),
        (4, 6, 16, "guarantee", "split"),
        (6, 22, 31, "fr33 m0ney", "leet"),
        (6, 39, 45, "utilise", "plain"),
        (6, 53, 62, "free money", "plain"),
        (7, 24, 35, "FREE\nMONEY", "folded"),
        (8, 16, 25, "free money", "plain"),
        (12, 8, 13, "e-mail", "plain"),
        (13, 9, 18, "Guaranteed", "plain"),
        (15, 3, 12, "free money", "plain"),
        (15, 25, 38, "free money", "plain"),
    ]
    assert code == 1


def test_html_is_read_across_tags_and_entities(capsys, tmp_path, styles):
    path = write(tmp_path, "a.html", HTML)
    report, _ = run(capsys, path, rules=styles)
    assert places(report[str(path)]) == [
        (2, 8, 19, "guarantee", "split"),
        (2, 32, 42, "free\n money", "folded"),
        (3, 17, 29, "guarantee", "plain"),
        (3, 52, 61, "free money", "plain"),
    ]


def test_text_is_read_by_lines(capsys, tmp_path, styles):
    path = write(tmp_path, "a.txt", "Hello\r\nwe utilise fr\u200bee money\n")
    report, _ = run(capsys, path, rules=styles)
    assert places(report[str(path)]) == [(2, 4, 10, "utilise", "plain"), (2, 12, 22, "fr\u200bee money", "folded")]


def test_messages_and_levels_are_vales(capsys, tmp_path, styles):
    path = write(tmp_path, "a.txt", "We utilise e-mail. One, two, three, four, five. A guarantee.")
    report, _ = run(capsys, path, rules=styles)
    assert [(f["Check"], f["Severity"], f["Message"]) for f in report[str(path)]] == [
        ("Acme.Sub", "warning", "Use 'use' or 'employ' instead of 'utilise'."),
        ("Acme.Sub", "warning", "Use 'email' instead of 'e-mail'."),
        ("Acme.Commas", "suggestion", "More than 3 commas!"),
        ("Acme.Ban", "error", "Don't use 'guarantee'."),
    ]


def test_exit_code_is_zero_when_nothing_blocks(capsys, tmp_path, styles):
    path = write(tmp_path, "a.txt", "We utilise it.")
    assert run(capsys, path, rules=styles)[1] == 0


def test_without_a_directory_the_live_rules_are_asked(capsys, tmp_path, db):
    live_rule(word="miracle")
    path = write(tmp_path, "a.txt", "A miracle!")
    report, code = run(capsys, path)
    assert (places(report[str(path)]), code) == ([(1, 3, 9, "miracle", "plain")], 1)


@pytest.mark.django_db(databases=[])
def test_with_a_directory_no_database_is_asked(capsys, tmp_path, styles):
    path = write(tmp_path, "a.txt", "free money")
    assert run(capsys, path, rules=styles)[1] == 1


def test_case_matters_unless_the_style_says_otherwise(capsys, tmp_path):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "R.yml").write_text("extends: existence\nmessage: '%s'\ntokens: [Foo]\n")
    path = write(tmp_path, "a.txt", "foo Foo FOO Ｆｏｏ")
    report, _ = run(capsys, path, rules=tmp_path)
    assert [f["Match"] for f in report[str(path)]] == ["Foo", "Ｆｏｏ"]


def test_raw_and_nonword_are_joined_as_vale_joins_them(capsys, tmp_path):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "Raw.yml").write_text("extends: existence\nmessage: '%s'\nraw: ['(?:foo', '|bar)\\d']\n")
    (tmp_path / "S" / "Non.yml").write_text("extends: existence\nmessage: '%s'\nnonword: true\ntokens: ['\\.\\.\\.', '!{2,}']\n")
    path = write(tmp_path, "a.txt", "foo1 xbar2 end... no!!")
    report, _ = run(capsys, path, rules=tmp_path)
    assert [f["Match"] for f in report[str(path)]] == ["foo1", "bar2", "...", "!!"]


def test_lookarounds_are_understood_and_catastrophes_end(capsys, tmp_path):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "Look.yml").write_text("extends: existence\nmessage: '%s'\ntokens: ['foo(?! bar)', '(?<=big )deal']\n")
    (tmp_path / "S" / "Slow.yml").write_text("extends: existence\nmessage: '%s'\nraw: ['(?=a)(?:a|aa)+$']\n")
    path = write(tmp_path, "a.txt", "foo bar foo big deal " + "a" * 60 + "!")
    report, _ = run(capsys, path, rules=tmp_path)
    found = {f["Check"]: f["Match"] for f in report[str(path)]}
    assert [f["Match"] for f in report[str(path)] if f["Check"] == "S.Look"] == ["foo", "deal"]
    assert found["S.Slow"].startswith("foo bar"), "a pattern out of time points at the whole text, so that a person looks"


@pytest.mark.parametrize(
    "text", ["extends: existence\nmessage: x\ntokens: ['(']\n", "extends: oracle\nmessage: x\n", "a: [", "extends: existence\n"]
)
def test_a_style_that_is_not_understood_is_named(tmp_path, text):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "Broken.yml").write_text(text)
    with pytest.raises(CommandError, match=r"Broken\.yml"):
        call_command("guard_check", str(write(tmp_path, "a.txt", "x")), rules=tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path, styles):
    with pytest.raises(CommandError, match="missing"):
        call_command("guard_check", str(tmp_path / "missing.txt"), rules=styles)
