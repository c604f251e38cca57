"""Marks made of one letter: the icon in browser tabs, and people without a picture."""

from urllib.parse import unquote

import pytest

from hub.company.marks import mark_svg, person_mark
from hub.company.models import BrandKit


def test_a_name_cannot_write_markup_into_its_mark():
    assert "&lt;" in mark_svg("<script>", "#1f4d3a") and "<s" not in mark_svg("<script>", "#1f4d3a").replace("<svg", "")
    assert 'fill="#000000"' in mark_svg("Wren", '"/><script>')


def test_a_person_keeps_the_same_colour_and_shows_the_initial():
    assert person_mark("łukasz") == person_mark("łukasz") and ">Ł</text>" in unquote(person_mark("łukasz"))
    assert unquote(person_mark(" ")).endswith(">·</text></svg>")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/icon.svg", "/favicon.ico"])
def test_browser_tabs_show_the_brands_initial(client, path):
    BrandKit.objects.update_or_create(pk=BrandKit.load().pk, defaults={"name": "Wren & Linden", "primary_colour": "#1f4d3a"})
    answer = client.get(path)
    assert answer["Content-Type"] == "image/svg+xml" and b">W</text>" in answer.content and b"#1f4d3a" in answer.content
