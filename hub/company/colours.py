"""The brand's colours, kept readable: contrast as WCAG 2.2 counts it, and the whole palette of the public pages in light and dark."""

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

TEXT, SHAPES, PAPER = 4.5, 3.0, 7.0  # text, the edge of a field (WCAG 2.2, 1.4.3 and 1.4.11), and our own wish for long text
INK, SOFT, BAD = "#22221f", "#5b5a54", "#a3231b"
# Wagtail's surfaces in its dark theme: menus and panels, pages, fields at rest.
ADMIN_DARK = ("#1d1d1d", "#262626", "#333333")
DARK_PAPER, DARK_CARD, DARK_INK, DARK_SOFT, DARK_BAD = "#14171a", "#1d2125", "#ece8e2", "#b3ada4", "#ff9d92"


def is_colour(text: str) -> bool:
    """Whether it is #rrggbb."""
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21; 1 when either is none."""
    if not (is_colour(one) and is_colour(other)):
        return 1.0
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Black or white text for a background, whichever has the larger contrast."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"


def mixed(one: str, other: str, share: float) -> str:
    """`one` moved towards `other` by `share` (0–1)."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, *, on: Iterable[str], ratio: float = TEXT) -> str:
    """The colour, moved towards black or white in small steps until it has this contrast with every ground."""
    grounds = list(on)
    end = "#ffffff" if all(luminance(ground) < 0.18 for ground in grounds) else "#000000"
    for step in range(41):
        shade = mixed(colour, end, step / 40)
        if all(contrast(shade, ground) >= ratio for ground in grounds):
            return shade
    return end


def dark_hsl(colour: str, *, ratio: float) -> tuple[float, float, float]:
    """Hue in degrees, saturation and lightness in percent of the colour, darkened until white text on it has this contrast."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)) if is_colour(colour) else (0.0, 0.0, 0.0)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while lightness > 0 and contrast(_hex(colorsys.hls_to_rgb(hue, lightness, saturation)), "#ffffff") < ratio:
        lightness = max(0.0, lightness - 0.01)
    return round(hue * 360, 1), round(saturation * 100, 1), round(lightness * 100, 1)


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


@dataclass(frozen=True)
class Palette:
    """Every colour of a public page in one mode; each text colour can be read on both of its grounds."""

    paper: str
    card: str
    ink: str
    soft: str
    line: str
    field: str  # the edge of what one types into
    primary: str
    on_primary: str
    edge: str  # around what is filled with the main colour: a pale one alone would not be seen as a button
    link: str
    accent: str
    bad: str
    on_bad: str
    good: str
    warm: str


@lru_cache(maxsize=64)
def palette(primary: str, accent: str, paper: str, *, dark: bool = False) -> Palette:
    """The palette of a brand. A paper too dark to write on in light mode becomes white; anything that is no colour the default."""
    primary, accent = (given if is_colour(given) else stand_in for given, stand_in in ((primary, "#1f4d3a"), (accent, "#b8562e")))
    light_paper = paper if is_colour(paper) and contrast(paper, INK) >= TEXT else "#ffffff"
    sheet = mixed(DARK_PAPER, primary, 0.08) if dark else light_paper
    card = mixed(DARK_CARD, primary, 0.06) if dark else "#ffffff"
    ink = DARK_INK if dark else INK
    grounds = (sheet, card)
    button = readable(primary, on=grounds) if dark else primary
    good, warm = (mixed(card, tint, 0.14) for tint in (primary, accent))
    bad = readable(DARK_BAD if dark else BAD, on=(*grounds, warm))
    return Palette(
        paper=sheet,
        card=card,
        ink=ink,
        soft=readable(DARK_SOFT if dark else SOFT, on=grounds),
        line=mixed(sheet, ink, 0.16),
        field=readable(mixed(card, ink, 0.45), on=grounds, ratio=SHAPES),
        primary=button,
        on_primary=ink_on(button),
        edge=readable(button, on=grounds, ratio=SHAPES),
        link=readable(primary, on=(*grounds, good)),
        accent=readable(accent, on=grounds, ratio=SHAPES),
        bad=bad,
        on_bad=ink_on(bad),
        good=good,
        warm=warm,
    )


def objections(primary: str, accent: str, paper: str) -> dict[str, str]:
    """{field: reason} for colours that cannot be used at all, however they are shaded."""
    found = {}
    if is_colour(paper) and contrast(paper, INK) < PAPER:
        found["paper_colour"] = (
            f"Text on this paper could not be read well: contrast {contrast(paper, INK):.1f}, and long text needs {PAPER:g}. "
            "Choose a lighter paper; for readers who ask for dark the pages have a dark paper of their own."
        )
    if is_colour(primary) and is_colour(accent) and primary.lower() == accent.lower():
        found["accent_colour"] = "This is the main colour once more. The accent shows where the keyboard is, so it must differ."
    return found


def adjustments(primary: str, accent: str, paper: str) -> list[str]:
    """One sentence for each colour that is shaded where the brand's own could not be read."""
    day, night = palette(primary, accent, paper), palette(primary, accent, paper, dark=True)
    said = []
    for ours, used, ground, what in (
        (primary, day.link, day.paper, "As text the main colour"),
        (primary, day.edge, day.paper, "Around buttons the main colour"),
        (accent, day.accent, day.paper, "For frames and edges the accent"),
        (primary, night.link, night.paper, "In the dark, as text, the main colour"),
        (accent, night.accent, night.paper, "In the dark the accent"),
    ):
        if is_colour(ours) and used.lower() != ours.lower():
            said.append(f"{what} becomes {used}: {ours} alone has a contrast of {contrast(ours, ground):.1f}.")
    return said
