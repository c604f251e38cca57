"""Languages in templates: links that keep the one chosen, the switch between them, and days as each language writes them."""

import textwrap
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils import dateformat, timezone, translation
from django.utils.html import conditional_escape
from django.utils.http import urlencode
from django.utils.translation import pgettext

from ..languages import CHOICE, asked_for, keeping_choice

register = template.Library()
# What an address may ask for besides; anything else somebody wrote into it is not repeated.
KEPT = ("region", "q", "page")


@register.simple_tag(takes_context=True)
def goto(context: template.Context, address: str) -> str:
    """{% goto url %}: the address, keeping the language that was chosen by hand."""
    return conditional_escape(keeping_choice(context.get("request"), address))


@register.simple_tag(takes_context=True)
def chosen_language(context: template.Context) -> str:
    """{% chosen_language as lang %}: the one chosen by hand, or nothing; forms carry it on."""
    request = context.get("request")
    return asked_for(request) if request is not None else ""


@register.simple_tag(takes_context=True)
def language_choices(context: template.Context) -> list[dict[str, Any]]:
    """{% language_choices as languages %}: code, name in itself, address of this page in it, and whether it is spoken now."""
    request, now = context.get("request"), (translation.get_language() or "").split("-")[0]
    if request is None or request.method not in ("GET", "HEAD"):
        return []
    kept = {key: request.GET[key] for key in KEPT if key in request.GET}
    rows = ((code, name, "?" + urlencode({**kept, CHOICE: code})) for code, name in settings.LANGUAGES)
    return [{"code": code, "name": name, "url": url, "now": code == now} for code, name, url in rows]


@register.simple_tag
def spoken_languages() -> list[tuple[str, str]]:
    """{% spoken_languages as languages %}: code and name of each, the name in the language itself."""
    return list(settings.LANGUAGES)


@register.filter
def day(value: date | datetime | None) -> str:
    """The day in words, as the language writes it: 5 March 2027, 5. März 2027, 2027년 3월 5일."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    # Translators: how a day is written, in the letters of Django's date filter.
    return dateformat.format(value, pgettext("day", "j F Y"))


@register.filter
def clock(value: datetime) -> str:
    """The hour and minute, where the installation's clock stands."""
    return dateformat.format(timezone.localtime(value) if timezone.is_aware(value) else value, "H:i")


@register.filter
def wrapped(text: str) -> str:
    """The text part of a mail with no line over 76 characters unless it is one long address, however long a translation is."""
    rows = (textwrap.wrap(row, 76, break_long_words=False, break_on_hyphens=False) or [""] for row in text.split("\n"))
    return "\n".join(line for lines in rows for line in lines)
