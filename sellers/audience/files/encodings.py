"""Which encoding and which delimiter a text file has: looked for in the file itself, never asked of a seller."""

import codecs
import csv
from collections import Counter
from pathlib import Path

from ..exceptions import UnreadableFile

DELIMITERS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIECE = 1 << 16
# Letters in 1250, signs such as ³ or ¿ in 1252.
_CENTRAL = frozenset("ąłśźżŁŚŹŻĄşţľťŞŢĽŤ".encode("cp1250"))
# Letters in both, which the west uses often and Poland never.
_WESTERN = frozenset("àèòãõåñ".encode("cp1252"))


def sniff_encoding(path: Path) -> str:
    """A codec's name: by byte-order mark, by UTF-16's zero bytes, UTF-8 if the whole file is that, else 1250 or 1252.

    1250 (Polish, Czech, Hungarian) and 1252 (western) share ä ö ü ß á é í ó ú; what tells them apart are bytes that are letters
    in the one and signs such as ³ or ¿ in the other, standing right beside a letter.
    """
    with path.open("rb") as stream:
        start = stream.read(_PIECE)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    if b"\0" in start and (wide := _utf16_without_mark(start)):
        return wide
    if _is_utf8(path):
        return "utf-8"
    if b"\0" in start:
        raise UnreadableFile("This is not a text file and no Excel workbook (.xlsx). Please save the table as CSV or XLSX and try again.")
    return _eight_bits(path)


def _utf16_without_mark(start: bytes) -> str:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    for zeros, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if zeros > len(start) // 4 and min(even, odd) < zeros // 8 + 1:
            return name
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _eight_bits(path: Path) -> str:
    central = western = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            for before, byte, after in zip(piece, piece[1:], piece[2:], strict=False):
                if byte < 0x80:
                    continue
                beside = _letter(before) or _letter(after)
                central += beside and byte in _CENTRAL
                western += beside and byte in _WESTERN
            if central > 20 or western > 2000:
                break
    return "cp1250" if central and central * 8 >= western else "cp1252"


def _letter(byte: int) -> bool:
    return 65 <= byte <= 90 or 97 <= byte <= 122


def sniff_delimiter(lines: list[str]) -> str:
    """The sign that cuts the first lines into the most columns, and the same number in each; "," when nothing cuts them."""
    best, score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if not widths or max(widths) < 2:
            continue
        width, same = Counter(widths).most_common(1)[0]
        if width > 1 and same / len(widths) * min(width, 6) > score:
            best, score = delimiter, same / len(widths) * min(width, 6)
    return best
