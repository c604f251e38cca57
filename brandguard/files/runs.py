"""A run of visible text in a file, character by character, and the blocks that a style guide cuts it into."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ..documents import Block

# (text, target, start, end) of a link: where its text stands in the file.
Anchor = tuple[str, str, int, int]
Chars = list[tuple[str, int, int]]
# Where code stood in Markdown: no letter, so that words on both sides of it do not run together.
CODE = "\ufffc"


def file_of(address: str) -> str:
    """The name of the file behind an address; "" for a picture that is written out in it."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return "" if address.lower().startswith(("data:", "cid:")) else PurePosixPath(unquote(path)).name


@dataclass(frozen=True)
class Run:
    """`places[i]` is the half-open span in the file that the i-th character of `text` came from."""

    scope: str
    text: str
    places: list[tuple[int, int]]
    blocks: tuple[Block, ...] = ()
    # "hidden" for text that a style keeps from the reader's eye.
    path: str = ""


@dataclass
class Growing:
    """A run that is still being read."""

    chars: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    # Where the block that is being read begins.
    begin: int = 0

    def __len__(self) -> int:
        return len(self.chars)

    def put(self, text: Chars) -> None:
        for char, start, end in text:
            self.chars.append(char)
            self.places.append((start, end))
