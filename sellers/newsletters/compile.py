"""A letter compiled: one payload of HTML, text, links and headers, with marks where readers differ. Approval freezes it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from brandguard.choices import Severity
from brandguard.documents import Finding
from hub.company.greetings import greeting_of
from hub.company.models import BrandKit
from hub.company.queries import tracking_policy

from . import theme
from .content import Content, Image, Piece, read
from .exceptions import LetterTooBig
from .inline import inlined
from .marks import MARK, fallbacks, fill, mark, replace_tokens, with_marks
from .payload import LetterPayload
from .plaintext import write_text
from .richtext import relink

if TYPE_CHECKING:
    from .models import LetterPage

# Gmail cuts a mail off at 102 kB.
WARN_BYTES, REFUSE_BYTES = 90_000, 100_000
# Keeps the inbox from showing the letter's first words after a short preview line.
PREHEADER_ROOM = "&#847;&zwnj;&nbsp;" * 40
# What a mark grows to when it is filled: a tracked link with its token, or a name.
_FILLED_MARK = 90


@dataclass
class LinkTable:
    """Targets of links in the order they first appear; the mark of each is "linkN"."""

    targets: dict[str, int] = field(default_factory=dict)

    def __call__(self, target: str) -> str:
        """The mark for a web link; mailto: and tel: stay as they are."""
        if not target.lower().startswith(("http://", "https://")):
            return target
        return mark(f"link{self.targets.setdefault(target, len(self.targets))}")

    def as_tuple(self) -> tuple[str, ...]:
        return tuple(self.targets)


def compile_letter(letter: "LetterPage", *, inline: bool = True) -> LetterPayload:
    """The letter as a payload. LetterTooBig over 100 kB. `inline=False`: for previews in a browser, which needs no inlining.

    What stands around her words (why you get this, how to leave) is in the shop's language, whoever looks at it.
    """
    with theme.frame_language(letter.seller):
        return _compiled(letter, inline=inline)


def _compiled(letter: "LetterPage", *, inline: bool) -> LetterPayload:
    content, brand, seller = read(letter), BrandKit.load(), letter.seller
    links = LinkTable()
    slots = theme.seller_slots(seller, sign_off=content.sign_off) | {"letterurl": theme.page_address(letter)}
    look = theme.look(brand, seller.shop)
    source = _html(content, look, slots, theme.photo(seller), links)
    html = fill(inlined(source) if inline else source, theme.escaped(slots))
    if size(html) > REFUSE_BYTES:
        raise LetterTooBig.of(size(html))
    typed, greeting = list(content.typed()), greeting_of(seller.shop)
    from_name, from_address = theme.sender(seller, brand)
    return LetterPayload(
        subject=fill(with_marks(content.subject), slots),
        preheader=fill(with_marks(content.preheader), slots),
        html=html,
        text=fill(write_text(content, look, slots, links), slots),
        links=links.as_tuple(),
        fallbacks=fallbacks(typed, greeting),
        from_name=from_name,
        from_address=from_address,
        reply_to=theme.reply_address(seller),
        list_id=f"seller-{seller.pk}.{settings.MAIL_DOMAIN}",
        list_name=_("Letters from %(name)s") % {"name": seller.name},
        feedback_id=f"{letter.pk}:{seller.pk}:letter:{slugify(brand.name) or 'brand'}",
        language=seller.shop.language,
        tracking=tracking_policy(),
        letter=letter.pk or 0,
        greeting=greeting.named,
    )


def size(html: str) -> int:
    """Bytes of the HTML once its marks are filled, estimated on the safe side."""
    return len(html.encode()) + _FILLED_MARK * sum(1 for _ in MARK.finditer(html))


def size_notes(payload: LetterPayload) -> list[Finding]:
    """A warning for a letter that nears the length at which mail programs cut it off, unsubscribe link included."""
    bytes_ = size(payload.html)
    if bytes_ <= WARN_BYTES:
        return []
    message = f"This letter is long: {bytes_ // 1000} kB. Mail programs cut off what is over 100. A block less would do it good."
    return [Finding("letter.size", Severity.WARNING.value, message, "body", "body", -1, -1, "")]


def _html(content: Content, look: theme.Look, slots: dict[str, str], photo: Image | None, links: LinkTable) -> str:
    context = {
        "look": look,
        "mark": {key: mark(key) for key in (*slots, "unsubscribeurl", "preferencesurl")},
        "has": {key: bool(value) for key, value in slots.items()},
        "photo": photo,
        "subject": with_marks(content.subject),
        "preheader": with_marks(content.preheader),
        "preheader_room": PREHEADER_ROOM,
        "pieces": [_shown(piece, links) for piece in content.pieces],
        "privacy_url": links(look.privacy_url) if look.privacy_url else "",
    }
    return render_to_string("newsletters/letter/letter.html", context)


def _shown(piece: Piece, links: LinkTable) -> dict[str, object]:
    """A piece as its template wants it: merge fields as marks, links from the table."""
    shown: dict[str, object] = {"template": f"newsletters/letter/{piece.kind}.html"}
    for name, value in vars(piece).items():
        if name == "html":
            shown[name] = safe_html(value, links)
        elif name == "link":
            shown[name] = links(value) if value else ""
        elif name in ("alt", "file") or not isinstance(value, str):
            shown[name] = value
        else:
            shown[name] = with_marks(value)
    return shown


def safe_html(fragment: str, links: LinkTable) -> SafeString:
    """A cleaned fragment with marks for its links and merge fields; it was sanitised by richtext.clean."""
    return mark_safe(replace_tokens(relink(fragment, links), lambda token: escape(mark(token.key))))  # noqa: S308
