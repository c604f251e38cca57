"""A run of visible text in a file, character by character."""

import re
from dataclasses import dataclass

# (text, target, start, end) of a link: where its text stands in the file.
Anchor = tuple[str, str, int, int]


@dataclass(frozen=True)
class Run:
    """`places[i]` is the half-open span in the file that the i-th character of `text` came from."""

    scope: str
    text: str
    places: list[tuple[int, int]]
    # Where the markup has it: "heading.h2", "table.cell", "" for a paragraph.
    path: str = ""
    # Stretches that are links, emphasis or code.
    inlines: tuple[tuple[str, int, int], ...] = ()


# What inline elements are called by rules that select them.
INLINES = {"a": "link", "strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "code": "code", "tt": "code", "kbd": "code"}
PATHS = {"li": "list", "td": "table.cell", "th": "table.header", "caption": "table.caption", "blockquote": "blockquote"}


def path_of(tag: str) -> str:
    """The name of a block by its element; "" for a plain paragraph."""
    return f"heading.{tag}" if re.fullmatch("h[1-6]", tag) else PATHS.get(tag, "")
