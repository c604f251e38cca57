"""A letter read once into plain pieces, from which its HTML, its text part and the guard's document are all made.

Values are as typed (merge fields still in braces), cleaned so that nothing typed can act as markup or as a mark.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from hub.common.origin import absolute

from . import richtext
from .marks import without_marks

if TYPE_CHECKING:
    from .models import LetterPage

# Wide enough for a dense phone screen; shown at 536 at most. JPEG, because Outlook shows neither WebP nor AVIF.
PICTURE = "max-1072x2144|format-jpeg"
PRODUCT = "fill-480x480|format-jpeg"
COLUMN = 536


@dataclass(frozen=True)
class Image:
    src: str
    width: int
    height: int


@dataclass(frozen=True)
class Piece:
    kind: ClassVar[str] = ""
    # "body/<block id>": where it stands in the letter.
    location: str


@dataclass(frozen=True)
class Text(Piece):
    html: str
    kind = "text"


@dataclass(frozen=True)
class Approved(Piece):
    html: str
    key: str
    version: int
    kind = "approved"


@dataclass(frozen=True)
class Heading(Piece):
    text: str
    kind = "heading"


@dataclass(frozen=True)
class Picture(Piece):
    image: Image | None
    alt: str
    caption: str
    link: str
    # The name of the picture's file, which its address shows; "" without a picture.
    file: str = ""
    kind = "picture"


@dataclass(frozen=True)
class Product(Piece):
    image: Image | None
    alt: str
    name: str
    price: str
    text: str
    link: str
    link_label: str
    file: str = ""
    kind = "product"


@dataclass(frozen=True)
class Button(Piece):
    label: str
    link: str
    kind = "button"


@dataclass(frozen=True)
class Quote(Piece):
    text: str
    who: str
    kind = "quote"


@dataclass(frozen=True)
class Divider(Piece):
    kind = "divider"


@dataclass(frozen=True)
class Signature(Piece):
    sign_off: str
    kind = "signature"


@dataclass(frozen=True)
class Content:
    subject: str
    preheader: str
    pieces: tuple[Piece, ...]

    @property
    def sign_off(self) -> str:
        """What the letter's own signature says, or ""."""
        return next((piece.sign_off for piece in self.pieces if isinstance(piece, Signature) and piece.sign_off), "")

    def typed(self) -> Iterator[str]:
        """Every string in which merge fields may stand."""
        yield self.subject
        yield self.preheader
        for piece in self.pieces:
            yield from (value for name, value in vars(piece).items() if isinstance(value, str) and name not in ("location", "key", "file"))


def line(value: Any) -> str:
    """Typed text as one line."""
    return without_marks(" ".join(str(value or "").split()))


def lines(value: Any) -> str:
    return "\n".join(line(row) for row in str(value or "").strip().splitlines())


def target(value: Any) -> str:
    """A link's absolute target, or "" when it may not be followed. "shop.example/x" is taken as https."""
    typed = str(value or "").strip()
    if typed and ":" not in typed and "." in typed.split("/")[0]:
        typed = f"https://{typed}"
    return richtext.full_target(typed)


def rendition(image: Any, spec: str, *, width: int = COLUMN) -> Image | None:
    """The picture as mails show it, at most `width` wide, at an absolute address. None when its file is gone."""
    if image is None:
        return None
    try:
        made = image.get_rendition(spec)
    except OSError:
        return None
    shown = min(width, made.width)
    return Image(absolute(made.url), shown, round(made.height * shown / made.width))


def file_name(image: Any) -> str:
    return PurePosixPath(image.file.name).name if image is not None and image.file else ""


def _picture(where: str, value: Any, pictures: bool) -> Piece:
    image, file = rendition(value.get("image"), PICTURE) if pictures else None, file_name(value.get("image"))
    return Picture(where, image, line(value.get("alt")), line(value.get("caption")), target(value.get("link")), file)


def _product(where: str, value: Any, pictures: bool) -> Piece:
    return Product(
        where,
        rendition(value.get("image"), PRODUCT, width=240) if pictures else None,
        line(value.get("alt")),
        line(value.get("name")),
        line(value.get("price")),
        lines(value.get("text")),
        target(value.get("link")),
        line(value.get("link_label")) or "Have a look",
        file_name(value.get("image")),
    )


_READ: dict[str, Callable[[str, Any], Piece]] = {
    "text": lambda where, value: Text(where, richtext.clean(value.source)),
    "heading": lambda where, value: Heading(where, line(value)),
    "button": lambda where, value: Button(where, line(value.get("label")), target(value.get("link"))),
    "quote": lambda where, value: Quote(where, lines(value.get("text")), line(value.get("who"))),
    "approved": lambda where, value: _approved(where, value),
    "divider": lambda where, _: Divider(where),
    "signature": lambda where, value: Signature(where, line(value.get("sign_off"))),
}


def _approved(where: str, version: Any) -> Piece:
    if version is None:
        return Text(where, "")
    return Approved(where, richtext.clean(version.body), version.block.key, version.number)


_READ_WITH_PICTURE: dict[str, Callable[[str, Any, bool], Piece]] = {"picture": _picture, "product": _product}


def read(letter: "LetterPage", *, pictures: bool = True) -> Content:
    """The letter's content, signed at the end when it has no signature block. `pictures=False` makes no renditions."""
    pieces = []
    for number, child in enumerate(letter.body):
        where = f"body/{child.id or number}"
        if with_picture := _READ_WITH_PICTURE.get(child.block_type):
            pieces.append(with_picture(where, child.value, pictures))
        else:
            pieces.append(_READ[child.block_type](where, child.value))
    if not any(isinstance(piece, Signature) for piece in pieces):
        pieces.append(Signature("signature", ""))
    return Content(line(letter.subject), line(letter.preheader), tuple(pieces))
