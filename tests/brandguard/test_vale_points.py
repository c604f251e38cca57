"""Each extension point of Vale finds what Vale finds: place, words, message."""

import contextlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

LETTER = """# A Guide to the Shop And its people

This this is good. The the end. That. That is fine.

The W3C is named. World Health Organization (WHO) says. WHO again.

## advisors and `code`

> The quote has an adviser in it.

- An advisor in a list
- See [the linked words](https://advisor.example "advisor") and **strong words**

| Head | Other advisor |
|------|------|
| cell advisor | none |

![alt advisor](x.png)
"""


def found(capsys, tmp_path: Path, rule: str, text: str = LETTER, name: str = "a.md", files: dict[str, str] | None = None) -> list[tuple]:
    (tmp_path / "styles" / "S").mkdir(parents=True, exist_ok=True)
    (tmp_path / "styles" / "S" / "R.yml").write_text(rule)
    for path, content in (files or {}).items():
        (tmp_path / "styles" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "styles" / path).write_text(content)
    (tmp_path / name).write_text(text)
    with contextlib.suppress(SystemExit):
        call_command("guard_check", str(tmp_path / name), rules=tmp_path / "styles", format="json")
    report = json.loads(capsys.readouterr().out)[str(tmp_path / name)]
    return [(f["Line"], *f["Span"], f["Match"], f["Message"]) for f in report]


def test_repetition(capsys, tmp_path):
    rule = "extends: repetition\nmessage: \"'%s' is repeated!\"\nalpha: true\nignorecase: true\ntokens: ['[^\\s.]+']\n"
    assert found(capsys, tmp_path, rule) == [
        (3, 1, 9, "This this", "'this' is repeated!"),
        (3, 20, 26, "The the", "'the' is repeated!"),
    ]


def test_conditional_with_a_group_knows_what_was_explained(capsys, tmp_path):
    rule = (
        "extends: conditional\nmessage: \"'%s' has no definition\"\nscope: text\nfirst: '\\b([A-Z0-9]{3,5})\\b'\n"
        "second: '(?:\\b[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'\nexceptions: [ABC]\n"
    )
    assert found(capsys, tmp_path, rule) == [(5, 5, 7, "W3C", "'W3C' has no definition")]


def test_conditional_without_a_group_wants_it_in_the_same_block(capsys, tmp_path):
    rule = "extends: conditional\nmessage: '%s'\nfirst: 'again|good'\nsecond: 'WHO'\n"
    assert [f[3] for f in found(capsys, tmp_path, rule)] == ["good"]


def test_consistency_tells_once_in_a_block(capsys, tmp_path):
    rule = "extends: consistency\nmessage: \"Inconsistent spelling of '%s'\"\nignorecase: true\neither:\n  advisor: adviser\n"
    lines = [f[0] for f in found(capsys, tmp_path, rule)]
    assert lines == [11, 14, 16, 18], "from the first quote on both are known"


@pytest.mark.parametrize(
    ("match", "more", "lines"),
    [
        ("$title", "style: AP\n", [1, 7]),
        ("$sentence", "", [1, 7]),
        ("$sentence", "threshold: 0.5\n", [7]),
        ("$lower", "", [1]),
        ("$upper", "", [1, 7]),
        ("'^[A-Z].*'", "", [7]),
        ("$lower", "exceptions: [Shop]\n", []),
    ],
)
def test_capitalization_of_headings(capsys, tmp_path, match, more, lines):
    rule = f"extends: capitalization\nmessage: \"'%s' is wrong\"\nscope: heading\nmatch: {match}\n{more}"
    assert [f[0] for f in found(capsys, tmp_path, rule)] == lines


@pytest.mark.parametrize(
    ("title", "style", "right"),
    [
        ("The Best of the Shop", "AP", True),
        ("The Best Of the Shop", "AP", False),
        ("A Letter with News", "Chicago", True),
        ("A Letter With News", "Chicago", False),
        ("A Letter With News", "AP", True),
        ("What Is It For", "AP", True),
    ],
)
def test_titles_after_ap_and_chicago(capsys, tmp_path, title, style, right):
    rule = f"extends: capitalization\nmessage: '%s'\nscope: heading\nmatch: $title\nstyle: {style}\nthreshold: 0.99\n"
    assert (found(capsys, tmp_path, rule, f"# {title}\n") == []) is right


@pytest.mark.parametrize(
    ("scope", "lines"),
    [
        ("text", [7, 9, 11, 14, 16, 18]),
        ("heading", [7]),
        ("heading.h1", []),
        ("heading.h2", [7]),
        ("list", [11]),
        ("blockquote", [9]),
        ("table", [14, 16]),
        ("table.cell", [16]),
        ("table.header", [14]),
        ("attr.alt", [18]),
        ("paragraph", []),
        ("sentence", [7, 9, 11, 14, 16]),
        ("~heading", [9, 11, 14, 16, 18]),
        ("[heading, list]", [7, 11]),
        ("text & ~table", [7, 9, 11, 18]),
        ("heading.html", []),
        ("raw", [7, 9, 11, 12, 12, 14, 16, 18]),
    ],
)
def test_scopes(capsys, tmp_path, scope, lines):
    rule = f"extends: existence\nmessage: '%s'\nscope: {scope}\ntokens: ['advis[oe]rs?']\n"
    assert [f[0] for f in found(capsys, tmp_path, rule)] == lines


def test_links_and_emphasis_are_scopes_of_their_own(capsys, tmp_path):
    rule = "extends: existence\nmessage: '%s'\nscope: {}\ntokens: [words]\n"
    assert found(capsys, tmp_path, rule.format("link")) == [(12, 19, 23, "words", "words")]
    assert [f[:3] for f in found(capsys, tmp_path, rule.format("strong"))] == [(12, 74, 78)]
    assert found(capsys, tmp_path, rule.format("emphasis")) == []


def test_html_has_the_same_scopes(capsys, tmp_path):
    page = "<h2>An advisor</h2><ul><li>advisor</li></ul><p><a href='x'>advisor</a> <code>advisor</code></p>"
    rule = "extends: existence\nmessage: '%s'\nscope: {}\ntokens: [advisor]\n"
    assert [f[1] for f in found(capsys, tmp_path, rule.format("text"), page, "a.html")] == [8, 28, 60]
    assert [f[1] for f in found(capsys, tmp_path, rule.format("heading.h2"), page, "a.html")] == [8]
    assert [f[1] for f in found(capsys, tmp_path, rule.format("link"), page, "a.html")] == [60]


def test_occurrence_tells_the_first_match_of_each_scope_and_line_one_for_none(capsys, tmp_path):
    rule = "extends: occurrence\nmessage: 'Too many words'\nscope: sentence\ntoken: '\\b(\\w+)\\b'\nmax: 5\n"
    text = "One two three. One two three four five six seven.\n\nShort one.\n"
    assert found(capsys, tmp_path, rule, text, "a.txt") == [(1, 16, 18, "One", "Too many words")]
    rule = "extends: occurrence\nmessage: 'No greeting'\nscope: summary\ntoken: Dear\nmin: 1\n"
    assert found(capsys, tmp_path, rule, text, "a.md") == [(1, 1, 1, "", "No greeting")]


def test_what_is_said_rightly_is_no_finding_and_choices_are_listed(capsys, tmp_path):
    rule = (
        "extends: substitution\nmessage: \"Use '%s' instead of '%s'\"\nignorecase: true\naction: {name: replace}\n"
        "swap:\n  '(?:give|gave) rise to': lead to|cause|bring\n  javascript: JavaScript\n"
    )
    text = "It gave rise to JavaScript, javascript."
    assert found(capsys, tmp_path, rule, text, "a.txt") == [
        (1, 4, 15, "gave rise to", "Use 'lead to', 'cause', or 'bring' instead of 'gave rise to'"),
        (1, 29, 38, "javascript", "Use 'JavaScript' instead of 'javascript'"),
    ]


def test_vocabularies_excuse_and_reject(capsys, tmp_path):
    rule = "extends: existence\nmessage: 'R %s'\nignorecase: true\ntokens: [acme, shop]\n"
    files = {"config/vocabularies/Base/accept.txt": "Acme\n# a comment\n", "Vocab/Old/reject.txt": "cheapo\n"}
    text = "Acme and acme in a shop, cheapo."
    assert found(capsys, tmp_path, rule, text, "a.txt", files) == [
        (1, 10, 13, "acme", "R acme"),
        (1, 10, 13, "acme", "Use 'Acme' instead of 'acme'."),
        (1, 20, 23, "shop", "R shop"),
        (1, 26, 31, "cheapo", "Avoid using 'cheapo'."),
    ]


def test_figures(capsys, tmp_path):
    text = "Cats sit. Dogs run. International organisations communicate extraordinarily complicated regulations."
    rule = "extends: readability\nmessage: 'Grade %s'\nmetrics: [Flesch-Kincaid]\ngrade: 8\n"
    assert found(capsys, tmp_path, rule, text, "a.md")[0][:4] == (1, 1, 1, "")
    rule = "extends: metric\nmessage: '%s words a sentence'\nformula: words / sentences\ncondition: '> 3'\n"
    assert found(capsys, tmp_path, rule, text, "a.md") == [(1, 1, 1, "", "3.33 words a sentence")]
    assert found(capsys, tmp_path, rule, text, "a.txt") == [], "Vale sums up no plain text"


@pytest.mark.parametrize("extends", ["spelling", "sequence", "script"])
def test_what_is_left_out_is_named_and_the_rest_goes_on(capsys, tmp_path, extends):
    files = {"S/Other.yml": f"extends: {extends}\nmessage: x\n"}
    (tmp_path / "styles").mkdir()
    rule = "extends: existence\nmessage: '%s'\ntokens: [advisor]\n"
    (tmp_path / "a.txt").write_text("advisor")
    for path, content in {**files, "S/R.yml": rule}.items():
        (tmp_path / "styles" / path).parent.mkdir(exist_ok=True)
        (tmp_path / "styles" / path).write_text(content)
    call_command("guard_check", str(tmp_path / "a.txt"), rules=tmp_path / "styles", format="json")
    out = capsys.readouterr()
    assert extends in out.err and "advisor" in out.out


@pytest.mark.parametrize(
    "rule",
    [
        "extends: substitution\nmessage: x\nswap: {'(a': c}\n",
        "extends: metric\nmessage: x\nformula: __import__\ncondition: '> 1'\n",
        "extends: existence\nmessage: x\nlevel: loud\ntokens: [a]\n",
        "extends: conditional\nmessage: x\nfirst: a\n",
        "extends: readability\nmessage: x\nmetrics: [Mood]\n",
    ],
)
def test_a_rule_that_is_wrong_is_named(capsys, tmp_path, rule):
    with pytest.raises(CommandError, match=r"R\.yml"):
        found(capsys, tmp_path, rule)
