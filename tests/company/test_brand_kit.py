"""The brand is kept on one screen by those who may, is readable whatever they choose, and never reaches into what was approved."""

import pytest
from django.test import Client

from hub.accounts.services import sync_roles
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from hub.company.colours import PAPER, SHAPES, TEXT, adjustments, contrast, ink_on, objections, palette
from hub.company.queries import brand, imprint, tone_words
from hub.company.services import Unfit, change_brand, change_region, change_shop
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.models import LetterPage
from tests.factories.audience import make_reader
from tests.factories.company import make_region, make_shop
from tests.factories.newsletters import make_image, make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter

COLOURS = ["#1f4d3a", "#ffe08a", "#ffffff", "#000000", "#ff0000", "#0000ff", "#808080", "nonsense"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("paper", ["#faf7f2", "#ffffff", "#ffe08a", "#000000", "nonsense"])
@pytest.mark.parametrize("accent", COLOURS)
@pytest.mark.parametrize("primary", COLOURS)
def test_every_text_can_be_read_on_every_ground_whatever_the_brand_chooses(primary, accent, paper, dark):
    look = palette(primary, accent, paper, dark=dark)
    for ground in (look.paper, look.card):
        assert all(contrast(text, ground) >= TEXT for text in (look.ink, look.soft, look.link, look.bad)), look
        assert all(contrast(edge, ground) >= SHAPES for edge in (look.field, look.edge, look.accent)), look
    assert contrast(look.ink, look.good) >= TEXT and contrast(look.ink, look.warm) >= TEXT and contrast(look.link, look.good) >= TEXT
    assert contrast(look.on_primary, look.primary) >= TEXT and contrast(look.on_bad, look.bad) >= TEXT


def test_a_paper_one_cannot_write_on_is_refused_with_the_reason_and_shades_are_told():
    assert f"needs {PAPER:g}" in objections("#1f4d3a", "#b8562e", "#2244aa")["paper_colour"]
    assert "accent_colour" in objections("#1f4d3a", "#1F4D3A", "#ffffff")
    assert objections("#1f4d3a", "#b8562e", "#faf7f2") == {}
    assert any("#ffe08a alone has a contrast of 1.3" in said for said in adjustments("#ffe08a", "#b8562e", "#ffffff"))
    assert ink_on("#ffe08a") == "#000000"


@pytest.fixture
def office(db) -> dict[str, Client]:
    sync_roles()
    north = make_region("north")
    users = {
        "administrator": make_user("administrator"),
        "lead": make_user("lead"),
        "lead of the north": make_user("lead", region=north),
        "assistant": make_user("assistant"),
        "seller": make_seller("Anna Nowak", shop=make_shop(region=north)).user,
    }
    clients = {}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


FIELDS = {
    "name": "Harbour & Co",
    "primary_colour": "#204080",
    "accent_colour": "#b8562e",
    "paper_colour": "#fffdf8",
    "typeface": "round",
    "tone_words": "warm\n never  loud \nwarm",
    "postal_address": "1 Pier",
    "legal_footer": "No. 12",
    "privacy_url": "",
    "tracking": "anonymous",
}


def test_only_who_keeps_the_brand_finds_its_screen(office):
    found = {who: client.get("/admin/brand/").status_code for who, client in office.items()}
    assert found == {"administrator": 200, "lead": 200, "lead of the north": 404, "assistant": 404, "seller": 404}
    shown = {who: client.get("/admin/brand/shown/").status_code for who, client in office.items()}
    assert shown == found
    for who in ("lead of the north", "assistant", "seller"):
        assert office[who].post("/admin/brand/", FIELDS).status_code == 404
    assert brand().name != "Harbour & Co"


def test_what_is_saved_is_worn_everywhere_and_noted(office):
    assert office["lead"].post("/admin/brand/", FIELDS)["Location"] == "/admin/brand/"
    page = Client().get("/anna-nowak/").content.decode()
    assert "Harbour &amp; Co" in page and "--primary: #204080;" in page and "--paper: #fffdf8;" in page and "'Gill Sans Nova'" in page
    assert "1 Pier" in page and "No. 12" in page
    assert tone_words() == ("warm", "never loud")
    assert set(AuditEntry.objects.get(action="company.changed").data["fields"]) >= {"name", "primary_colour", "typeface"}


def test_a_colour_nobody_could_read_is_refused_beside_its_field_and_nothing_is_saved(office):
    page = office["administrator"].post("/admin/brand/", {**FIELDS, "paper_colour": "#2244aa"}).content.decode()
    assert "Text on this paper could not be read well" in page and brand().name != "Harbour & Co"
    with pytest.raises(Unfit):
        change_brand(by=None, primary_colour="red; } body { display: none")


def test_looking_first_saves_nothing(office):
    page = office["lead"].post("/admin/brand/", {**FIELDS, "show": "1"}).content.decode()
    assert "primary_colour=%23204080" in page and brand().primary_colour != "#204080"
    shown = office["lead"].get("/admin/brand/shown/", {"primary_colour": "#ffe08a", "name": "<b>", "typeface": "x"}).content.decode()
    assert "becomes" in shown and "&lt;b&gt;" in shown and brand().primary_colour != "#ffe08a"


def test_wagtails_own_form_leads_here(office):
    assert office["administrator"].get(f"/admin/settings/hub_company/brandkit/{brand().pk}/")["Location"] == "/admin/brand/"


def test_a_lead_of_a_region_keeps_her_regions_words_and_no_others(office):
    north, south = make_region("north"), make_region("south")
    lead = office["lead of the north"]
    assert "North" in (page := lead.get("/admin/brand/places/").content.decode()) and "South" not in page
    assert lead.post(f"/admin/brand/regions/{north.pk}/", {"postal_address": "2 Pier", "legal_footer": "North Ltd"}).status_code == 302
    assert lead.post(f"/admin/brand/regions/{south.pk}/", {"postal_address": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        change_region(south, by=make_user("lead", region=north), postal_address="x")
    assert office["seller"].get("/admin/brand/places/").status_code == 404


@pytest.mark.django_db
def test_pages_and_letters_say_the_shops_own_words_else_its_regions_else_the_companys():
    shop = make_shop()
    seller = make_seller(shop=shop)
    assert imprint(shop).legal_footer == brand().legal_footer and imprint(shop).postal_address == brand().postal_address
    change_region(shop.region, by=None, legal_footer="North Ltd, No. 7", postal_address="2 Pier, North")
    assert "North Ltd, No. 7" in Client().get("/anna-nowak/").content.decode()
    change_shop(shop, by=None, legal_footer="North Quay, in the old hall", language="de")
    letter, artefact = approved_letter(seller=seller)
    assert all(words in bytes(artefact.payload).decode() for words in ("North Quay, in the old hall", "2 Pier, North", "Abbestellen"))
    assert "North Ltd" not in Client().get("/").content.decode()


@pytest.mark.django_db
def test_a_new_brand_never_changes_approved_bytes_and_the_gate_stays_open():
    from brandguard import gate

    letter, artefact = approved_letter()
    before = bytes(artefact.payload)
    change_brand(by=None, name="Quite another", primary_colour="#204080", typeface="plain", legal_footer="New", logo=make_image("Logo"))
    change_shop(letter.seller.shop, by=None, language="ko", legal_footer="새로운")
    artefact.refresh_from_db()
    assert bytes(artefact.payload) == before and gate.problems(artefact) == []
    assert compile_letter(LetterPage.objects.get(pk=letter.pk)).to_bytes() != before


def test_the_words_for_how_the_brand_sounds_are_shown_as_they_are_typed(office):
    shown = office["lead"].get("/admin/brand/shown/", {"tone_words": "warm\n<i>never loud\nwarm"}).content.decode()
    assert "<strong>warm</strong> · <strong>&lt;i&gt;never loud</strong></p>" in shown
    assert "So it sounds" not in office["lead"].get("/admin/brand/shown/").content.decode()


def test_how_the_brand_sounds_stands_beside_what_a_seller_writes(office):
    change_brand(by=make_user("administrator"), tone_words="warm\nnever loud")
    anna = make_seller("Berta Lis")
    client = Client()
    client.force_login(anna.user)
    letter, customer = make_letter(anna), make_reader(anna, "Zofia")
    for path in (f"/admin/pages/{letter.pk}/edit/", f"/admin/customers/{customer.pk}/"):
        assert "How we sound: warm · never loud" in client.get(path).content.decode(), path
    change_brand(by=make_user("administrator"), tone_words="")
    assert "How we sound" not in client.get(f"/admin/customers/{customer.pk}/").content.decode()
