"""The brand in any template, with or without a request."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from .. import queries
from ..models import BrandKit

register = template.Library()


@register.simple_tag(name="brand")
def the_brand() -> BrandKit:
    """{% brand as brand %}: the brand kit."""
    return queries.brand()


@register.filter
def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour."""
    return queries.ink_on(colour)


@register.simple_tag
def text_colour(kit: BrandKit) -> str:
    """{% text_colour brand %}: the brand's first colour where it can be read on its paper and on white, else near black."""
    return queries.text_colour(kit.primary_colour, papers=(kit.paper_colour, "#ffffff"))


@register.simple_tag
def admin_colours(kit: BrandKit) -> SafeString:
    """Wagtail's two colours as custom properties: its menu and its buttons, in the brand's first colour and readable in any."""
    colours = {"primary": queries.dark_hsl(kit.primary_colour, ratio=9.0), "secondary": queries.dark_hsl(kit.primary_colour, ratio=6.0)}
    return format_html_join(
        " ",
        "--w-color-{0}-hue: {1}; --w-color-{0}-saturation: {2}%; --w-color-{0}-lightness: {3}%;",
        ((name, *(f"{part:g}" for part in parts)) for name, parts in colours.items()),
    )


@register.filter
def safe_colour(colour: str) -> str:
    """The colour if it is #rrggbb, else black: it ends up in a style sheet."""
    return colour if queries.is_colour(colour) else "#000000"
