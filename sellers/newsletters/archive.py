"""Sent letters on the web: the approved bytes with a bar above and ways to pass them on below. The letter itself is not touched."""

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from brandguard.models import Artefact
from hub.common.languages import speak

from . import theme
from .payload import LetterPayload
from .preview import guarded, public, shown

if TYPE_CHECKING:
    from .models import LetterPage

SHOWN, LISTED, FED = 6, 30, 20


def archive_response(letter: "LetterPage", artefact: Artefact, request: HttpRequest) -> HttpResponse:
    """The public page of a sent letter: these bytes of it, their frame in the letter's language unless the visitor chose another."""
    payload = LetterPayload.from_bytes(artefact.payload)
    speak(request, payload.language)
    seen = shown(payload)
    context = {
        "letter": seen,
        "seller": letter.seller,
        "language": payload.language,
        "at": artefact.created_at,
        "address": theme.page_address(letter),
        "share": share_links(seen.subject, theme.page_address(letter)),
        "takes_readers": letter.seller.state == "active",
    }
    html = public(payload)
    for place, template in (("</head>", "head"), ("<body", "above"), ("</body>", "below")):
        html = _put(html, place, render_to_string(f"newsletters/archive/{template}.html", context, request))
    return guarded(HttpResponse(html))


def _put(html: str, place: str, fragment: str) -> str:
    """The fragment before a closing tag, or behind an opening one."""
    at = html.index(place) if place.startswith("</") else html.index(">", html.index(place)) + 1
    return html[:at] + fragment + html[at:]


def share_links(subject: str, address: str) -> list[tuple[str, str]]:
    """(what it is, where it leads): plain links, so that nobody is told of a visitor who does not follow one.

    quote and not quote_plus: mail programs show a + as it is.
    """
    return [
        ("mail", "mailto:?" + urlencode({"subject": subject, "body": address}, quote_via=quote)),
        ("whatsapp", "https://wa.me/?" + urlencode({"text": f"{subject} {address}"}, quote_via=quote)),
        ("facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address})),
    ]


@lru_cache(maxsize=2048)
def preview_line(artefact_id: int) -> str:
    """The grey line beside the subject, with fall-backs for readers' names. An artefact's bytes never change, so it is read once."""
    payload = Artefact.objects.filter(pk=artefact_id).values_list("payload", flat=True).first()
    return shown(LetterPayload.from_bytes(payload)).preheader if payload else ""
