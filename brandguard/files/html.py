"""HTML files: one run for each block of text, with the scope its elements give it."""

from collections.abc import Iterator
from itertools import groupby

from ..choices import Scope
from ..visible import HEADINGS, Char, read
from .runs import INLINES, Anchor, Run, path_of


def runs_of(source: str, offset: int = 0) -> tuple[list[Run], list[Anchor]]:
    """Runs and links of HTML that begins at `offset` in the file."""
    seen = read(source)
    runs: list[Run] = []
    for is_break, group in groupby(seen.chars, key=lambda char: char.text == "\n" and char.start == char.end):
        if not is_break:
            runs += _run(list(group), offset)
    hidden = [char for char in seen.hidden if char.text != "\n" or char.start != char.end]
    if any(char.text.isalnum() for char in hidden):
        runs.append(Run(Scope.BODY.value, "".join(c.text for c in hidden), [(offset + c.start, offset + c.end) for c in hidden], "hidden"))
    for text, start, end in seen.alts:
        at = source.find(text, start, end)
        first = at if at >= 0 else start
        runs.append(Run(Scope.ALT.value, text, [(offset + first + i, offset + first + i + 1) for i in range(len(text))], "attr.alt"))
    whole = seen.text
    anchors = [(whole[a.start : a.end], a.target, *_moved(seen.source_span(a.start, a.end), offset)) for a in seen.anchors]
    return runs, anchors


def scope_of(tags: tuple[str, ...]) -> str:
    for tag in reversed(tags):
        if tag in HEADINGS:
            return Scope.HEADING.value
        if tag == "li":
            return Scope.LIST.value
        if tag == "button":
            return Scope.BUTTON.value
        if tag == "footer":
            return Scope.FOOTER.value
    return Scope.BODY.value


def _run(chars: list[Char], offset: int) -> list[Run]:
    text = "".join(char.text for char in chars)
    if not text.strip():
        return []
    tags = chars[0].tags
    path = next((name for tag in tags if (name := path_of(tag))), "")
    places = [(offset + char.start, offset + char.end) for char in chars]
    return [Run(scope_of(tags), text, places, path, tuple(_inlines(chars)))]


def _inlines(chars: list[Char]) -> Iterator[tuple[str, int, int]]:
    """Links, emphasis and code, each as one stretch."""
    for name in dict.fromkeys(INLINES.values()):
        begin = -1
        for index, char in enumerate([*chars, Char("", 0, 0, ())]):
            inside = any(INLINES.get(tag) == name or (name == "code" and tag == "pre") for tag in char.tags)
            if inside and begin < 0:
                begin = index
            elif not inside and begin >= 0:
                yield name, begin, index
                begin = -1


def _moved(span: tuple[int, int], offset: int) -> tuple[int, int]:
    return span[0] + offset, span[1] + offset
