"""Chooses how to read a file, and leads from findings back to line and column."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..documents import Document, Finding, Link, Part
from ..engine.languages import detect
from ..exceptions import GuardError
from ..visible import line_and_column
from . import html, markdown
from .runs import Run

READERS: dict[str, Callable[[str], Any]] = {
    ".md": markdown.runs_of,
    ".markdown": markdown.runs_of,
    ".html": html.runs_of,
    ".htm": html.runs_of,
}


@dataclass(frozen=True)
class FileDocument:
    """A file's document. `runs[i]` is the i-th part with the place of each of its characters in the file."""

    source: str
    document: Document
    runs: list[Run]
    links: list[tuple[Link, int, int]]

    def place(self, finding: Finding) -> tuple[int, int, int]:
        """1-based line, first and last column of a finding; the file's first column for something that is missing."""
        starts = [0, *(index + 1 for index, char in enumerate(self.source) if char == "\n")]
        begin, end = self._span(finding)
        if begin < 0:
            return 1, 1, 1
        line, column = line_and_column(starts, begin)
        stop = self.source.find("\n", begin)
        last = min(end, stop if stop >= 0 else len(self.source))
        return line, column, max(column, column + last - begin - 1)

    def _span(self, finding: Finding) -> tuple[int, int]:
        kind, _, number = finding.location.partition("/")
        if kind == "link":
            _, start, end = self.links[int(number)]
            return start, end
        if kind == "raw":
            return finding.start, finding.end
        if kind != "part" or finding.start < 0:
            return -1, -1
        places = self.runs[int(number)].places
        return places[finding.start][0], places[finding.end - 1][1]


def read_file(path: Path, *, language: str = "") -> FileDocument:
    """Read a file as UTF-8. GuardError when it cannot be read. `language`: empty to guess it from the words."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GuardError(f"{path} cannot be read as text in UTF-8. {error}") from error
    return read_text(source.replace("\r\n", "\n"), suffix=path.suffix.lower(), language=language)


def read_text(source: str, *, suffix: str = ".txt", language: str = "") -> FileDocument:
    """`suffix` says what it is: .md and .html are read by their markup, everything else as plain text."""
    runs, anchors = READERS.get(suffix, _plain)(source)
    language = language or detect(" ".join(run.text for run in runs))
    parts = tuple(
        Part(run.scope, run.text, f"part/{number}", language, path=f"{run.path}{suffix}".lstrip("."), inlines=run.inlines)
        for number, run in enumerate(runs)
    )
    links = [(Link(text, target, f"link/{number}"), start, end) for number, (text, target, start, end) in enumerate(anchors)]
    document = Document(parts=parts, links=tuple(link for link, _, _ in links), language=language, raw=source)
    return FileDocument(source, document, runs, links)


def _plain(source: str) -> tuple[list[Run], list[tuple[str, str, int, int]]]:
    return [Run("body", source, [(index, index + 1) for index in range(len(source))])], []
