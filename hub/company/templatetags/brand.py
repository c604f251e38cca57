"""The brand in any template, with or without a request."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .. import choices, colours, queries
from ..models import BrandKit

register = template.Library()


@register.simple_tag(name="brand")
def the_brand() -> BrandKit:
    """{% brand as brand %}: the brand kit."""
    return queries.brand()


@register.simple_tag(takes_context=True)
def tone_words(context: dict[str, Any]) -> tuple[str, ...]:
    """{% tone_words as tone %}: how letters of this brand sound. The page has read its kit already: it is not read again."""
    return queries.tone_words(BrandKit.load(request_or_site=context.get("request")))


@register.filter
def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour."""
    return colours.ink_on(colour)


@register.simple_tag
def text_colour(kit: BrandKit) -> str:
    """{% text_colour brand %}: the brand's first colour where it can be read on its paper and on white, else near black."""
    return queries.text_colour(kit.primary_colour, papers=(kit.paper_colour, "#ffffff"))


@register.simple_tag
def admin_dark_colours(kit: BrandKit) -> SafeString:
    """The same in Wagtail's dark theme: its links and outlined buttons, in a shade that can be read on all its dark surfaces."""
    shade = colours.readable(kit.primary_colour if colours.is_colour(kit.primary_colour) else "#1f4d3a", on=colours.ADMIN_DARK)
    words = (
        "text-link-default",
        "text-link-hover",
        "text-highlight",
        *(f"{on}-button-outline-{how}" for on in ("text", "border") for how in ("default", "hover")),
    )
    values = format_html_join(" ", "--w-color-{0}: {1};", ((word, shade) for word in words))
    return format_html(".w-theme-dark {{ {0} }} @media (prefers-color-scheme: dark) {{ .w-theme-system {{ {0} }} }}", values)


@register.simple_tag
def admin_colours(kit: BrandKit) -> SafeString:
    """Wagtail's two colours as custom properties: its menu and its buttons, in the brand's first colour and readable in any."""
    shades = {"primary": colours.dark_hsl(kit.primary_colour, ratio=9.0), "secondary": colours.dark_hsl(kit.primary_colour, ratio=6.0)}
    return format_html_join(
        " ",
        "--w-color-{0}-hue: {1}; --w-color-{0}-saturation: {2}%; --w-color-{0}-lightness: {3}%;",
        ((name, *(f"{part:g}" for part in parts)) for name, parts in shades.items()),
    )


@register.filter
def safe_colour(colour: str) -> str:
    """The colour if it is #rrggbb, else black: it ends up in a style sheet."""
    return colour if colours.is_colour(colour) else "#000000"


@register.simple_tag
def palette_of(kit: BrandKit) -> SafeString:
    """The brand's palette as custom properties: for daylight, and for whoever asks for dark."""
    given = (kit.primary_colour, kit.accent_colour, kit.paper_colour)
    light, dark = (_properties(colours.palette(*given, dark=at_night)) for at_night in (False, True))
    # Quotes of a font's name must stand in a style sheet as they are; the stacks are ours (choices.STACKS).
    heading = mark_safe(choices.STACKS[choices.Typeface(kit.typeface)])  # noqa: S308
    return format_html(":root {{ --heading: {}; {} }} @media (prefers-color-scheme: dark) {{ :root {{ {} }} }}", heading, light, dark)


def _properties(palette: colours.Palette) -> SafeString:
    return format_html_join(" ", "--{}: {};", ((name.replace("_", "-"), value) for name, value in vars(palette).items()))


@register.simple_tag(takes_context=True)
def imprint(context: template.Context) -> queries.Imprint:
    """{% imprint as imprint %}: who speaks below this page or mail; of the shop, if it is the page of a seller or her reader."""
    seller = context.get("seller") or getattr(context.get("subscriber"), "seller", None)
    kit = context.get("brand")
    return queries.imprint(getattr(seller, "shop", None), kit if isinstance(kit, BrandKit) else None)


@register.simple_tag
def mail_typeface(kit: BrandKit) -> SafeString:
    """The stack of headings for style attributes in double quotes; it is ours (choices.MAIL_STACKS)."""
    return mark_safe(choices.MAIL_STACKS[choices.Typeface(kit.typeface)])  # noqa: S308
