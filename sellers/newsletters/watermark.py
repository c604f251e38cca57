"""Who looks at a letter that is not hers reads her own name across it: a picture of her screen says whose it was."""

from typing import Any
from urllib.parse import quote

from django.utils.html import escape

from hub.accounts.models import Role

_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="360" height="220"><text x="20" y="120" transform="rotate(-24 180 110)" '
    'font-family="sans-serif" font-size="17" fill="#777" fill-opacity=".28">{words}</text></svg>'
)
_SHEET = (
    '<div aria-hidden="true" style="position:fixed;inset:0;z-index:9;pointer-events:none;'
    "background-image:url('data:image/svg+xml,{mark}')\"></div>"
)


def watermarked(page: str, *, letter: Any, viewer: Any) -> str:
    """The preview page with the assistant's name across it; as it is for the seller herself and for those who review."""
    if getattr(viewer, "role", None) != Role.ASSISTANT:
        return page
    words = escape(f"Draft for {letter.seller.name}, seen by {viewer.name}")
    sheet = _SHEET.format(mark=quote(_MARK.format(words=words), safe=""))
    return page.replace("</body>", f"{sheet}</body>", 1)
