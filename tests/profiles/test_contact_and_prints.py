"""What a customer takes home from a seller's page: her card for the address book, and a code that leads to the form."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.company.queries import brand
from sellers.profiles.contact import escaped, folded, vcard
from sellers.profiles.prints import code, drawn
from tests.factories.company import make_shop
from tests.factories.newsletters import make_image
from tests.factories.profiles import make_seller

NASTY = 'Anna; "x",\r\nEND:VCARD\nBEGIN:VCARD\\ \u202e<b>&'


@pytest.mark.django_db
def test_her_card_says_what_her_page_says(client):
    make_seller(phone="+48 500 100 100", shop=make_shop(opening_hours="Mon–Sat 10–19"))
    answer = client.get("/anna-nowak/contact.vcf")
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8" and answer["Content-Disposition"].endswith('"anna-nowak.vcf"')
    assert lines[:4] == ["BEGIN:VCARD", "VERSION:3.0", "N:Nowak;Anna;;;", "FN:Anna Nowak"] and lines[-2:] == ["END:VCARD", ""]
    assert "ORG:The Brand;North Quay" in lines and "TEL;TYPE=WORK,VOICE:+48 500 100 100" in lines
    assert "EMAIL;TYPE=INTERNET,WORK:anna-nowak@letters.example" in lines and "URL:http://localhost:8000/anna-nowak/" in lines
    assert "ADR;TYPE=WORK:;;4 Quay Street;Gdańsk;;;" in lines and "NOTE:Mon–Sat 10–19" in lines


@pytest.mark.django_db
def test_nothing_typed_into_a_profile_writes_a_line_of_the_card():
    seller = make_seller("Anna", job=NASTY, phone=NASTY, shop=make_shop(street=NASTY, town=NASTY, opening_hours=NASTY))
    card = vcard(seller, company=NASTY).replace("\r\n ", "")
    names = [re.split("[:;]", line, maxsplit=1)[0] for line in card.removesuffix("\r\n").split("\r\n")]
    assert names == ["BEGIN", "VERSION", "N", "FN", "ORG", "TITLE", "TEL", "EMAIL", "ADR", "URL", "NOTE", "END"]


@given(st.text())
def test_a_value_never_ends_its_line_or_its_field(text):
    shown = escaped(text)
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", shown)
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", shown)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=400))
def test_folded_lines_hold_75_octets_and_unfold_to_what_they_were(text):
    made = folded(text)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    assert made.replace("\r\n ", "") == text


def modules(text: str) -> set[tuple[int, int]]:
    """The dark modules that the path draws."""
    return {
        (int(x) + step, int(y)) for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code(text).path) for step in range(int(width))
    }


def test_the_code_draws_every_dark_module_and_no_other():
    import segno

    matrix = segno.make("https://shop.example/anna/#subscribe", error="q", micro=False).matrix
    assert modules("https://shop.example/anna/#subscribe") == {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["qr", "poster", "card"])
def test_a_print_is_a_drawing_whose_code_leads_to_the_form(client, kind):
    seller = make_seller("Anna <b> & Söhne", photo=make_image(), shop=make_shop(street="<script>"))
    answer = client.get(f"/{seller.slug}/{kind}.svg")
    page = answer.content.decode()
    ElementTree.fromstring(page)
    assert answer["Content-Type"] == "image/svg+xml" and "<script" not in page and "<b>" not in page
    assert code(f"http://localhost:8000/{seller.slug}/#subscribe").path in page
    assert not re.findall(r'href="(?!data:image/jpeg;base64,)', page)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "copies"), [("poster", 1), ("cards", 10)])
def test_a_sheet_holds_as_many_as_fit_on_a4_in_any_language(client, path, copies):
    make_seller()
    page = client.get(f"/anna-nowak/{path}/?lang=de").content.decode()
    assert page.count("<svg xmlns") == copies and "A4" in page and 'lang="de"' in page


@pytest.mark.django_db
def test_who_takes_no_readers_gives_out_no_card_and_no_code(client):
    gone = make_seller("Gone Away")
    gone.state = "paused"
    gone.save()
    assert {client.get(f"/gone-away/{path}").status_code for path in ("contact.vcf", "poster/", "cards/", "qr.svg")} == {404}


@pytest.mark.django_db
def test_long_names_stay_on_the_poster():
    seller = make_seller("Maximiliane-Wilhelmina Oberhuber-Schwarzenbach")
    assert drawn("poster", seller, brand()).count("<tspan") >= 2
