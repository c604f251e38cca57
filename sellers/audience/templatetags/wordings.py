"""What happened to a subscription, in the words of the person herself."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from ..models import ConsentEvent

register = template.Library()
Kind = ConsentEvent.Kind

WORDS = {
    Kind.REQUESTED: _("I asked for letters"),
    Kind.ADDED: _("my seller wrote me down"),
    Kind.CONFIRMED: _("I pressed the button in the mail"),
    Kind.WITHDRAWN: _("I left"),
    Kind.WITHDRAWN_ALL: _("I left everybody"),
    Kind.EXPIRED: _("I did not press the button in time"),
    Kind.IMPORTED: _("I came with a list of my seller that says when I agreed"),
    Kind.LISTED: _("I came with a list of my seller and was asked by mail"),
    Kind.TAKEN_BACK: _("the list with which I came was taken back"),
}


@register.filter
def in_plain_words(event: Any) -> str:
    """{{ event|in_plain_words }}; a kind that has no words here yet says its own name."""
    return str(WORDS.get(event.kind) or event.get_kind_display())
