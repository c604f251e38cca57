"""Putting a suggested wording into a letter: only the words that differ change, so that merge fields, links and bold stay."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from . import richtext

_WORDS = re.compile(r"\s+|[^\s]+")
# Fields of a block in the order in which document.piece_runs reads them; a block that is itself its only field is ().
_FIELDS: dict[str, tuple[str, ...]] = {
    "heading": (),
    "button": ("label",),
    "quote": ("text", "who"),
    "picture": ("caption", "alt"),
    "product": ("name", "price", "text", "alt", "link_label"),
}


class CannotReword(Exception):
    """The passage is not what the suggestion was made for."""


def reword_block(block: dict[str, Any], number: int, before: str, after: str) -> None:
    """Change run `number` of a raw stream block from `before`, as a reader saw it, to `after`. CannotReword when it says something else."""
    if block["type"] == "text":
        block["value"] = _reword_rich(block["value"], number, before, after)
        return
    fields = _FIELDS.get(block["type"])
    if fields is None or number >= max(1, len(fields)):
        raise CannotReword
    if fields:
        block["value"][fields[number]] = reword_line(block["value"][fields[number]], before, after)
    else:
        block["value"] = reword_line(block["value"], before, after)


def reword_line(typed: str, before: str, after: str) -> str:
    start, end, new = _place(typed, before, after)
    return typed[:start] + new + typed[end:]


def _reword_rich(source: str, number: int, before: str, after: str) -> str:
    root = richtext.tree(source)
    elements = list(_elements(root))
    if number >= len(elements):
        raise CannotReword
    nodes = list(_texts(elements[number]))
    start, end, new = _place("".join(_get(node) for node in nodes), before, after)
    at = 0
    for node in nodes:
        text = _get(node)
        low, high = max(start - at, 0), min(end - at, len(text))
        if low < high:
            _set(node, text[:low] + new + text[high:])
            new = ""
        at += len(text)
    return richtext.inner_html(root)


def _place(typed: str, before: str, after: str) -> tuple[int, int, str]:
    """Where in the typed text the differing words stand, and what comes there."""
    start, old, new = _difference(before, after)
    if not old or typed.count(old) != before.count(old):
        raise CannotReword
    at = -1
    for _ in range(before.count(old, 0, start) + 1):
        at = typed.find(old, at + 1)
    if at < 0:
        raise CannotReword
    return at, at + len(old), new


def _difference(before: str, after: str) -> tuple[int, str, str]:
    """(place in `before`, words there, words instead), with a neighbouring word when words are only put in."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    low = 0
    while low < min(len(old), len(new)) and old[low] == new[low]:
        low += 1
    high = 0
    while high < min(len(old), len(new)) - low and old[-1 - high] == new[-1 - high]:
        high += 1
    if low == len(old) - high:
        low, high = max(low - 2, 0), max(high - 2, 0) if low < 2 else high
    return len("".join(old[:low])), "".join(old[low : len(old) - high]), "".join(new[low : len(new) - high])


def _elements(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The element of each run, as richtext.runs counts them. Loose text has none, so nothing is reworded after it."""
    if (root.text or "").strip():
        return
    for child in root:
        if child.tag in ("ul", "ol"):
            yield from child.iter("li")
        elif richtext.visible(child):
            yield child
        if (child.tail or "").strip():
            return


def _texts(element: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """(node, "text" or "tail") in reading order, within the element."""
    yield element, "text"
    for child in element:
        yield from _texts(child)
        yield child, "tail"


def _get(node: tuple[html.HtmlElement, str]) -> str:
    return getattr(node[0], node[1]) or ""


def _set(node: tuple[html.HtmlElement, str], text: str) -> None:
    setattr(node[0], node[1], text)
