"""The text part, written from the blocks: what a reader without pictures and fonts gets is a letter too."""

import textwrap
from collections.abc import Callable
from functools import lru_cache, singledispatch

from django.utils.translation import gettext

from hub.common.origin import absolute

from . import content as c
from .marks import mark, with_marks
from .richtext import tree, with_targets
from .theme import Look

WIDTH = 76
Links = Callable[[str], str]


def write_text(content: c.Content, look: Look, slots: dict[str, str], links: Links) -> str:
    """The plain part with marks, \\n line ends, no line over 76 characters unless it is one long address."""
    shown = [body for piece in content.pieces if (body := piece_text(piece, links))]
    parts = [_top(slots), *shown, _footer(look, slots, links)]
    return with_marks("\n\n".join(parts)) + "\n"


def wrap(text: str, *, first: str = "", rest: str = "") -> str:
    """Each line of the text wrapped; words that are longer than a line (addresses) stay whole."""
    rows = []
    for row in text.split("\n"):
        rows += textwrap.wrap(row, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False) or [
            ""
        ]
    return "\n".join(rows)


@singledispatch
def piece_text(piece: c.Piece, links: Links) -> str:
    raise TypeError(f"no text form for {type(piece).__name__}")


@piece_text.register
def _(piece: c.Text, links: Links) -> str:
    return rich(piece.html, links)


@piece_text.register
def _(piece: c.Approved, links: Links) -> str:
    return rich(piece.html, links)


@piece_text.register
def _(piece: c.Heading, links: Links) -> str:
    return f"{wrap(piece.text)}\n{'-' * min(len(piece.text), WIDTH)}" if piece.text else ""


@piece_text.register
def _(piece: c.Picture, links: Links) -> str:
    rows = [f"[{piece.alt}]"] if piece.alt else []
    rows += [piece.caption] if piece.caption else []
    rows += [labelled(piece.caption or piece.alt or "Picture", links(piece.link))] if piece.link else []
    return "\n".join(map(wrap, rows))


@piece_text.register
def _(piece: c.Product, links: Links) -> str:
    rows = [" · ".join(filter(None, (piece.name, piece.price)))]
    rows += [piece.text] if piece.text else []
    rows += [labelled(piece.link_label, links(piece.link))] if piece.link else []
    return "\n".join(map(wrap, rows))


@piece_text.register
def _(piece: c.Button, links: Links) -> str:
    return labelled(piece.label, links(piece.link)) if piece.link else wrap(piece.label)


@piece_text.register
def _(piece: c.Quote, links: Links) -> str:
    said = wrap(f"“{piece.text}”", first="> ", rest="> ")
    return said + (f"\n> {piece.who}" if piece.who else "")


@piece_text.register
def _(piece: c.Divider, links: Links) -> str:
    return "* * *"


@piece_text.register
def _(piece: c.Signature, links: Links) -> str:
    return mark("signed")


def labelled(label: str, target: str) -> str:
    """ "label: URL"; the address on a line of its own, where no wrapping can break it."""
    return f"{wrap(label)}:\n{target.removeprefix('mailto:').removeprefix('tel:')}"


def as_typed(target: str) -> str:
    """A link that nothing is done to."""
    return target


def rich(html: str, links: Links) -> str:
    """Paragraphs, headings and lists of a cleaned fragment."""
    return _as_typed(html, absolute("/")) if links is as_typed else _rich(html, links)


@lru_cache(maxsize=1024)
def _as_typed(html: str, origin: str) -> str:
    """The same for the guard, which asks while a letter is written; `origin` is where links within the site lead."""
    return _rich(html, as_typed)


def _rich(html: str, links: Links) -> str:
    root, rows = tree(html), []
    if root.text and root.text.strip():
        rows.append(wrap(" ".join(root.text.split())))
    for child in root:
        if child.tag in ("ul", "ol"):
            rows.append(_list(child, links))
        elif child.tag == "hr":
            rows.append("* * *")
        elif shown := with_targets(child, links):
            rows.append(wrap(shown))
        if child.tail and child.tail.strip():
            rows.append(wrap(" ".join(child.tail.split())))
    return "\n\n".join(rows)


def _list(element: object, links: Links) -> str:
    rows = []
    for number, item in enumerate(element.findall("li"), 1):  # type: ignore[attr-defined]
        bullet = f"{number}. " if element.tag == "ol" else "- "  # type: ignore[attr-defined]
        rows.append(wrap(with_targets(item, links), first=bullet, rest=" " * len(bullet)))
    return "\n".join(rows)


def _top(slots: dict[str, str]) -> str:
    who = f"{mark('sellername')}, {mark('shopname')}"
    leave = gettext("No more letters from %(name)s? Unsubscribe:") % {"name": slots["sellerfirstname"]}
    return f"{who}\n\n{leave}\n{mark('unsubscribeurl')}"


def _footer(look: Look, slots: dict[str, str], links: Links) -> str:
    why = gettext("You get this letter because you asked %(name)s at %(brand)s to write to you.") % {
        "name": slots["sellername"],
        "brand": look.name,
    }
    rows = [
        "-" * 40,
        wrap(why),
        f"{gettext('Unsubscribe')}:\n{mark('unsubscribeurl')}",
        f"{gettext('What you get, and how often')}:\n{mark('preferencesurl')}",
        f"{gettext('Read on the web')}:\n{mark('letterurl')}",
    ]
    rows += [f"{gettext('Privacy')}:\n{links(look.privacy_url)}"] if look.privacy_url else []
    rows += [wrap(look.legal_footer)] if look.legal_footer else []
    return "\n\n".join([*rows, wrap(look.address)])
