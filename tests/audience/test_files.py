"""Tables are read as people save them, whatever program and language they use."""

import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from sellers.audience.exceptions import UnreadableFile
from sellers.audience.files import columns
from sellers.audience.files.reading import open_table

POLISH = "Imię;Nazwisko;E-mail\nŁucja;Żółć;lucja@example.com\nZbyšek;Dąbek;zb@example.com\n"
GERMAN = "Vorname;Nachname;E-Mail-Adresse\nJürgen;Groß;j@example.com\nRené;Peña;r@example.com\n"


def table_of(tmp_path, content: bytes, name: str = "list.csv"):
    (tmp_path / name).write_bytes(content)
    return open_table(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "utf-8"), (POLISH, "utf-8-sig"), (POLISH, "utf-16"), (POLISH, "utf-16-le"), (POLISH, "utf-16-be"), (POLISH, "cp1250"),
        (GERMAN, "utf-8"), (GERMAN, "cp1252"), (GERMAN, "utf-16"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_in_the_file(tmp_path, text, encoding):
    table = table_of(tmp_path, text.encode(encoding))
    assert [cells for _, cells in table.rows()] == [line.split(";") for line in text.strip().split("\n")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_file(tmp_path, delimiter):
    lines = [["E-Mail", "Name", "Note"], ["a@example.com", "Anna", "x; y"], ["b@example.com", "Berta", ""]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    assert [cells for _, cells in table_of(tmp_path, text.encode()).rows()] == lines


def test_excels_own_first_line_names_the_delimiter_and_counts_as_a_line(tmp_path):
    table = table_of(tmp_path, b"sep=;\r\nE-Mail;Name\r\na@example.com;Anna, the one\r\n")
    assert list(table.rows()) == [(2, ["E-Mail", "Name"]), (3, ["a@example.com", "Anna, the one"])]


def test_lines_are_counted_as_an_editor_shows_them(tmp_path):
    table = table_of(tmp_path, b'mail,note\n\na@example.com,"two\nlines"\nb@example.com,x\n')
    assert [line for line, _ in table.rows()] == [1, 3, 5]


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path):
    book = Workbook()
    book.active.append(["E-Mail", "When", "Number", "Sum"])
    book.active.append([" a@example.com ", date(2024, 5, 31), 7.0, "=1+1"])
    book.save(tmp_path / "list.xlsx")
    assert list(open_table(tmp_path / "list.xlsx").rows())[1] == (2, ["a@example.com", "2024-05-31", "7", ""])


def bomb(tmp_path) -> bytes:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        for number in range(4):
            archive.writestr(f"xl/{number}.xml", b" " * 80_000_000)
    return (tmp_path / "b.zip").read_bytes()


def entities(tmp_path) -> bytes:
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return (tmp_path / "e.zip").read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"), (b"\n \n", "nothing in the file"), (b"\xd0\xcf\x11\xe0", "old or locked Excel"), (b"PK\x03\x04broken", "damaged"),
        (b"%PDF-1.7\n\x00\x01\x02\x00\xff", "not a text file"), (b'mail\n"' + b"x" * 2_100_000 + b'"\n', "cannot be read"),
        (b"a," * 300 + b"\nb", "columns"), (bomb, "too large when unpacked"), (entities, "no Excel writes"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", ""),
)  # fmt: skip
def test_what_is_no_list_of_people_is_refused_with_a_sentence(tmp_path, content, said):
    with pytest.raises(UnreadableFile, match=said):
        list(table_of(tmp_path, content(tmp_path) if callable(content) else content).rows())


@pytest.mark.parametrize(
    "headers",
    [
        ["E-Mail", "First Name", "Last Name", "Notes", "Language"],
        ["E-Mail-Adresse", "Vorname", "Nachname", "Bemerkungen", "Sprache"],
        ["Adres e-mail", "Imię", "Nazwisko", "Uwagi", "Język"],
        ["Correo electrónico", "Nombre", "Apellidos", "Observaciones", "Idioma"],
        ["Alamat email", "Nama depan", "Nama belakang", "Catatan", "Bahasa"],
        ["이메일 주소", "이름", "성", "메모", "언어"],
        ["EMAIL_ADDRESS:", "firstname", "SURNAME", "comment", "lang"],
    ],
)
def test_columns_are_known_by_the_names_people_give_them(headers):
    assert columns.guess(headers) == {"address": 0, "first_name": 1, "last_name": 2, "note": 3, "language": 4}


def test_a_column_is_named_by_a_person_by_its_name_or_number():
    assert columns.named(["Kontakt", "Wer"], {"address": "kontakt", "name": "2"}) == {"address": 0, "name": 1}
    with pytest.raises(UnreadableFile, match="no column “Mail”. It has: Kontakt, Wer"):
        columns.named(["Kontakt", "Wer"], {"address": "Mail"})
