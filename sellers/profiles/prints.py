"""A seller's QR code, and what can be printed with it: an A4 poster for the shop and a card for the pocket, as SVG."""

import base64
import textwrap
from dataclasses import dataclass

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hub.company.colours import palette
from hub.company.models import BrandKit

from .models import Seller

PHOTO = "fill-400x400|format-jpeg|jpegquality-80"
# A line's width in letters, measured for wide faces: better an early break than words that run off the paper.
POSTER_LINE, POSTER_NAME, CARD_NAME = 38, 16, 22


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path in units of its modules."""

    size: int
    path: str


def code(text: str) -> Code:
    """Error correction Q: a quarter of it may be scratched or covered. With no quiet zone: the paper around it must give four modules."""
    matrix = [bytes(row) for row in segno.make(text, error="q", micro=False).matrix]
    runs = (f"M{left} {top}h{width}v1h-{width}z" for top, row in enumerate(matrix) for left, width in _runs(row))
    return Code(len(matrix), "".join(runs))


def _runs(row: bytes) -> list[tuple[int, int]]:
    found, start = [], None
    for place, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            found.append((start, place - start))
            start = None
    return found


def subscribe_code(seller: Seller) -> Code:
    """Leads to the form on her page."""
    return code(f"{seller.page.address}#subscribe")


def drawn(kind: str, seller: Seller, brand: BrandKit) -> SafeString:
    """ "qr", "poster" or "card" as an SVG document in the language spoken now."""
    look = palette(brand.primary_colour, brand.accent_colour, brand.paper_colour)
    context = {
        "seller": seller,
        "brand": brand,
        "code": subscribe_code(seller),
        "look": look,
        "photo": _photo(seller),
        "where": seller.page.address.split("://", 1)[-1].rstrip("/"),
        "name_lines": textwrap.wrap(seller.name, POSTER_NAME) if kind == "poster" else textwrap.wrap(seller.name, CARD_NAME),
        "lines": _invitation(),
    }
    return mark_safe(render_to_string(f"profiles/prints/{kind}.svg", context))  # noqa: S308 - the template escapes


def _invitation() -> list[str]:
    said = _("A letter now and then, written by me and not by a machine. Scan the code, and say yes in your mailbox.")
    return textwrap.wrap(said, POSTER_LINE)


def _photo(seller: Seller) -> str:
    if seller.photo is None:
        return ""
    with seller.photo.get_rendition(PHOTO).file.open() as file:
        return "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()
