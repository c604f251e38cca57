"""Merge fields: a fixed dictionary, typed in braces, never a template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.company.greetings import WARM
from sellers.newsletters.marks import FIELDS, MARK, WRITABLE, fallbacks, fill, mark, replace_tokens, tokens, with_marks, without_marks


@pytest.mark.parametrize("typed", ["{firstname}", "{first_name}", "{FirstName}", "{ firstname }", "{firstname|}", "{firstname|my friend}"])
def test_a_field_may_be_typed_as_people_type(typed):
    assert with_marks(f"Dear {typed}!") == f"Dear {mark('firstname')}!"


@pytest.mark.parametrize(
    "typed",
    [
        "{unsubscribeurl}",
        "{nobody}",
        "{{ x }}",
        "{% if %}",
        "{firstname.__class__}",
        "{0}",
        "{firstname!r}",
        "{firstname:>9}",
        "${firstnam}",
    ],
)
def test_nothing_else_is_a_field(typed):
    assert with_marks(typed) == typed


def test_the_first_fallback_typed_is_the_letters():
    assert fallbacks(["{firstname}", "{firstname|friend}", "{firstname|dear}"], WARM["en"])["firstname"] == "friend"
    assert fallbacks([], WARM["en"]) == {"firstname": "there", "lastname": "", "salutation": "Hello"}


def test_writers_are_offered_every_field_but_links():
    assert {field.key for field in WRITABLE} == {key for key, field in FIELDS.items() if field.kind != "link"}


def test_marks_are_filled_and_unknown_ones_stay():
    assert fill(f"{mark('firstname')} {mark('link0')}", {"firstname": "Ola"}) == f"Ola {mark('link0')}"


def test_a_value_that_looks_like_a_mark_is_not_filled_again():
    assert fill(mark("firstname"), {"firstname": mark("lastname"), "lastname": "x"}) == mark("lastname")


@given(st.text(alphabet="qZ7mab{}|", max_size=60))
def test_typed_text_never_holds_a_mark(text):
    assert not MARK.search(without_marks(text))


@given(st.text(max_size=200))
def test_text_without_known_fields_stays_as_it_is(text):
    if not any(token.known for token in tokens(text)):
        assert replace_tokens(text, lambda token: "X") == text
