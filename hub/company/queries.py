"""What everybody above asks about the company."""

import colorsys
import re
from collections.abc import Iterable

from django.conf import settings

from .models import BrandKit, Tracking


def brand() -> BrandKit:
    """The brand kit; its defaults while nobody has filled it in."""
    return BrandKit.load()


def tracking_policy() -> str:
    """What may be counted of a letter that is compiled now: what the brand wants, at most what TRACKING allows."""
    order = Tracking.values
    return order[min(order.index(settings.TRACKING), order.index(BrandKit.load().tracking))]


def is_colour(text: str) -> bool:
    """Whether it is #rrggbb."""
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text))


def _luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21; 1 when either is none. Text needs 4.5 (WCAG 2.2, 1.4.3)."""
    if not (is_colour(one) and is_colour(other)):
        return 1.0
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_colour(colour: str, *, papers: Iterable[str], ink: str = "#22221f") -> str:
    """The brand's colour if text in it can be read on all these backgrounds, else the ink."""
    return colour if all(contrast(colour, paper) >= 4.5 for paper in papers) else ink


def dark_hsl(colour: str, *, ratio: float) -> tuple[float, float, float]:
    """Hue in degrees, saturation and lightness in percent of the colour, darkened until white text on it has this contrast."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)) if is_colour(colour) else (0.0, 0.0, 0.0)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while lightness > 0 and contrast(_hex(colorsys.hls_to_rgb(hue, lightness, saturation)), "#ffffff") < ratio:
        lightness = max(0.0, lightness - 0.01)
    return round(hue * 360, 1), round(saturation * 100, 1), round(lightness * 100, 1)


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def ink_on(colour: str) -> str:
    """Black or white text for a background, whichever has the larger contrast."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"
