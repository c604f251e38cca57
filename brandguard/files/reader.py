"""Chooses how to read a file, and leads from findings back to line and column."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..choices import Scope
from ..documents import Block, Document, Finding, Link, Part, Picture
from ..engine.languages import detect
from ..exceptions import GuardError
from ..vale.comments import Comments
from ..vale.style import compiled, spans
from . import html, markdown
from .runs import CODE, Run
from .walker import Walker

READERS: dict[str, Callable[[Walker], None]] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
}


@dataclass(frozen=True)
class FileDocument:
    """A file's document. `runs[i]` is the i-th part with the place of each of its characters in the file."""

    source: str
    document: Document
    runs: list[Run]
    links: list[tuple[Link, int, int]]
    pictures: list[tuple[Picture, int, int]]

    def place(self, finding: Finding) -> tuple[int, int, int]:
        """1-based line, first and last column of a finding; the file's first column for something that is missing.

        The last column counts on over the ends of lines, as Vale has it.
        """
        begin, end = self._span(finding)
        if begin < 0:
            return 1, 1, 1
        line = bisect_right(self._lines, begin)
        column = begin - self._lines[line - 1] + 1
        return line, column, max(column, column + end - begin - 1)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(index + 1 for index, char in enumerate(self.source) if char == "\n")]

    def _span(self, finding: Finding) -> tuple[int, int]:
        kind, _, number = finding.location.partition("/")
        if kind == "link":
            _, start, end = self.links[int(number)]
            return start, end
        if kind == "picture":
            _, start, end = self.pictures[int(number)]
            return start, end
        if kind == "raw":
            return finding.start, finding.end
        if kind != "part" or finding.start < 0:
            return -1, -1
        places = self.runs[int(number)].places
        return places[finding.start][0], places[finding.end - 1][1]


def read_file(path: Path, *, language: str = "", listen: bool = False, suffix: str = "", ignored: Sequence[str] = ()) -> FileDocument:
    """Read a file as UTF-8. GuardError when it cannot be read. `language`: empty to guess it from the words.

    `listen`: whether comments in the file may switch rules off. `suffix`: read it as such a file, whatever its own.
    `ignored`: expressions of what is not read in markup.
    """
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GuardError(f"{path} cannot be read as text in UTF-8. {error}") from error
    return read_text(source, suffix=(suffix or path.suffix).lower(), language=language, listen=listen, ignored=ignored)


def read_text(source: str, *, suffix: str = ".txt", language: str = "", listen: bool = False, ignored: Sequence[str] = ()) -> FileDocument:
    """`suffix` says what it is: .md and .html are read by their markup, everything else as plain text."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    walker = Walker(_masked(source, ignored) if suffix in READERS else source, Comments(listen))
    READERS.get(suffix, _plain)(walker)
    language = language or detect(" ".join(run.text for run in walker.runs if run.scope != Scope.FILE_NAME))
    kind = suffix.lstrip(".") or "txt"
    parts = tuple(
        Part(run.scope, run.text, f"part/{number}", language, path=f"{run.path}.{kind}".lstrip("."), cuts=run.blocks)
        for number, run in enumerate(walker.runs)
    )
    links = [(Link(text, target, f"link/{number}"), start, end) for number, (text, target, start, end) in enumerate(walker.anchors)]
    quiet = ("off",) if walker.comments.off else ()
    document = Document(
        parts=parts, links=tuple(link for link, _, _ in links), language=language, raw=source, quiet=quiet, counts=walker.counts,
        pictures=tuple(picture for picture, _, _ in walker.pictures),
    )  # fmt: skip
    return FileDocument(source, document, walker.runs, links, walker.pictures)


def _masked(source: str, ignored: Sequence[str]) -> str:
    """The file with what is not to be read as code, letter for letter, so that every place stays."""
    for expression in ignored:
        for start, end in spans(compiled(expression), source):
            source = source[:start] + re.sub(r"[^\n]", CODE, source[start:end]) + source[end:]
    return source


def _plain(walker: Walker) -> None:
    source = walker.source
    whole = Block(0, len(source), "")
    walker.runs.append(Run("body", source, [(index, index + 1) for index in range(len(source))], (whole,)))
