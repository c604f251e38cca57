"""Files as they really come: odd signs, odd cells, no header, two headers of one name; what cannot be read is refused by its line."""

import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sellers.audience.exceptions import UnreadableFile
from sellers.audience.files.reading import open_table
from sellers.audience.models import SpecialDay, Subscriber
from sellers.audience.services import import_file
from tests.factories.profiles import make_seller


def rows_of(tmp_path, content: bytes | str, name="list.csv", **options):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [cells for _, cells in open_table(tmp_path / name, **options).rows()]


def workbook(tmp_path, *lines, fill=None):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    if fill:
        fill(book)
    book.save(tmp_path / "list.xlsx")
    return [cells for _, cells in open_table(tmp_path / "list.xlsx").rows()]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_wide_files_with_each_delimiter_and_a_cell_of_two_lines(tmp_path, encoding, delimiter):
    text = delimiter.join(["E-Mail", "Notiz"]) + "\r\n" + delimiter.join(["a@example.com", '"zwei\nZeilen, ja; wirklich"']) + "\r\n"
    assert rows_of(tmp_path, text.encode(encoding)) == [["E-Mail", "Notiz"], ["a@example.com", "zwei\nZeilen, ja; wirklich"]]


def test_a_mark_in_front_of_a_quoted_header_is_no_part_of_its_name(tmp_path):
    assert rows_of(tmp_path, b'\xef\xbb\xbf"E-Mail";"Name"\n"a@example.com";"A"\n')[0] == ["E-Mail", "Name"]


def test_a_decimal_comma_cuts_no_columns(tmp_path):
    text = "E-Mail;Umsatz;Rabatt\na@example.com;1.234,50;0,5\nb@example.com;99,00;1,5\nc@example.com;7,25;2,0\n"
    assert rows_of(tmp_path, text)[1] == ["a@example.com", "1.234,50", "0,5"]


def test_zero_bytes_in_a_text_file_are_refused_by_their_line(tmp_path, db):
    path = tmp_path / "list.csv"
    path.write_bytes(b"E-Mail,Name,Quelle der Einwilligung\na@example.com,A\x00B,x\nb@example.com,B,x\n")
    report = import_file(seller=make_seller(), path=path, by=None, good_rows=True)
    assert (report["added"], [row["line"] for row in report["refused"]]) == (1, [2])


def test_a_cell_of_a_megabyte_is_refused_by_its_line_and_ignored_where_nobody_asks_for_it(tmp_path, db):
    path, long = tmp_path / "list.csv", "x" * 1_000_000
    path.write_text(f"E-Mail,Notes,Whatever,Consent source\na@example.com,{long},,x\nb@example.com,,{long},x\n")
    report = import_file(seller=make_seller(), path=path, by=None, good_rows=True)
    assert (report["added"], [row["line"] for row in report["refused"]]) == (1, [2])
    assert "too long" in report["refused"][0]["reason"]


def test_of_two_headers_of_one_name_the_first_counts(tmp_path, db):
    path = tmp_path / "list.csv"
    path.write_text("E-Mail,Name,E-Mail,Consent source\na@example.com,Ann Lee,b@example.com,x\n")
    import_file(seller=make_seller(), path=path, by=None)
    assert Subscriber.objects.get().person.address == "a@example.com"


def test_rows_that_are_too_short_or_too_long_are_people_all_the_same(tmp_path, db):
    path = tmp_path / "list.csv"
    path.write_text("E-Mail,First name,Notes\na@example.com\nb@example.com,B,n,more,and more\n")
    report = import_file(seller=make_seller(), path=path, by=None, source="fair", consent_date=date(2024, 1, 2))
    assert report["added"] == 2


def test_a_file_without_a_header_is_read_by_where_its_addresses_stand(tmp_path, db):
    path = tmp_path / "list.csv"
    path.write_text("Maria;Kot;maria@example.com\nEva;Lis;eva@example.com\n")
    report = import_file(seller=make_seller(), path=path, by=None, source="fair", columns={"first_name": "1"})
    assert (report["rows"], report["added"], report["columns"]) == (2, 2, {"first_name": 1, "address": 3})
    assert set(Subscriber.objects.values_list("first_name", flat=True)) == {"Maria", "Eva"}


def test_workbook_cells_are_what_excel_showed(tmp_path):
    def fill(book):
        book.active["F2"].number_format = 'dd"."mm"."yyyy'
        book.active["G2"].number_format = '0.00 "May"'

    line = ["a@example.com", datetime(2024, 5, 31, 23, 59), True, 48600123456, 0.5, 45443, 7.25]
    assert workbook(tmp_path, line, line, fill=fill)[1] == [
        "a@example.com", "2024-05-31", "true", "48600123456", "0.5", "2024-05-31", "7.25",
    ]  # fmt: skip


def test_days_of_the_other_calendar_are_the_same_days(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["a@example.com", date(2024, 5, 31)])
    book.save(tmp_path / "list.xlsx")
    assert next(open_table(tmp_path / "list.xlsx").rows())[1] == ["a@example.com", "2024-05-31"]


SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"""


def raw(tmp_path, sheet: str, **parts: str):
    """A workbook by hand, for what no library writes."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(tmp_path / "raw.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        book = f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        links = '<Relationships xmlns="x"><Relationship Id="rId7" Target="/xl/worksheets/sheet9.xml"/></Relationships>'
        archive.writestr("xl/_rels/workbook.xml.rels", links)
        archive.writestr("xl/worksheets/sheet9.xml", SHEET.format(sheet))
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return list(open_table(tmp_path / "raw.xlsx").rows())


def test_formulas_count_by_the_value_excel_last_saw_gaps_stay_and_styled_texts_are_one(tmp_path):
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>Ma</t></r><r><t>ria</t></r>'
        "<rPh><t>マリア</t></rPh></si></sst>"
    )
    sheet = (
        '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="str"><f>"a"&amp;"@b.pl"</f><v>a@b.pl</v></c><c r="E3"><f>1+1</f></c></row>'
        '<row><c t="inlineStr"><is><t>next</t></is></c></row>'
    )
    assert raw(tmp_path, sheet, sharedStrings=shared) == [(3, ["", "Maria", "", "a@b.pl", ""]), (4, ["next"])]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ('<row><c r="XFD1"><v>1</v></c></row>', "more than 200 columns"),
        ('<row><c r="A1" t="s"><v>9</v></c></row>', "damaged"),
        ('<row><c r="A1" t="s"><v>-1</v></c></row>', "damaged"),
        ('<row r="no"><c r="A1"><v>1</v></c></row>', "damaged"),
        ('<row><c r="A1"><v>one</v></c></row>', "damaged"),
        ("<row><c>", "damaged"),
        ('<row><c r="A1" t="inlineStr"><is><t>' + "x" * 11_000_000 + "</t></is></c></row>", "damaged"),
    ],
    ids=["far right", "no such text", "minus one", "row", "number", "cut off", "endless text"],
)
def test_a_workbook_that_lies_is_refused_with_a_sentence(tmp_path, sheet, said):
    with pytest.raises(UnreadableFile, match=said):
        raw(tmp_path, sheet)


def test_a_sheet_larger_than_its_archive_says_ends_in_a_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr("sellers.audience.files.workbook.MAX_UNPACKED", 5_000)
    with pytest.raises(UnreadableFile, match="too large when unpacked"):
        raw(tmp_path, '<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 1000)


def test_tags_and_birthdays_come_with_a_file(tmp_path, db):
    path = tmp_path / "list.csv"
    path.write_text(
        "E-Mail;Tagi;Urodziny;Telefon;Upodobania;Źródło zgody\n"
        "a@example.com;VIP, Gdańsk;29.02.1980;+48 600;oud;karta\n"
        "b@example.com;vip;03.02.;;;karta\n"
        "c@example.com;;31.02.;;;karta\n"
        "d@example.com;!!;;;;karta\n"
    )
    report = import_file(seller=make_seller(), path=path, by=None, good_rows=True)
    assert [row["line"] for row in report["refused"]] == [4, 5]
    one, two = Subscriber.objects.order_by("pk")
    assert ({tag.key for tag in one.tags.all()}, {tag.key for tag in two.tags.all()}) == ({"vip", "gdansk"}, {"vip"})
    assert (one.phone, one.tastes) == ("+48 600", "oud") and "gdansk" in one.search
    assert set(SpecialDay.objects.values_list("day", "month", "year")) == {(29, 2, 1980), (3, 2, None)}
