"""Colours of the brand, kept readable: contrast as WCAG 2.2 counts it."""

from functools import lru_cache

Rgb = tuple[int, int, int]
READABLE = 4.5


def parse(colour: str, default: str = "#1f4d3a") -> Rgb:
    """The three channels of "#rrggbb"; anything else is the default."""
    digits = colour.lstrip("#")
    try:
        if len(digits) != 6:
            raise ValueError(colour)
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    except ValueError:
        return parse(default)


def text_of(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(channel) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` moved towards `other` by `share` (0–1)."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@lru_cache(maxsize=256)
def readable_on(colour: str, ground: str) -> str:
    """The colour, moved towards black or white until it can be read on the ground."""
    wanted, under = parse(colour), parse(ground)
    end: Rgb = (255, 255, 255) if luminance(under) < 0.18 else (0, 0, 0)
    for step in range(21):
        if contrast(shade := mixed(wanted, end, step / 20), under) >= READABLE:
            return text_of(shade)
    return text_of(end)
