"""More of what Vale does in the corners: places without a letter, references, counts of other rules, and where something is wrong."""

import pytest
from django.core.management import CommandError

from .test_vale_parity import ban, found


def test_a_place_may_be_found_without_a_letter(capsys, tmp_path):
    rule = ban(r"\\A(?!(?:new|old)\\b)", nonword="true", message='"begin with new or old: %s"')
    assert found(capsys, tmp_path, "# Title\n\nA word\n\nnew: it\n", R=rule.replace("\\\\", "\\")) == [
        (1, 3, "", "begin with new or old: "), (3, 1, "", "begin with new or old: "),
    ]  # fmt: skip


def test_an_apostrophe_by_its_name_is_that_of_a_typewriter(capsys, tmp_path):
    text = "<p>You see it&rsquo;s ours, and it’s fine</p>"
    assert found(capsys, tmp_path, text, "a.html", R=ban("it’s", "it''s")) == [(1, 12, "it's", "it's"), (1, 33, "it’s", "it’s")]


@pytest.mark.parametrize(("condition", "told"), [("> 1", ["3.00"]), ("> 3", [])])
def test_a_formula_counts_what_other_rules_have_said(capsys, tmp_path, condition, told):
    metric = f'extends: metric\nmessage: \'%s\'\nformula: check["S.Bad"] + check["S.Worse"] + check["S.None"]\ncondition: \'{condition}\'\n'
    rules = {"All": metric, "Bad": ban("bad"), "Worse": ban("worse")}
    assert [f[3] for f in found(capsys, tmp_path, "bad, bad and worse", **rules) if f[2] == ""] == told


def test_what_begins_in_one_place_stands_in_the_order_of_its_rules(capsys, tmp_path):
    rules = {"A": ban("bad word", message='"A"'), "B": ban("bad", message='"B"')}
    assert [f[3] for f in found(capsys, tmp_path, "bad word", **rules)] == ["A", "B"]


@pytest.mark.parametrize("kind", ["spelling", "sequence", "script"])
def test_what_is_left_out_is_named_with_file_and_line(capsys, tmp_path, kind):
    from brandguard.vale.reader import read_styles

    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "Odd.yml").write_text(f"# ours\nmessage: '%s'\nextends: {kind}\ntokens: []\nscript: x\n")
    (said,) = read_styles(tmp_path).left_out
    assert f"Odd.yml, line 3: “extends: {kind}” is left out" in said


def test_what_is_wrong_is_named_with_file_and_line(capsys, tmp_path):
    with pytest.raises(CommandError, match=r"R\.yml, line 5: The expression"):
        found(capsys, tmp_path, "x", R=ban("fine", "(bad"))


def test_what_the_configuration_ignores_is_as_good_as_code(capsys, tmp_path):
    from .test_vale_parity import write

    config = "StylesPath = styles\n[*]\n"
    config += "BlockIgnores = BEGIN.{2\\,}END\n[*.md]\nBasedOnStyles = S\nTokenIgnores = (\\[\\[[^\\]]+\\]\\]), bad[0-9]\n"
    write(tmp_path, {".vale.ini": config})
    text = "See [[bad]] or bad1, but bad is not.\n\nBEGIN and bad inside END, but bad outside.\n"
    assert [f[:2] for f in found(capsys, tmp_path, text, R=ban("bad[0-9]?"))] == [(1, 26), (3, 31)]
    assert "TokenIgnores" not in capsys.readouterr().err
