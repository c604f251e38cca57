"""A letter compiles into one payload that holds everything and nothing personal."""

import re

import pytest
from lxml import html

from hub.company.models import BrandKit
from sellers.newsletters import inline
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.exceptions import LetterTooBig
from sellers.newsletters.marks import MARK, mark
from sellers.newsletters.payload import LetterPayload
from tests.factories.brandguard import approved_version
from tests.factories.newsletters import every_block, make_letter
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
ATTACK = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"


@pytest.fixture(autouse=True)
def forgotten():
    """Each test inlines for itself."""
    inline.inlined.cache_clear()


@pytest.fixture
def payload():
    return compile_letter(make_letter(body=every_block(approved=approved_version()), preheader="Kept back for you, {firstname}"))


def marks_in(text):
    return {match.group(1) for match in MARK.finditer(text)}


def test_every_block_stands_in_html_and_in_text(payload):
    shown = " ".join(html.fromstring(payload.html).text_content().split())
    for words in (
        "A quiet hour for your skin",
        "when the new creams came in",
        "Try it",
        "In the shop since Monday",
        "Night cream",
        "89 zł",
        "I use it myself.",
        "Have a look",
        "Book your hour",
        "My skin has never been calmer.",
        "Zofia, a customer",
        "The text of opening-hours.",
        "See you in the shop",
        "Anna Nowak",
        "+48 58 000 00 00",
    ):
        assert words in shown
        assert words in payload.text
    assert 'alt="Three jars on a shelf"' in payload.html
    assert "[Three jars on a shelf]" in payload.text


def test_only_fields_that_differ_from_reader_to_reader_stay_marks(payload):
    readers = {"firstname", "unsubscribeurl", "preferencesurl"}
    assert marks_in(payload.html) == readers | {"link0", "link1", "link2"}
    assert marks_in(payload.text) == readers | {"link0", "link1", "link2"}
    assert marks_in(payload.subject) == marks_in(payload.preheader) == {"firstname"}


def test_every_web_link_is_a_mark_and_its_target_stands_in_the_table(payload):
    assert payload.links == ("https://shop.example/creams?a=1&b=2", "https://shop.example/night", "https://shop.example/book")
    assert "shop.example" not in payload.html and "shop.example" not in payload.text
    targets = {a.get("href") for a in html.fromstring(payload.html).iter("a")}
    assert {mark("link0"), mark("link1"), mark("link2"), mark("unsubscribeurl"), mark("preferencesurl")} <= targets


def test_the_way_out_stands_near_the_top_and_at_the_end_of_both_parts(payload):
    for part in (payload.html, payload.text):
        first, last = part.index(mark("unsubscribeurl")), part.rindex(mark("unsubscribeurl"))
        assert first < part.index("A quiet hour") < last
        assert BrandKit.load().postal_address in part[last:]


def test_telephone_and_mail_links_stay_as_they_are():
    payload = compile_letter(make_letter(body=[("button", {"label": "Call me", "link": "tel:+48580000000"})]))
    assert 'href="tel:+48580000000"' in payload.html
    assert payload.links == ()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", " jAvAsCrIpT:alert(1)", "file:///x"]
)
def test_a_link_that_may_not_be_followed_leads_nowhere(link):
    payload = compile_letter(make_letter(body=[("button", {"label": "Go", "link": link}), ("text", f'<p><a href="{link}">there</a></p>')]))
    assert "alert" not in payload.html and "evil" not in payload.html
    assert payload.links == ()


def test_an_address_without_its_scheme_is_taken_as_https():
    assert compile_letter(make_letter(body=[("button", {"label": "Go", "link": "shop.example/x"})])).links == ("https://shop.example/x",)


ATTACKED = [
    ("heading", ATTACK),
    ("text", f"<p>{ATTACK}<b onclick='x()'>b</b></p>"),
    ("product", {"image": None, **dict.fromkeys(("alt", "name", "price", "text", "link", "link_label"), ATTACK)}),
    ("button", {"label": ATTACK, "link": "https://x.example/" + ATTACK}),
    ("quote", {"text": ATTACK, "who": ATTACK}),
    ("signature", {"sign_off": ATTACK}),
]


@pytest.mark.parametrize("block", ATTACKED, ids=lambda block: block[0])
def test_nothing_typed_becomes_markup(block):
    body = [block, ("text", "<p>{firstname|<b>}</p>")]
    letter = make_letter(make_seller("Anna <b>Nowak</b>"), subject=f"Hi {ATTACK}", preheader=ATTACK, body=body)
    tree = html.fromstring(compile_letter(letter).html)
    assert not list(tree.iter("script"))
    assert not [a for element in tree.iter() for a in element.attrib if a.startswith("on")]
    assert all(image.get("src", "").startswith("http://localhost:8000/media/") for image in tree.iter("img"))


def test_a_typed_mark_is_no_mark():
    typed = mark("link7") + "qZ" + mark("x") + "7m"
    payload = compile_letter(make_letter(subject=typed, body=[("heading", typed), ("text", f"<p>{typed} qZ7&#109;link9mZ7q</p>")]))
    assert marks_in(payload.html + payload.text + payload.subject) == {"unsubscribeurl", "preferencesurl"}


def test_fallbacks_are_the_writers_own_or_the_dictionarys():
    letter = make_letter(subject="For {firstname|my friend}", body=[("text", "<p>{salutation} {First_Name} {lastname}</p>")])
    payload = compile_letter(letter)
    assert payload.fallbacks == {"firstname": "my friend", "lastname": "", "salutation": "Hello"}
    assert marks_in(payload.text) >= {"firstname", "lastname", "salutation"}


def test_seller_fields_are_settled_before_freezing():
    letter = make_letter(
        make_seller("Anna O'Neil & Co"), subject="News from {sellerfirstname}, {shoptown}", body=[("heading", "{sellername}")]
    )
    payload = compile_letter(letter)
    assert payload.subject == "News from Anna, Gdańsk"
    assert "Anna O&#x27;Neil &amp; Co" in payload.html
    assert "Anna O'Neil & Co" in payload.text


def test_the_sender_is_the_person_at_the_brand(settings):
    settings.MAIL_DOMAIN = "letters.brand.example"
    seller = make_seller("Anna Nowak", reply_to="anna@shop.example")
    payload = compile_letter(make_letter(seller))
    assert payload.from_name == f"Anna Nowak at {BrandKit.load().name}"
    assert payload.from_address == f"{seller.mail_name}@letters.brand.example"
    assert payload.reply_to == "anna@shop.example"
    assert payload.list_id == compile_letter(make_letter(seller)).list_id == f"seller-{seller.pk}.letters.brand.example"
    assert payload.feedback_id.split(":")[1:3] == [str(seller.pk), "letter"]


def test_the_same_letter_compiles_to_the_same_bytes():
    letter = make_letter(body=every_block())
    one, other = compile_letter(letter), compile_letter(letter)
    assert one.to_bytes() == other.to_bytes()
    assert LetterPayload.from_bytes(one.to_bytes()) == one


def test_many_sellers_with_the_same_content_cost_one_inlining(monkeypatch):
    runs = []
    monkeypatch.setattr(inline, "_inline", lambda source: runs.append(source) or source)
    body = [("heading", "For {sellername}’s people"), ("text", "<p>From {sellerfirstname}</p>")]
    made = [compile_letter(make_letter(make_seller(name), body=body)) for name in ("Anna Nowak", "Ewa Lis", "Jan Król")]
    assert len(runs) == 1
    assert [payload.html.count("Ewa Lis") > 0 for payload in made] == [False, True, False]


def test_what_mail_programs_need_survives_inlining(payload):
    page = payload.html
    assert page.startswith("<!DOCTYPE html>") and page.lower().count("<!doctype") == 1
    assert page.count("<!--[if mso]>") == page.count("<![endif]-->") >= 4
    assert "@media (prefers-color-scheme:dark)" in page and "[data-ogsc]" in page
    assert re.search(r"max-width:540px\)\{\s*\.frame\{padding:8px 0 32px!important", page)
    assert 'name="color-scheme" content="light dark"' in page
    assert re.search(r'<td class="card"[^>]*bgcolor="#ffffff"', page)
    assert re.search(r"""class="preheader" style=["'][^"']*display:none""", page)


def test_a_letter_is_laid_out_by_tables_alone(payload):
    tree = html.fromstring(payload.html)
    assert [div.get("class") for div in tree.iter("div")] == ["preheader"]
    for table in tree.iter("table"):
        assert table.get("role") == "presentation"
        assert all(row.tag in ("tr", "tbody") for row in table.iterchildren(tag=html.etree.Element))
    for cell in tree.iter("td"):
        assert cell.getparent().tag == "tr"
    assert not [e.tag for e in tree.iter("link", "script", "iframe", "form", "svg", "video")]


def test_pictures_have_absolute_addresses_and_sizes(payload):
    pictures = list(html.fromstring(payload.html).iter("img"))
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.get("src").startswith("http://localhost:8000/media/")
        assert picture.get("alt")
        assert 0 < int(picture.get("width")) <= 536 and int(picture.get("height")) > 0


def test_a_letter_that_mail_programs_would_cut_off_is_refused():
    paragraph = "<p>" + "I thought of you and of what you said. " * 20 + "</p>"
    with pytest.raises(LetterTooBig, match="at most 100"):
        compile_letter(make_letter(body=[("text", paragraph * 130)]))


def test_style_sheets_from_elsewhere_never_reach_the_inliner(monkeypatch):
    seen = []

    class Fake:
        def __init__(self, source, **options):
            seen.append((source, options))

        def transform(self):
            return ""

    monkeypatch.setattr("premailer.Premailer", Fake)
    inline._inline(
        '<link rel="stylesheet" href="http://evil.example/x.css"><style>@import url(http://evil.example/y.css);p{color:red}</style>'
    )
    source, options = seen[0]
    assert "evil" not in source
    assert options["allow_network"] is False and options["strip_important"] is False


@pytest.mark.parametrize("width", [300, 1072])
def test_a_small_picture_is_never_blown_up(width):
    from tests.factories.newsletters import make_image

    body = [("picture", {"image": make_image(size=(width, 100)), "alt": "A jar", "caption": "", "link": ""})]
    (picture,) = html.fromstring(compile_letter(make_letter(body=body)).html).iter("img")
    assert int(picture.get("width")) == min(width, 536)
