"""No cell of ours runs in a spreadsheet."""

import csv
import io

import pytest

from sellers.audience.files.defusing import csv_pieces, defuse, xlsx_pieces

ARMED = [
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\u3000=1", "\x00=1",
    "\t", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a", "\ufe661", "\u22121",
]  # fmt: skip


@pytest.mark.parametrize("cell", ARMED, ids=ascii)
def test_what_a_spreadsheet_could_run_becomes_text(cell):
    assert defuse(cell).startswith("'")


@pytest.mark.parametrize("cell", ["Maria", "a=b", "7", "Nowak-Lis", "", "ł", "안녕", "'quoted"])
def test_other_cells_stay_as_they_are(cell):
    assert defuse(cell) == cell


def test_a_file_of_armed_cells_reads_back_as_text():
    rows = list(csv.reader(io.StringIO(b"".join(csv_pieces([[cell] for cell in ARMED])).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(ARMED) and all(cell.startswith("'") for [cell] in rows)


def test_a_workbook_takes_every_sign_of_the_first_plane():
    signs = [chr(code) for code in range(0x10000)]
    assert b"".join(xlsx_pieces([["".join(signs[n : n + 256])] for n in range(0, 0x10000, 256)])).startswith(b"PK")
