"""What a .vale.ini says is used, or said to be left out with file and line; nothing of it is dropped in silence."""

import contextlib
import json
from pathlib import Path

import pytest
from django.core.management import call_command

RULE = "extends: existence\nmessage: 'Not %s.'\ntokens: [bad]\n"


def told(capsys, directory: Path, ini: str, *, name: str = "a.md", text: str = "bad\n", files: dict[str, str] | None = None):
    """(findings as check and match, sentences on what is left out without the directory before them)."""
    written = {".vale.ini": f"StylesPath = styles\n{ini}", "styles/S/R.yml": RULE, name: text, **(files or {})}
    for path, content in written.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(content)
    with contextlib.suppress(SystemExit):
        call_command("guard_check", str(directory / name), rules=directory / "styles", format="json")
    out = capsys.readouterr()
    found = [(f["Check"], f["Match"]) for f in json.loads(out.out)[str(directory / name)]]
    return found, out.err.replace(f"{directory}/", "").splitlines()


@pytest.mark.parametrize(
    ("ini", "said"),
    [
        ("Packages = Google", ".vale.ini, line 2: “Packages” is not used"),
        ("NLPEndpoint = http://x", ".vale.ini, line 2: “NLPEndpoint” is not used"),
        ("IgnoredScopes = code, tt", ".vale.ini, line 2: “IgnoredScopes” is not used"),
        ("DictionaryPath = d", ".vale.ini, line 2: “DictionaryPath” is not used"),
        ("Colour = red", ".vale.ini, line 2: “Colour” is left out: it is no setting"),
        ("S.R = NO", ".vale.ini, line 2: “S.R” is left out: it holds only within a section"),
        ("BasedOnStyles = S", ".vale.ini, line 2: “BasedOnStyles” is left out: it holds only within a section"),
        ("[*.md]\nVocab = Base", ".vale.ini, line 3: “Vocab” is left out: it holds only before"),
        ("[*.md]\nLang = de", ".vale.ini, line 3: “Lang” is not used"),
        ("TokenIgnores = x", ".vale.ini, line 2: “TokenIgnores” is left out: it holds only within a section"),
        ("[*.md]\nIgnorePatterns = x\n", ".vale.ini, line 3: “IgnorePatterns” is not used"),
        ("[*.md]\nCommentDelimiters = {/*, */}", ".vale.ini, line 3: “CommentDelimiters” is not used"),
        ("[formats]\nts = js", ".vale.ini, line 3: “ts = js” is not used"),
        ("[asciidoctor]\nexperimental = YES", ".vale.ini, line 3: “experimental” is not used"),
        ("[*]\nBasedOnStyles = Nobody", ".vale.ini, line 3: there is no style “Nobody”"),
        ("[*]\nS.Nothing = error", ".vale.ini, line 3: there is no rule “S.Nothing”"),
        ("[*]\nBasedOnStyles = Vale", ".vale.ini, line 3: “Vale.Spelling” is left out"),
        ("[*]\nVale.Spelling = warning", ".vale.ini, line 3: “Vale.Spelling” is left out"),
        ("[*]\nVale.Manners = YES", ".vale.ini, line 3: Vale has no rule “Vale.Manners”"),
    ],
)
def test_what_is_left_out_is_said_with_file_and_line(capsys, tmp_path, ini, said):
    _, sentences = told(capsys, tmp_path, ini)
    assert len(sentences) == 1 and sentences[0].startswith(said)


def test_what_is_used_or_switched_off_is_not_worth_a_word(capsys, tmp_path):
    ini = "MinAlertLevel = suggestion\n# words\n[*]\nBasedOnStyles = S, Vale\nVale.Spelling = NO\nS.Gone = NO\n"
    assert told(capsys, tmp_path, ini) == ([("S.R", "bad")], [])


def test_a_pattern_may_begin_with_a_bracket(capsys, tmp_path):
    assert told(capsys, tmp_path, "[[ab].md]\nBasedOnStyles = S") == ([("S.R", "bad")], [])


def test_formats_say_as_what_a_file_is_read_and_found(capsys, tmp_path):
    ini = "[formats]\nmdx = md\n[*.md]\nBasedOnStyles = S"
    assert told(capsys, tmp_path, ini, name="a.mdx", text="`bad` and bad\n") == ([("S.R", "bad")], [])


def test_vale_s_own_rule_on_repeated_words_runs_where_it_is_asked_for(capsys, tmp_path):
    found, _ = told(capsys, tmp_path, "[*]\nBasedOnStyles = Vale\nVale.Spelling = NO", text="See the the shop.\n")
    assert found == [("Vale.Repetition", "the the")]
    found, _ = told(capsys, tmp_path, "[*]\nVale.Repetition = NO\nBasedOnStyles = Vale\nVale.Spelling = NO", text="See the the shop.\n")
    assert found == []


def test_a_term_of_a_vocabulary_that_is_not_understood_is_named_with_its_line(capsys, tmp_path):
    words = {"styles/config/vocabularies/Base/accept.txt": "# ours\nFine\n(open\n"}
    _, sentences = told(capsys, tmp_path, "Vocab = Base\n[*]\nBasedOnStyles = S", files=words)
    assert [sentence.split(":")[0] for sentence in sentences] == ["styles/config/vocabularies/Base/accept.txt, line 3"]
