"""The shape of a letter in the demo, and all of them."""

from dataclasses import dataclass, field
from typing import Any

# (kind of block, value); pictures and approved blocks are named by key.
Piece = tuple[str, Any]


@dataclass(frozen=True)
class LetterData:
    """`state`: draft, returned, waiting, approved, scheduled, paused, held or sent: how far it is taken through the real flow.

    `topic` is what it is about (content.readers.TOPICS), `remarks` are the reviewer's comments (quote, text) on a returned letter, `note`
    what she says about the whole.
    """

    author: str
    state: str
    subject: str
    preheader: str
    body: tuple[Piece, ...]
    note: str = ""
    topic: str = ""
    remarks: tuple[tuple[str, str], ...] = field(default=())


def p(*paragraphs: str) -> Piece:
    return "text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def picture(key: str, alt: str, caption: str = "") -> Piece:
    return "picture", {"image": key, "alt": alt, "caption": caption, "link": ""}


def product(key: str, alt: str, name: str, price: str, text: str, path: str) -> Piece:
    link = f"https://wrenlinden.example/{path}"
    return "product", {"image": key, "alt": alt, "name": name, "price": price, "text": text, "link": link, "link_label": "Have a look"}


def button(label: str, path: str) -> Piece:
    return "button", {"label": label, "link": f"https://wrenlinden.example/{path}"}


def quote(text: str, who: str) -> Piece:
    return "quote", {"text": text, "who": who}


def approved(key: str) -> Piece:
    return "approved", key


def heading(text: str) -> Piece:
    return "heading", text


LINE: Piece = ("divider", None)
SIGNED: Piece = ("signature", {"sign_off": ""})


def all_letters() -> tuple[LetterData, ...]:
    """In the order in which they are written: the sent ones first."""
    from . import letters_sent, letters_underway, letters_unfinished

    return letters_sent.LETTERS + letters_underway.LETTERS + letters_unfinished.LETTERS
