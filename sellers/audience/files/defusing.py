"""Cells that no spreadsheet takes for a formula, and files made of them."""

import csv
import io
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator

# What spreadsheets take for the start of a formula, also behind blanks and invisible signs, in any width. NFKC maps the full-width forms.
_STARTS = "=+-@|%"
_NO_XML = "\ufffe\uffff"
_PIECE = 1 << 16


def defuse(cell: object) -> str:
    """The cell as text that stays text: an apostrophe before what could begin a formula (OWASP, CSV injection).

    Looks behind blanks, controls and invisible signs, and at full-width forms. Controls that no XML holds are left out.
    """
    text = "".join(c for c in str("" if cell is None else cell) if c in "\t\r\n" or _printable(c))
    if text[:1] in ("\t", "\r", "\n"):
        return "'" + text
    bare = unicodedata.normalize("NFKC", text[:64]).lstrip()
    while bare and (bare[0].isspace() or unicodedata.category(bare[0]) in ("Cf", "Zs", "Zl", "Zp")):
        bare = bare[1:]
    return "'" + text if bare[:1] and bare[0] in _STARTS + "−" else text


def _printable(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _NO_XML


def csv_pieces(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A CSV file as Excel opens it: UTF-8 with a mark, CRLF, every cell quoted, in pieces."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([defuse(cell) for cell in row])
        if buffer.tell() > _PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def xlsx_pieces(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """An XLSX file of one sheet whose cells are all text, written to disk row by row and read back in pieces."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Readers")
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=defuse(value)[:32_000])
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    with tempfile.TemporaryFile() as stream:
        book.save(stream)
        stream.seek(0)
        while piece := stream.read(_PIECE):
            yield piece
