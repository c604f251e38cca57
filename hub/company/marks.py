"""Small pictures made of one letter: the brand's icon in browser tabs, and people who have no picture."""

from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .colours import ink_on, is_colour

# Dark enough for white letters (contrast ≥ 5), and told apart at a glance.
PEOPLE_COLOURS = ("#7a3b69", "#2f5d8a", "#8a4b2f", "#2f6b4f", "#5b4b8a", "#8a2f45", "#3f6470", "#6b5a1e")


def mark_svg(name: str, colour: str) -> SafeString:
    """A disc in the colour with the name's first letter, as an SVG document of 64 × 64."""
    safe = colour if is_colour(colour) else "#000000"
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="32" fill="{}"/>'
        '<text x="32" y="33" dy=".34em" text-anchor="middle" font-family="Georgia, serif" font-size="36" fill="{}">{}</text></svg>',
        safe,
        ink_on(safe),
        (name.strip() or "·")[0].upper(),
    )


def person_mark(name: str) -> str:
    """The same for a person, as a data URI; always the same colour for the same name."""
    return "data:image/svg+xml," + quote(mark_svg(name, PEOPLE_COLOURS[sum(name.encode()) % len(PEOPLE_COLOURS)]))
