"""What the letter itself tells its writer."""

import pytest

from sellers.newsletters.advice import own_findings
from tests.factories.newsletters import every_block, make_image, make_letter
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
LONG = "New creams came in on Monday and they are on the shelf beside the door until Friday"


def told(**fields):
    return {finding.rule.removeprefix("letter."): finding for finding in own_findings(make_letter(**fields))}


def test_a_good_letter_is_told_nothing():
    assert told(body=every_block()) == {}


def test_an_unknown_field_is_named_and_the_known_ones_listed():
    finding = told(body=[("text", "<p>Dear {fristname}, I am here</p>")])["unknown-field"]
    assert finding.blocks and finding.message.startswith("{fristname} is not a field")
    assert "{firstname}" in finding.message and "unsubscribeurl" not in finding.message


@pytest.mark.parametrize("field", ["{unsubscribeurl}", "{{firstname}}x{evil()}", "{first<b>name</b>}", "{% now %}", "{firstname"])
def test_what_looks_like_a_field_and_is_none_is_shown(field):
    found = told(body=[("text", f"<p>I say {field}</p>")])
    assert found.keys() & {"unknown-field", "loose-bracket"} or field == "{first<b>name</b>}"


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("no-subject", {"subject": "  "}),
        ("empty", {"body": []}),
        ("empty", {"body": [("divider", None)]}),
        ("no-link", {"body": [("button", {"label": "Go", "link": ""})]}),
        ("bad-link", {"body": [("button", {"label": "Go", "link": "javascript:x"})]}),
        ("empty-button", {"body": [("button", {"label": " ", "link": "https://x.example"})]}),
        ("no-picture", {"body": [("picture", {"image": None, "alt": "", "caption": "", "link": ""})]}),
        ("no-approved-text", {"body": [("approved", None)]}),
    ],
)
def test_what_cannot_go_out_blocks(rule, fields):
    assert told(**fields)[rule].blocks


def test_a_picture_without_words_for_those_who_do_not_see_it_blocks():
    body = [("picture", {"image": make_image(), "alt": " ", "caption": "", "link": ""})]
    assert told(body=body)["no-alt"].blocks


@pytest.mark.parametrize(("length", "advised"), [(60, False), (61, True)])
def test_a_long_subject_is_advice_only(length, advised):
    found = told(subject="x" * length)
    assert ("long-subject" in found) is advised
    assert not any(finding.blocks for finding in found.values())


@pytest.mark.parametrize(
    ("language", "text", "advised"),
    [
        ("en", LONG, True),
        ("en", f"{LONG}, I kept one for you", False),
        ("de", "Neue Cremes sind am Montag gekommen und stehen im Regal neben der Tür bis Freitag", True),
        ("de", "Neue Cremes sind am Montag gekommen und ich habe eine für Sie zurückgelegt bis Freitag", False),
        ("pl", "Nowe kremy przyjechały w poniedziałek i stoją na półce przy drzwiach do samego piątku wieczorem", True),
        ("pl", "Nowe kremy przyjechały w poniedziałek i odłożyłam jeden dla Pani na półce do piątku", False),
        ("fi", LONG, False),
    ],
)
def test_a_letter_nobody_speaks_in_gets_a_note(language, text, advised):
    seller = make_seller()
    seller.shop.language = language
    assert ("first-person" in told(seller=seller, body=[("text", f"<p>{text}</p>")])) is advised


def test_two_fallbacks_for_one_field_are_pointed_out():
    assert "two-fallbacks" in told(subject="For {firstname|friend}", body=[("text", "<p>I say {firstname|you}</p>")])
