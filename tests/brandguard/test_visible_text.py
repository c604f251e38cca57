"""HTML as its reader sees it."""

import pytest

from brandguard import visible


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("ba<b>nn</b>ed", "banned"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a&amp;b &eacute;&#233;&#xe9; &lt;x&gt;", "a&b ééé <x>"),
        ("  a \n\t b  ", "a b"),
        ("<pre>a  b</pre>", "a  b"),
        ("ba<!-- no -->nned", "banned"),
        ("ba<script>x</script><style>y</style>nned", "banned"),
        ('ba<span style="display: none">x</span>nned', "banned"),
        ('ba<span style="font-size:0px">x<b>y</b></span>nned', "banned"),
        ("ba<span hidden>x</span>nned", "banned"),
        ('<span style="font-size:0.9em">seen</span>', "seen"),
        ('<span style="display:none">a<p>b</span>c', "c"),
        ("<b>never <i>closed", "never closed"),
        ("a < b & c", "a < b & c"),
        ("</p>stray</b>", "stray"),
        ("<td>a</td><td>b</td>", "a\nb"),
        ("", ""),
    ],
)
def test_text_is_what_is_seen(html, text):
    assert visible.read(html).text == text


def test_each_character_leads_back_to_the_markup():
    html = "<p>a &amp; <b>b</b></p>"
    seen = visible.read(html)
    assert seen.text == "a & b"
    assert [html[start:end] for start, end in (seen.source_span(i, i + 1) for i in range(5))] == ["a", " ", "&amp;", " ", "b"]
