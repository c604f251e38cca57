"""What Vale does in the corners: how it cuts blocks, joins expressions, reads YAML, and lets comments and a configuration speak."""

import contextlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brandguard.engine.blocks import blocks_of
from brandguard.engine.dialect import translated
from brandguard.engine.sentences import sentences
from brandguard.files import read_text
from brandguard.vale.points.figures import figures
from brandguard.vale.points.spellings import spellings
from brandguard.vale.points.syllables import syllables


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def found(capsys, root: Path, text: str, name: str = "a.md", **rules: str) -> list[tuple]:
    """(line, first column, match, message) of every finding of rules given by their name; "S__R" is styles/S/R.yml."""
    write(root, {f"styles/{key.replace('__', '/')}.yml" if "__" in key else f"styles/S/{key}.yml": rule for key, rule in rules.items()})
    write(root, {name: text})
    with contextlib.suppress(SystemExit):
        call_command("guard_check", str(root / name), rules=root / "styles", format="json")
    report = json.loads(capsys.readouterr().out)[str(root / name)]
    return [(f["Line"], f["Span"][0], f["Match"], f["Message"]) for f in report]


def ban(*tokens: str, **more: str) -> str:
    lines = [f"{name}: {value}" for name, value in {"extends": "existence", "message": "'%s'", **more}.items()]
    return "\n".join([*lines, "tokens:", *(f"  - '{token}'" for token in tokens)]) + "\n"


@pytest.mark.parametrize(
    ("markdown", "texts"),
    [
        ("See the [guide](link)\n, which is good.", ["See the guide\n, which is good."]),
        ("See it ([HNSW](url)) here.", ["See it (HNSW) here."]),
        ("Call **auto**Complete() here.", ["Call autoComplete() here."]),
        ("Use `Xy`s here.", ["Use **s here."]),
        ("**bold** : plain", [" bold : plain"]),
        ("One.<br/>Two.", ["One. Two."]),
        ("a\nhttps://a.example/b and <https://a.example/c>", ["a ******************* and *******************"]),
        ("- one\n  - two", ["one", "two"]),
        ("> one\n>\n> two", ["one", "two"]),
        ("x <!-- a comment --> y", ["x y"]),
        ("[one\ntwo](x)", [" one\ntwo"]),
        ("a [https://x.example](https://x.example)", ["a *****************"]),
    ],
)
def test_a_block_is_joined_as_vale_joins_it(markdown, texts):
    blocks = blocks_of(read_text(markdown, suffix=".md").document)
    assert [block.text for block in blocks if "text" in block.scope and "sentence" not in block.scope] == texts


def test_the_second_paragraph_of_a_quote_is_plain_text():
    blocks = blocks_of(read_text("> one\n>\n> two\n\n| a | b |\n|---|---|\n| c | d |", suffix=".md").document)
    held = [(b.text, sorted(b.scope - {"text", "md"})) for b in blocks if "text" in b.scope and "sentence" not in b.scope]
    cells = [(text, ["header" if text in "ab" else "cell", "table"]) for text in "abcd"]
    assert held == [("one", ["blockquote"]), ("two", []), *[(text, sorted(names)) for text, names in cells]]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("One. two. Three!", 3),
        ("Mr. Smith of Acme Inc. came.", 1),
        ("We use e.g. The Times.", 1),
        ("It is by Acme Inc. The rest is ours.", 2),
        ("Wait... so. Wait... The end.", 3),
        ("“Stop!” he said. “Go.” She went.", 3),
        ("J. Smith came at 10 p.m. on 5 May.", 1),
        ("Use 3.5 of it, see file.txt for more", 1),
    ],
)
def test_sentences(text, number):
    assert len(list(sentences(text))) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("a", 1), ("the", 1), ("people", 2), ("readability", 5), ("bored", 1), ("bilateral", 4), ("anthropology", 5), ("simile", 3),
        ("underwater", 4), ("business", 2), ("quiet", 2), ("unfortunately", 5),
    ],
)  # fmt: skip
def test_syllables(word, number):
    assert syllables(word) == number


def test_figures_of_a_text():
    assert figures("It's the U.S. market. Nobody complained, unfortunately.\n\nShort.") == {
        "words": 8, "sentences": 3, "characters": 48, "syllables": 16, "polysyllabic_words": 2, "complex_words": 2, "long_words": 2,
    }  # fmt: skip


def test_a_metric_counts_headings_lists_and_paragraphs(capsys, tmp_path):
    text = "# A\n\n## B\n\nOne.\n\n- x\n- y\n\nTwo.\n\n> q\n"
    rule = "extends: metric\nmessage: '%s'\nformula: heading.h2 * 100 + list * 10 + paragraphs + blockquote\ncondition: '> 0'\n"
    assert found(capsys, tmp_path, text, R=rule) == [(1, 1, "", "123.00")]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("guarantee[ds]?", ("guaranteed", "guarantees", "guarantee")),
        ("(?:give|gave) up", ("give up", "gave up")),
        ("e-?mail", ("e-mail", "email")),
        ("a.b", ()),
        ("a+", ()),
        ("[a-z]x", ()),
        ("(a", ()),
        ("a{2}", ()),
        ("", ("",)),
    ],
)
def test_simple_expressions_are_words(source, words):
    assert spellings(source) == words


@pytest.mark.parametrize(
    ("source", "for_regex"),
    [
        ("(?i)a(?-i)B|c", "(?i:a(?-i:B))|(?i:(?-i:c))"),
        ("x(?i:y)z", "x(?i:y)z"),
        ("(a(?i)b)c", "(a(?i:b))c"),
        (r"\x{2019}[\x{41}]", "’[A]"),
        ("a{,3}b{2,}", r"a\{,3}b{2,}"),
        (r"(?'n'a)\k<n>\z", r"(?P<n>a)(?P=n)\Z"),
        ("[(?i)]", "[(?i)]"),
        ("(?# no (?i) here)a", "(?# no (?i) here)a"),
    ],
)
def test_expressions_are_read_in_vales_dialect(source, for_regex):
    assert translated(source) == for_regex


def test_a_raw_expression_knows_no_lines_until_it_says_so(capsys, tmp_path):
    text = "one two\nthree\n"
    assert found(capsys, tmp_path, text, R="extends: existence\nmessage: '%s'\nscope: raw\nraw: ['^[a-z]+']\n") == [(1, 1, "one", "one")]
    rule = "extends: existence\nmessage: '%s'\nscope: raw\nraw: ['(?m)^[a-z]+']\n"
    assert [f[:2] for f in found(capsys, tmp_path, text, R=rule)] == [(1, 1), (2, 1)]


def test_words_of_yaml_are_words(capsys, tmp_path):
    rule = "extends: existence\nmessage: '%s'\nignorecase: true\ntokens: [no, yes, on, 12:30, 1.10, 0x10, ~]\n"
    wanted = ["No", "yes", "on", "12:30", "1.10", "0x10"]
    assert [f[2] for f in found(capsys, tmp_path, "No, yes, on 12:30 for 1.10 of 0x10.", R=rule)] == wanted


def test_the_longest_swap_is_tried_first_and_groups_are_filled(capsys, tmp_path):
    rule = (
        "extends: substitution\nmessage: \"Use '%s', not '%s'.\"\nignorecase: true\nswap:\n  log: record\n  log in to: sign in to\n"
        "  '(\\d+) ?percent': '$1%'\n  Chg into the `(\\S+)`: to `$1`\n"
    )
    assert [f[3] for f in found(capsys, tmp_path, "Log in to the log for 5 percent.", "a.txt", R=rule)] == [
        "Use 'sign in to', not 'Log in to'.",
        "Use 'record', not 'log'.",
        "Use '5%', not '5 percent'.",
    ]


def test_what_is_replaced_is_compared_literally(capsys, tmp_path):
    rule = "extends: substitution\nmessage: \"Use '%s', not '%s'.\"\nnonword: true\naction: {name: replace}\nswap:\n  ',{2,}': '...|,'\n"
    assert [f[2:] for f in found(capsys, tmp_path, "Two,, three,,,", R=rule)] == [
        (",,", "Use '...' or ',', not ',,'."),
        (",,,", "Use '...' or ',', not ',,,'."),
    ]


def test_terms_of_the_vocabulary_are_written_as_they_are_listed(capsys, tmp_path):
    write(tmp_path, {"styles/config/vocabularies/Base/accept.txt": "plainly\nOAuth2?\n[Oo]bserver\nBroken(\n"})
    assert [f[3] for f in found(capsys, tmp_path, "Plainly oauth2 oBserver observer OAuth.", R=ban("zzz"))] == [
        "Use 'plainly' instead of 'Plainly'.",
        "Use 'OAuth2' instead of 'oauth2'.",
        "Use '[Oo]bserver' instead of 'oBserver'.",
    ]


def test_a_vocabulary_excuses_words_and_no_marks(capsys, tmp_path):
    write(tmp_path, {"styles/config/vocabularies/Base/accept.txt": "plugh\nmea culpa\n"})
    rules = {"Words": ban("plugh", "mea"), "Marks": ban('"[^"]+",', nonword="true")}
    assert [f[2] for f in found(capsys, tmp_path, 'Say "plugh", mea culpa, mea.', **rules)] == ['"plugh",', "mea"]


def test_comments_switch_rules_off_and_on(capsys, tmp_path):
    text = """<!-- vale off -->

bad word

<!-- vale on -->

<!-- vale S.Bad = NO -->

bad word

<!-- vale S.Bad = YES -->

bad word <!-- vale off -->bad<!-- vale on --> word

<!-- vale S.Word["word"] = NO -->

bad word

<!-- vale styles = Other -->

bad word
"""
    rules = {"Bad": ban("bad"), "Word": ban("word"), "Other__All": ban("bad word")}
    assert [(f[0], f[2]) for f in found(capsys, tmp_path, text, **rules)] == [
        (9, "bad word"), (9, "word"), (13, "bad word"), (13, "bad"), (13, "word"), (13, "word"),
        (17, "bad word"), (17, "bad"), (21, "bad word"),
    ]  # fmt: skip


def test_comments_silence_no_live_rule(capsys, tmp_path, db):
    from tests.factories.brandguard import live_rule

    live_rule(word="miracle")
    (tmp_path / "a.md").write_text("<!-- vale off -->\n\nA miracle.\n")
    with pytest.raises(SystemExit):
        call_command("guard_check", str(tmp_path / "a.md"), format="json")
    assert "miracle" in capsys.readouterr().out


def test_front_matter_is_read_by_its_keys(capsys, tmp_path):
    text = '---\ntitle: A bad title\ntags: [bad]\nnote: "so bad"\n---\n\nbad\n'
    assert [f[:2] for f in found(capsys, tmp_path, text, R=ban("bad"))] == [(2, 10), (4, 11), (7, 1)]
    assert [f[:2] for f in found(capsys, tmp_path, text, R=ban("bad", scope="text.frontmatter.title"))] == [(2, 10)]


def test_a_limit_holds_for_the_file(capsys, tmp_path):
    assert len(found(capsys, tmp_path, "bad bad\n\nbad", R=ban("bad", limit="2"))) == 2


def test_a_rule_may_start_from_another(capsys, tmp_path):
    child = "extends: S.Base\nmessage: 'Child %s'\ntokens+: [worse]\ntokens-: [fine]\n"
    base = "extends: existence\nmessage: 'Base %s'\ntokens: [bad, fine]\n"
    assert [f[3] for f in found(capsys, tmp_path, "bad fine worse", Base=base, T__Child=child)] == [
        "Base bad", "Child bad", "Base fine", "Child worse",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "child", ["extends: S.Nobody\n", "extends: S.R\n", "extends: S.Base\ntokens-: [none]\n", "extends: S.Base\nmessage+: x\n"]
)
def test_a_rule_that_starts_from_nothing_is_named(capsys, tmp_path, child):
    with pytest.raises(CommandError, match=r"R\.yml"):
        found(capsys, tmp_path, "x", Base=ban("bad"), R=child)


INI = """# how grave
StylesPath = styles
MinAlertLevel = warning
Vocab = Base

[*]
BasedOnStyles = S
S.Word = NO

[*.{md,txt}]
S.Hint = error
Other.All = YES
"""


@pytest.mark.parametrize("at", ["", "styles/"])
def test_a_configuration_says_what_runs(capsys, tmp_path, at):
    write(
        tmp_path,
        {
            f"{at}.vale.ini": INI if not at else INI.replace("StylesPath = styles", ""),
            "styles/config/vocabularies/Base/accept.txt": "Fine\n",
            "styles/config/vocabularies/Unused/accept.txt": "bad\n",
        },
    )
    rules = {
        "Bad": ban("bad"), "Word": ban("word"), "Hint": ban("hint", level="suggestion"), "Low": ban("low", level="suggestion"),
        "Other__All": ban("all"), "Other__Not": ban("not"), "Fine": ban("Fine"),
    }  # fmt: skip
    assert [f[2] for f in found(capsys, tmp_path, "bad word hint low all not Fine fine", **rules)] == ["bad", "hint", "all"]


def test_a_single_style_is_enough(capsys, tmp_path):
    write(tmp_path, {"S/R.yml": ban("bad"), "a.txt": "bad"})
    with contextlib.suppress(SystemExit):
        call_command("guard_check", str(tmp_path / "a.txt"), rules=tmp_path / "S", format="json")
    assert '"S.R"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("action", "match", "fix"),
    [
        ("{name: remove}", "very", ""),
        ("{name: replace, params: [quite, rather]}", "very", "quite"),
        ("{name: edit, params: [truncate, ' ']}", "very very", "very"),
        ("{name: edit, params: [regex, '(v)ery', '$1er']}", "very", "ver"),
        ("{name: edit, params: [trim_right, 'y']}", "very", "ver"),
        ("{name: edit, params: [split, ' ', '1']}", "not very", "very"),
    ],
)
def test_actions_are_fixes(tmp_path, action, match, fix):
    from brandguard.engine import Compiled, check
    from brandguard.vale.reader import spec_of

    spec = spec_of("S.R", ban(match, action=action))
    (finding,) = check(read_text(f"It is {match} good.", suffix=".txt").document, Compiled([spec]))
    assert (finding.match, finding.fix) == (match, fix)


@pytest.mark.parametrize(
    ("match", "text", "right"),
    [
        ("$title", "How to Go to the Shop", True),
        ("$title", "How To Go To the Shop", True),
        ("$title", "how to go", False),
        ("$sentence", "Using the API today or so", True),
        ("$sentence", "1. An item", True),
        ("$sentence", "A Wide Open Door", False),
        ("$sentence", "Naïve people’s lives", True),
        ("$lower", "all small", True),
        ("$upper", "ALL LARGE", True),
        ("'^\\d'", "1 of them", True),
    ],
)
def test_capitals(capsys, tmp_path, match, text, right):
    rule = f"extends: capitalization\nmessage: '%s, %s'\nscope: heading\nmatch: {match}\nexceptions: [API]\n"
    assert (found(capsys, tmp_path, f"# {text}\n", R=rule) == []) is right


@pytest.mark.parametrize(
    ("token", "nonword", "text", "match"),
    [
        (r"\\u2014", True, "One — two", "—"),
        (r"\\u0063at", False, "A cat", "cat"),
        (r"\\x63at", False, "A cat", "cat"),
        (r"\\p{Lu}{4,}", False, "A LOUD word", "LOUD"),
        (r"\\p{IsCyrillic}+", True, "A кот here", "кот"),
        (r"\\P{L}{3}", True, "ab123", "123"),
        (r"[a-z-[aeiou]]{3}", False, "a cat hmm", "hmm"),
        (r"[^\\s-[!]]{4}", True, "ab! cd! abcd", "abcd"),
        (r"[\\w-[\\d]]{2}!", True, "a1! ab!", "ab!"),
        (r"[\\p{Lu}\\d]{3}", False, "the B2B shop", "B2B"),
        (r"wait\\u2026", True, "Do wait… now", "wait…"),
    ],
)
def test_characters_may_be_spelled_out_and_sets_lessened(capsys, tmp_path, token, nonword, text, match):
    rule = f'extends: existence\nmessage: "%s"\nnonword: {str(nonword).lower()}\ntokens: ["{token}"]\n'
    assert [f[2] for f in found(capsys, tmp_path, text, R=rule)] == [match]
