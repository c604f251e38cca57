"""Brand colours are used safely and readably."""

import colorsys
import re

import pytest

from hub.company.colours import ADMIN_DARK, TEXT, contrast, dark_hsl, ink_on, is_colour
from hub.company.models import BrandKit
from hub.company.queries import text_colour
from hub.company.templatetags.brand import admin_dark_colours, safe_colour


@pytest.mark.parametrize(("colour", "ink"), [("#1f4d3a", "#ffffff"), ("#ffe08a", "#000000"), ("#000000", "#ffffff"), ("red;x", "#ffffff")])
def test_text_on_a_brand_colour_is_the_one_that_reads_better(colour, ink):
    assert ink_on(colour) == ink


@pytest.mark.parametrize("text", ["", "#fff", "red", "#12345g", "#123456;", "#123456\n"])
def test_what_is_no_colour_never_reaches_a_style_sheet(text):
    assert not is_colour(text) and safe_colour(text) == "#000000"


def test_text_takes_the_brands_colour_only_where_it_can_be_read():
    assert contrast("#000000", "#ffffff") == 21
    assert text_colour("#1f4d3a", papers=("#faf7f2", "#ffffff")) == "#1f4d3a"
    assert text_colour("#ffe08a", papers=("#ffffff",)) == "#22221f"
    assert text_colour("nonsense", papers=("#ffffff",)) == "#22221f"


@pytest.mark.parametrize("colour", ["#1f4d3a", "#ffe08a", "#ffffff", "#000000", "nonsense"])
def test_the_admin_takes_the_brands_colour_as_dark_as_white_text_needs(colour):
    hue, saturation, lightness = dark_hsl(colour, ratio=6.0)
    red, green, blue = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    assert contrast(f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}", "#ffffff") >= 5.9


@pytest.mark.parametrize("colour", ["#1f4d3a", "#ffe08a", "#000000", "#ffffff", "#0000ff", "#808080", "nonsense"])
def test_links_of_the_admin_can_be_read_in_the_dark_in_any_brand(colour):
    written = admin_dark_colours(BrandKit(primary_colour=colour))
    (shade,) = set(re.findall(r"--w-color-text-link-default: (#[0-9a-f]{6});", written))
    assert min(contrast(shade, ground) for ground in ADMIN_DARK) >= TEXT
    assert ".w-theme-dark {" in written and "prefers-color-scheme: dark" in written
