"""The text part is written from the blocks, and reads as a letter."""

import pytest

from sellers.newsletters import content as c
from sellers.newsletters import richtext
from sellers.newsletters.plaintext import WIDTH, piece_text


def rich(html):
    return piece_text(c.Text("body/1", richtext.clean(html)), lambda target: target)


def test_paragraphs_lists_and_headings_keep_their_shape():
    html = "<h3>Hours</h3><p>One</p><ul><li>a</li><li>b</li></ul><ol><li>first</li><li>second</li></ol><p>Two<br/>lines</p>"
    assert rich(html) == "Hours\n\nOne\n\n- a\n- b\n\n1. first\n2. second\n\nTwo\nlines"


def test_a_link_shows_its_label_and_its_target():
    assert (
        rich('<p>See <a href="https://shop.example/a?b=1&amp;c=2">the new ones</a>.</p>')
        == "See the new ones <https://shop.example/a?b=1&c=2>."
    )


def test_a_link_that_is_its_own_label_stands_once():
    assert rich('<p><a href="mailto:anna@shop.example">anna@shop.example</a></p>') == "<mailto:anna@shop.example>"


@pytest.mark.parametrize("piece", ["text", "quote", "heading", "product"])
def test_no_line_is_longer_than_a_mail_line(piece):
    words = "I thought of you and of what you said about the cream. " * 9
    pieces = {
        "text": c.Text("b", f"<p>{words}</p><ul><li>{words}</li></ul>"),
        "quote": c.Quote("b", words, "Zofia"),
        "heading": c.Heading("b", words),
        "product": c.Product("b", None, "", words, "89 zł", words, "https://shop.example", words),
    }
    assert max(map(len, piece_text(pieces[piece], lambda target: target).split("\n"))) <= WIDTH


def test_a_long_address_stays_whole():
    address = "https://shop.example/" + "a-very-long-path/" * 9
    assert address in rich(f'<p>Here it all is, see <a href="{address}">this</a> and that</p>')


def test_list_items_hang_under_their_text():
    long = "word " * 30
    assert all(row.startswith(("- ", "  ")) for row in rich(f"<ul><li>{long}</li></ul>").split("\n"))


def test_an_empty_block_leaves_no_trace():
    for piece in (c.Heading("b", ""), c.Text("b", ""), c.Picture("b", None, "", "", "")):
        assert piece_text(piece, lambda target: target) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>aalert(1)</p>"),
        ('<p style="display:none" class="x" onclick="y()">a</p>', "<p>a</p>"),
        ("<!-- [if mso]>x<![endif] --><p>a</p>", "<p>a</p>"),
        ('<p><img src="https://x.example/p.gif"/>a</p>', "<p>a</p>"),
        ('<p><a href="javascript:x">a</a></p>', "<p><a>a</a></p>"),
        ("<table><tr><td>a</td></tr></table>", "a"),
        ("<p>5 < 6 & 7 > 2</p>", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("<style>p{display:none}</style><p>a</p>", "p{display:none}<p>a</p>"),
    ],
)
def test_only_harmless_tags_get_into_a_letter(typed, kept):
    assert richtext.clean(typed) == kept


def test_relative_links_become_absolute(settings):
    settings.ORIGIN = "https://brand.example"
    assert list(richtext.links('<p><a href="/anna/">my page</a> <a href="//evil.example">x</a></p>')) == [
        ("my page", "https://brand.example/anna/")
    ]
