"""What the guard reads is everything a reader sees; the fingerprint tells every change."""

import re

import pytest

from brandguard.documents import Document
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.document import letter_document
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import fingerprint
from tests.factories.brandguard import approved_version
from tests.factories.newsletters import every_block, make_image, make_letter
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    version = approved_version(body="<h3>Hours</h3><p>Nine to five, see <a href='https://shop.example/hours'>here</a>.</p>")
    return letter_document(make_letter(body=every_block(approved=version), preheader="Kept back for {firstname}"))


def texts(document: Document, scope: str) -> list[str]:
    return [part.text for part in document.parts if part.scope == scope]


def test_every_scope_holds_what_stands_there(document):
    assert texts(document, "subject") == ["Something for you, friend"]
    assert texts(document, "preheader") == ["Kept back for friend"]
    assert texts(document, "heading") == ["A quiet hour for your skin", "Night cream", "Hours"]
    assert texts(document, "list") == ["Try it", "Keep what you like"]
    assert texts(document, "button") == ["Book your hour"]
    assert texts(document, "alt") == ["Three jars on a shelf", "A jar of night cream"]
    assert [name.endswith(".png") for name in texts(document, "file_name")] == [True, True]
    assert texts(document, "link_text") == ["Have a look"]
    assert "See you in the shop" in texts(document, "signature")[0]
    assert "1 High Street" in texts(document, "footer")[0]
    assert texts(document, "body") == [
        "I thought of you, friend, when the new creams came in.",
        "In the shop since Monday",
        "89 zł",
        "I use it myself.",
        "My skin has never been calmer.",
        "Zofia, a customer",
        "Nine to five, see here.",
    ]


def test_every_picture_is_told_with_its_words_and_its_file(document):
    alts, files = ({part.location: part.text for part in document.parts if part.scope == scope} for scope in ("alt", "file_name"))
    assert [alts[picture.location] for picture in document.pictures] == texts(document, "alt")
    assert [picture.file for picture in document.pictures] == list(files.values())


def test_a_picture_without_words_has_its_place_in_the_letter():
    letter = make_letter(body=[("picture", {"image": make_image(), "alt": "", "caption": "", "link": ""})])
    (picture,) = letter_document(letter).pictures
    assert picture.alt == "" and picture.location.startswith(f"body/{letter.body[0].id}/")


def test_the_text_part_is_a_part_of_its_own(document):
    (plain,) = texts(document, "plain")
    assert "Book your hour:\nhttps://shop.example/book" in plain and "qZ7m" not in plain


def test_links_carry_what_is_clicked_and_where_it_leads(document):
    assert [(link.text, link.target) for link in document.links] == [
        ("what you like", "https://shop.example/creams?a=1&b=2"),
        ("Have a look", "https://shop.example/night"),
        ("Book your hour", "https://shop.example/book"),
        ("here", "https://shop.example/hours"),
    ]


def test_approved_texts_are_named_with_their_version(document):
    assert document.blocks == (("opening-hours", 1),)
    assert {part.block for part in document.parts if "Nine to five" in part.text and part.scope == "body"} == {"opening-hours"}


def test_every_part_has_a_place_of_its_own(document):
    places = [part.location for part in document.parts]
    assert len(places) == len(set(places))


def test_a_word_split_over_tags_is_one_word_to_the_guard():
    letter = make_letter(body=[("text", "<p>gua<b>ran</b><i>tee</i>d&nbsp;&amp; sure</p>")])
    assert texts(letter_document(letter), "body") == ["guaranteed & sure"]


@pytest.mark.parametrize("field", ["{lastname}", "{firstname|}", "{firstname|ran}"])
def test_a_word_split_by_a_merge_field_is_what_a_reader_without_one_sees(field):
    letter = make_letter(body=[("heading", f"gua{field}tee")])
    assert texts(letter_document(letter), "heading")[0] in ("guatee", "guarantee")


def words(texts) -> set[str]:
    return set(re.findall(r"\w+", " ".join(texts)))


def test_everything_the_reader_sees_in_the_mail_is_seen_by_the_guard(document):
    """Words of the compiled HTML that stand in no part are the theme's own, the same in every letter."""
    from lxml import html

    from sellers.newsletters.preview import shown

    letter = LetterPage.objects.get()
    page = html.fromstring(shown(compile_letter(letter, inline=False)).html)
    for style in list(page.iter("style")):
        style.getparent().remove(style)
    theme = "A letter from · Read on the web Unsubscribe You get this because you asked at The Brand to write What you get, and how often"
    assert words(page.itertext()) - words(part.text for part in document.parts) - words([theme]) == set()


def changes():
    image = make_image
    return {
        "subject": lambda letter: setattr(letter, "subject", "Other"),
        "preview line": lambda letter: setattr(letter, "preheader", "Other"),
        "a word": lambda letter: setattr(letter, "body", [("heading", "A quiet hour for your Skin")]),
        "order": lambda letter: setattr(letter, "body", list(reversed(letter.body.get_prep_value()))),
        "one block less": lambda letter: setattr(letter, "body", letter.body.get_prep_value()[1:]),
        "another picture": lambda letter: letter.body[2].value.__setitem__("image", image("Another", colour="#000000")),
    }


@pytest.mark.parametrize("what", changes())
def test_the_fingerprint_tells_every_change(what):
    letter = make_letter(body=every_block())
    before = fingerprint(letter)
    assert before == fingerprint(LetterPage.objects.get(pk=letter.pk)) == fingerprint(letter.get_latest_revision_as_object())
    changes()[what](letter)
    assert fingerprint(letter) != before


def test_the_fingerprint_tells_when_a_pictures_file_is_exchanged():
    picture = make_image()
    letter = make_letter(body=every_block(picture))
    before = fingerprint(letter)
    picture.file_hash = "0" * 40
    picture.save()
    assert fingerprint(LetterPage.objects.get(pk=letter.pk)) != before


def test_region_and_seller_are_facts_for_the_rules():
    seller = make_seller()
    facts = {"region": seller.shop.region.code, "role": "seller", "group": f"seller:{seller.pk}"}
    assert letter_document(make_letter(seller)).facts == facts
