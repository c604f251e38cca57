"""A letter as the guard reads it: everything a reader sees, in parts with a scope and a place, merge fields as their fall-backs."""

from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import TYPE_CHECKING

from brandguard.documents import Document, Link, Part, Picture, messages_of
from hub.company.greetings import greeting_of
from hub.company.models import BrandKit

from . import content as c
from . import richtext, theme
from .marks import FIELDS, fallbacks, fill, replace_tokens
from .plaintext import as_typed, write_text

if TYPE_CHECKING:
    from .models import LetterPage

# Messages are numbered behind every run that a piece can have.
FIRST_MESSAGE = 1000
# (scope, text, its HTML)
Run = tuple[str, str, str]


def letter_document(letter: "LetterPage", content: c.Content | None = None) -> Document:
    """Parts and links of the whole letter, text part and footer included. Cheap: no inlining, no pictures are made."""
    content, brand, seller = content or c.read(letter, pictures=False), BrandKit.load(), letter.seller
    look = theme.look(brand, seller.shop)
    slots = theme.seller_slots(seller, sign_off=content.sign_off) | {"letterurl": ""}
    values = slots | fallbacks(content.typed(), greeting_of(seller.shop)) | {key: "" for key, f in FIELDS.items() if f.kind == "link"}

    def seen(text: str) -> str:
        return fill(replace_tokens(text, lambda token: values.get(token.key, "")), values)

    parts = [
        Part(scope, seen(text), location, look.language, markup, block)
        for scope, text, location, markup, block in _runs(content, look, slots)
        if text
    ]
    parts += [Part("message", seen(text), location, look.language) for location, text in _messages(content)]
    with theme.frame_language(seller):
        plain = write_text(content, look, slots, as_typed)
    return Document(
        parts=(*parts, Part("plain", seen(plain), "plain", look.language)),
        links=tuple(Link(seen(text), target, piece.location) for piece in content.pieces for text, target in piece_links(piece)),
        language=look.language,
        blocks=tuple((piece.key, piece.version) for piece in content.pieces if isinstance(piece, c.Approved)),
        pictures=tuple(_pictures(content, seen)),
        facts={"region": seller.shop.region.code, "role": "seller", "group": group_of(seller.pk)},
    )


def group_of(seller_id: int) -> str:
    """The group of writers to which a seller's letters belong, in the guard's words: a rule can be tried out with some sellers."""
    return f"seller:{seller_id}"


def _runs(content: c.Content, look: theme.Look, slots: dict[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    yield "subject", content.subject, "subject", "", ""
    yield "preheader", content.preheader, "preheader", "", ""
    for piece in content.pieces:
        block = piece.key if isinstance(piece, c.Approved) else ""
        for number, (scope, text, markup) in enumerate(piece_runs(piece)):
            yield scope, text, f"{piece.location}/{number}" if number else piece.location, markup, block
    yield "signature", "\n".join(filter(None, (slots["signoff"], slots["sellername"], slots["sellerjob"]))), "signature/who", "", ""
    yield "footer", "\n".join(filter(None, (look.legal_footer, look.address))), "footer", "", ""


@singledispatch
def piece_runs(piece: c.Piece) -> Iterator[Run]:
    """Every run of text in a piece that a reader sees or hears."""
    yield from ()


@piece_runs.register
def _(piece: c.Text) -> Iterator[Run]:
    yield from _rich(piece.html)


@piece_runs.register
def _(piece: c.Approved) -> Iterator[Run]:
    yield from _rich(piece.html)


@piece_runs.register
def _(piece: c.Heading) -> Iterator[Run]:
    yield "heading", piece.text, ""


@piece_runs.register
def _(piece: c.Picture) -> Iterator[Run]:
    yield "body", piece.caption, ""
    yield "alt", piece.alt, ""
    yield "file_name", piece.file, ""


@piece_runs.register
def _(piece: c.Product) -> Iterator[Run]:
    yield "heading", piece.name, ""
    yield "body", piece.price, ""
    yield "body", piece.text, ""
    yield "alt", piece.alt, ""
    yield "link_text", piece.link_label if piece.link else "", ""
    yield "file_name", piece.file, ""


@piece_runs.register
def _(piece: c.Button) -> Iterator[Run]:
    yield "button", piece.label, ""


@piece_runs.register
def _(piece: c.Quote) -> Iterator[Run]:
    yield "body", piece.text, ""
    yield "body", piece.who, ""


def _messages(content: c.Content) -> Iterator[tuple[str, str]]:
    """What a link lays into a mail of the customer's own: she sees it, and sends it."""
    for piece in content.pieces:
        for number, (_, target) in enumerate(piece_links(piece)):
            yield from ((f"{piece.location}/{FIRST_MESSAGE + number}", text) for text in messages_of(target))


def _pictures(content: c.Content, seen: Callable[[str], str]) -> Iterator[Picture]:
    """Every picture, one without words too; its place is that of its alt text."""
    for piece in content.pieces:
        if isinstance(piece, c.Picture | c.Product) and piece.file:
            number = [scope for scope, _, _ in piece_runs(piece)].index("alt")
            yield Picture(seen(piece.alt), piece.file, f"{piece.location}/{number}")


def _rich(html: str) -> Iterator[Run]:
    scopes = {"li": "list", "h2": "heading", "h3": "heading", "h4": "heading"}
    for tag, text, markup in richtext.runs(html):
        yield scopes.get(tag, "body"), text, markup


def piece_links(piece: c.Piece) -> Iterator[tuple[str, str]]:
    """(what the reader clicks, where it leads) of each link in a piece."""
    match piece:
        case c.Text() | c.Approved():
            yield from richtext.links(piece.html)
        case c.Button(label=label, link=link) if link:
            yield label, link
        case c.Product(link_label=label, link=link) if link:
            yield label, link
        case c.Picture(alt=alt, caption=caption, link=link) if link:
            yield caption or alt, link
