"""A payload shown to somebody: to its writer as a chosen reader, to the reviewer, to the world in the archive.

Delivery fills marks in its own, faster way; here a few values and plain targets are enough.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.html import escape

from sellers.audience.exceptions import NoSuchReader
from sellers.audience.queries import merge_values, subscriber_for

from .compile import compile_letter
from .exceptions import LetterTooBig
from .marks import MADE_UP, fill
from .payload import LetterPayload
from .watermark import watermarked

if TYPE_CHECKING:
    from .models import LetterPage

MODES = [("", "As it is sent"), ("dark", "Dark mode"), ("text", "Plain text"), ("nobody", "For a reader without a name")]
SIZES = [
    {"name": "phone", "icon": "mobile-alt", "device_width": 390, "label": "Phone"},
    {"name": "desktop", "icon": "desktop", "device_width": 760, "label": "Computer"},
]
# A mail may hold pictures and styles of ours, nothing else; it runs nothing and sends nothing.
POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

# What only a reader on the list may see (links to leave) stands between these comments in the theme.
_FOR_READERS = re.compile(r"<!--reader-->.*?<!--/reader-->", re.DOTALL)
_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")


@dataclass(frozen=True)
class Shown:
    subject: str
    preheader: str
    html: str
    text: str


def shown(payload: LetterPayload, values: Mapping[str, str] | None = None, *, leave: str = "#leave", preferences: str = "#choose") -> Shown:
    """The letter as one reader sees it. Empty or missing values become the letter's fall-backs; links lead where they say."""
    given = {key: value for key, value in (values or {}).items() if value}
    reader = payload.fallbacks | given | {"salutation": payload.greeted(given)}
    plain = (
        {f"link{n}": target for n, target in enumerate(payload.links)} | {"unsubscribeurl": leave, "preferencesurl": preferences} | reader
    )
    return Shown(
        subject=fill(payload.subject, reader),
        preheader=fill(payload.preheader, reader),
        html=fill(payload.html, {key: escape(value) for key, value in plain.items()}),
        text=fill(payload.text, plain),
    )


def dark(html: str) -> str:
    """The HTML as a mail program in dark mode shows it."""
    return _DARK.sub("@media all", html)


def public(payload: LetterPayload) -> str:
    """The HTML for everybody: fall-backs for readers' values, and nothing that only a reader on the list may see."""
    return shown(LetterPayload(**{**vars(payload), "html": _FOR_READERS.sub("", payload.html)})).html


def preview_response(letter: "LetterPage", mode: str, *, viewer: Any) -> HttpResponse:
    """The letter for its writer. `mode`: one of MODES, or "reader-<id>" for one of the viewer's own readers."""
    try:
        payload = compile_letter(letter, inline=False)
    except LetterTooBig as error:
        return guarded(HttpResponse(_TEXT_PAGE.format(subject="Too long", text=escape(error.message))))
    page = as_page(shown(payload, reader_values(letter, mode, viewer=viewer)), mode)
    return guarded(HttpResponse(watermarked(page, letter=letter, viewer=viewer)))


def reader_values(letter: "LetterPage", mode: str, *, viewer: Any) -> dict[str, str]:
    """What the merge fields hold in this mode: a made-up reader, nobody, or, for the seller herself alone, one of her readers."""
    if mode == "nobody":
        return {}
    kind, _, number = mode.partition("-")
    if kind == "reader" and number.isdecimal() and getattr(viewer, "pk", None) == letter.seller.user_id:
        try:
            return merge_values(subscriber_for(seller=letter.seller, pk=int(number)))
        except NoSuchReader:
            return MADE_UP
    return MADE_UP


def guarded(response: HttpResponse) -> HttpResponse:
    """With the policy of a mail, and no word to other sites about where a visitor comes from."""
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def as_page(letter: Shown, mode: str = "") -> str:
    """A whole HTML page for a preview frame: mode "" (as sent), "dark" or "text". Its links open elsewhere and carry nothing."""
    if mode == "text":
        return _TEXT_PAGE.format(subject=escape(letter.subject), text=escape(letter.text))
    html = dark(letter.html) if mode == "dark" else letter.html
    return html.replace("<head>", '<head><base target="_blank">', 1)


_TEXT_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{subject}</title><style>body{{margin:24px;background:#fff;color:#222}}pre{{white-space:pre-wrap;overflow-wrap:anywhere;
font:15px/1.5 ui-monospace,Menlo,Consolas,monospace;max-width:78ch}}</style></head><body><pre>{text}</pre></body></html>"""
