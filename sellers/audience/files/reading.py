"""The rows of a CSV or XLSX file, one after the other, never the whole file at once."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..exceptions import UnreadableFile
from .encodings import DELIMITERS, sniff_delimiter, sniff_encoding
from .workbook import refuse_bombs, sheet_rows

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_SAMPLE = 30
_BLANKS = " \t\r\n\u00a0\ufeff\u200b"
_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
Row = tuple[int, list[str]]
# A cell of a megabyte is refused with its line; a quotation mark that is never closed ends here.
csv.field_size_limit(2_000_000)


@dataclass(frozen=True)
class Table:
    """A file that can be read: what it is, and its rows as often as one asks. Lines count from 1, as the person sees them."""

    path: Path
    kind: str
    encoding: str = ""
    delimiter: str = ""

    def rows(self) -> Iterator[Row]:
        """(line, cells) for each row that is not empty; cells are text without blanks around. Raises UnreadableFile on the way."""
        rows = _xlsx_rows(self) if self.kind == "xlsx" else _csv_rows(self)
        count = 0
        for line, cells in rows:
            if len(cells) > MAX_COLUMNS:
                raise UnreadableFile(f"Line {line} has more than {MAX_COLUMNS} columns. Please check that the file is a table of people.")
            if not any(cells):
                continue
            count += 1
            if count > MAX_ROWS + 1:
                raise UnreadableFile(f"The file has more than {MAX_ROWS:,} rows. Please cut it into several files.")
            yield line, cells

    def head(self, count: int = 6) -> list[Row]:
        return list(islice(self.rows(), count))


def open_table(path: Path, *, encoding: str = "") -> Table:
    """Look at a file and say how it is to be read. Raises UnreadableFile with a sentence for the person who brought it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened: {error.strerror}.") from error
    if not size:
        raise UnreadableFile("The file is empty.")
    if size > MAX_BYTES:
        raise UnreadableFile(f"The file is larger than {MAX_BYTES // 1_000_000} MB. Please cut it into several files.")
    if start.startswith(_OLD_EXCEL):
        raise UnreadableFile("This is an old or locked Excel file. Please save it as .xlsx without a password, or as CSV, and try again.")
    if start.startswith(_ZIP):
        refuse_bombs(path)
        return Table(path, "xlsx")
    encoding = encoding or sniff_encoding(path)
    lines = _first_lines(path, encoding)
    if not any(line.strip() for line in lines):
        raise UnreadableFile("There is nothing in the file.")
    return Table(path, "csv", encoding, _named_delimiter(lines[0]) or sniff_delimiter(lines))


def _first_lines(path: Path, encoding: str) -> list[str]:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            return [line[:10_000] for line in islice(stream, _SAMPLE)]
    except (LookupError, UnicodeError) as error:
        raise UnreadableFile(f"The file is not written in {encoding}. Please save it as CSV UTF-8 and try again.") from error


def _named_delimiter(line: str) -> str:
    """Excel's own first line, `sep=;`."""
    line = line.strip().strip('"').lower()
    return line[4:5] if line.startswith("sep=") and len(line) == 5 and line[4] in DELIMITERS else ""


def _csv_rows(table: Table) -> Iterator[Row]:
    line = 1
    # What 1252 and 1250 leave undefined becomes a visible sign, which the names' check then refuses with its line.
    errors = "replace" if table.encoding.startswith("cp") else "strict"
    with table.path.open(encoding=table.encoding, errors=errors, newline="") as stream:
        reader = csv.reader(stream, delimiter=table.delimiter)
        try:
            for cells in reader:
                if line > 1 or not _named_delimiter(table.delimiter.join(cells)):
                    yield line, [_trimmed(cell) for cell in cells]
                line = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableFile(f"Line {line} cannot be read: a quotation mark is not closed, or a cell is far too long.") from error
        except UnicodeError as error:
            raise UnreadableFile(
                f"From line {line} on the file is not written in {table.encoding}. Please save it as CSV UTF-8."
            ) from error


def _xlsx_rows(table: Table) -> Iterator[Row]:
    for line, cells in sheet_rows(table.path, max_columns=MAX_COLUMNS):
        yield line, [_trimmed(cell) for cell in cells]


def _trimmed(cell: str) -> str:
    return cell.strip(_BLANKS)
