"""The rows of an XLSX file's first sheet, by lxml and with bounds.

Own code, because openpyxl makes an object of every cell: 100,000 people cost it forty seconds, and a hundred megabytes. Knows what a
list of people needs: text, numbers, dates, and the values that Excel last saw in its formulas.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from posixpath import join, normpath
from typing import IO, Any

from lxml import etree

from ..exceptions import UnreadableFile

MAX_UNPACKED = 300_000_000
MAX_STRINGS = 2_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DAMAGED = (zipfile.BadZipFile, etree.LxmlError, LookupError, ValueError, OverflowError, EOFError, NotImplementedError, RuntimeError)
_DATE_FORMATS = {14, 15, 16, 17, 22, 27, 30, 36, 50, 57}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LETTERS = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)}


def refuse_bombs(path: Path) -> None:
    """An XLSX is a ZIP of XML: refuse one that unpacks to far more than a list of people, or that defines entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if "xl/workbook.xml" not in {entry.filename for entry in entries}:
                raise UnreadableFile("This is no Excel workbook. Please save the table as CSV or XLSX and try again.")
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise UnreadableFile("The workbook is too large when unpacked. Please save its first sheet as CSV and try again.")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(2000).upper():
                            raise UnreadableFile("The workbook has parts that no Excel writes. Please save it again as XLSX or CSV.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableFile("The workbook is damaged or locked. Please save it again without a password and try again.") from error


def sheet_rows(path: Path, *, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells as text) of the first sheet. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = _Book(archive)
            with archive.open(book.sheet) as stream:
                yield from book.rows(_Bounded(stream), max_columns)
    except (
        zipfile.BadZipFile,
        etree.LxmlError,
        LookupError,
        ValueError,
        OverflowError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise UnreadableFile("The workbook is damaged. Please save it again as XLSX or CSV and try again.") from error


class _Bounded:
    """A part of the archive that ends in a refusal when it unpacks to more than the archive's own list of parts said."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, MAX_UNPACKED

    def read(self, size: int = 1 << 16) -> bytes:
        piece = self._stream.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise UnreadableFile("The workbook is too large when unpacked. Please save its first sheet as CSV and try again.")
        return piece


def _walk(stream: _Bounded, name: str) -> Iterator[Any]:
    """The elements of a name, one after the other; each is forgotten before the next."""
    wanted = (_MAIN + name, _STRICT + name)
    for _, element in etree.iterparse(stream, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False):
        yield element
        element.clear(keep_tail=True)
        while element.getprevious() is not None:
            del element.getparent()[0]


class _Book:
    """What the cells of a sheet need to know: which part it is, shared texts, and which formats are dates."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        tree = self._tree("xl/workbook.xml")
        settings = next(iter(_all(tree, "workbookPr")), None)
        is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self._day_zero = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a day, not a moment)
        self.sheet = self._first_sheet(tree)
        self._dates = self._date_styles()
        self._texts = self._shared_texts()

    def rows(self, stream: _Bounded, max_columns: int) -> Iterator[tuple[int, list[str]]]:
        number = 0
        for row in _walk(stream, "row"):
            number = int(row.get("r") or number + 1)
            cells: list[str] = []
            for cell in row:
                place = _column(cell.get("r")) or len(cells) + 1
                if place > max_columns:
                    raise UnreadableFile(
                        f"Line {number} has more than {max_columns} columns. Please check that the file is a table of people."
                    )
                if place > len(cells) + 1:
                    cells.extend([""] * (place - 1 - len(cells)))
                cells.append(self._text(cell))
            yield number, cells

    def _text(self, cell: Any) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _joined(cell)
        value = next((part.text or "" for part in cell if part.tag.endswith("}v")), "")
        if kind == "s":
            return self._texts[int(value, 10) if value.isdecimal() else len(self._texts)] if value else ""
        if kind == "b":
            return "true" if value == "1" else "false"
        if kind != "n" or not value:
            return value[:10] if kind == "d" else value
        return self._number(value, cell.get("s"))

    def _number(self, value: str, style: str | None) -> str:
        if style is not None and style in self._dates:
            return (self._day_zero + timedelta(days=float(value))).date().isoformat()
        if value.isdecimal():
            return value
        number = float(value)
        return str(int(number)) if number.is_integer() else str(number)

    def _first_sheet(self, tree: Any) -> str:
        targets = {link.get("Id"): link.get("Target", "") for link in self._tree("xl/_rels/workbook.xml.rels")}
        for sheet in _all(tree, "sheet"):
            target = targets.get(sheet.get(_RID) or sheet.get(_STRICT_RID), "")
            name = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if name in self._archive.namelist() and "worksheet" in name:
                return name
        raise UnreadableFile("The workbook has no sheet with cells.")

    def _date_styles(self) -> set[str]:
        """The style numbers, as cells name them, that show a date."""
        if "xl/styles.xml" not in self._archive.namelist():
            return set()
        tree = self._tree("xl/styles.xml")
        formats = {int(one.get("numFmtId", 0)) for one in _all(tree, "numFmt") if _shows_a_date(one.get("formatCode", ""))}
        cells = next(iter(_all(tree, "cellXfs")), ())
        return {str(place) for place, style in enumerate(cells) if int(style.get("numFmtId", 0)) in formats | _DATE_FORMATS}

    def _shared_texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        texts: list[str] = []
        with self._archive.open("xl/sharedStrings.xml") as stream:
            for text in _walk(_Bounded(stream), "si"):
                texts.append(_joined(text))
                if len(texts) > MAX_STRINGS:
                    raise UnreadableFile("The workbook has too many texts in it. Please save its first sheet as CSV and try again.")
        return texts

    def _tree(self, name: str) -> Any:
        with self._archive.open(name) as stream:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            return etree.parse(_Bounded(stream), parser).getroot()


def _all(tree: Any, name: str) -> Iterator[Any]:
    return tree.iter(_MAIN + name, _STRICT + name)


def _joined(element: Any) -> str:
    """The text of a cell, its differently styled runs together, without what is written above it to read it out (rPh)."""
    parts = (one for one in element.iter() if isinstance(one.tag, str) and one.tag.endswith("}t"))
    return "".join(one.text or "" for one in parts if "}rPh" not in one.getparent().tag)


def _column(reference: str | None) -> int:
    """1 for A12, 28 for AB3; 0 when the cell does not say."""
    place = 0
    for sign in reference or "":
        if sign not in _LETTERS:
            break
        place = place * 26 + _LETTERS[sign]
    return place


def _shows_a_date(code: str) -> bool:
    shown = _QUOTED.sub("", code.split(";")[0].lower())
    return "y" in shown or ("d" in shown and "m" in shown)
