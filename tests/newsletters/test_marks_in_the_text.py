"""In a real browser: what was found is marked in the text within 300 ms of the last key, and nothing that she typed changes or is lost."""

import json
import time

import pytest
from django.urls import reverse

from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from tests.factories.brandguard import live_rule
from tests.factories.newsletters import make_letter
from tests.support.browser import PHONE, WATCHED, WATCHING, sign_in, wait_until

# One test, since a committed database is emptied after it.
pytestmark = pytest.mark.django_db(transaction=True)
MARKS = "[...CSS.highlights].flatMap(([name, marks]) => [...marks].map((range) => [name, range.toString()]))"
FIELD = "document.querySelector('input[name=body-0-value]').value"
# How long after the last key the marks stood there, by the browser's own clock. The machine of a test may be busy with others.
CLOCK = """
  window.took = [];
  let last = 0;
  document.addEventListener("keyup", () => { last = performance.now(); }, true);
  document.addEventListener("letter:checked", () => requestAnimationFrame(() => window.took.push(performance.now() - last)));
"""


def until(page, expression, wanted):
    """The page's policy forbids Playwright's own waiting for an expression."""
    deadline = time.monotonic() + 30
    while (found := page.evaluate(expression)) != wanted:
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(50)


def test_words_are_marked_where_they_stand_and_stay_as_typed(page, live_server, client):
    live_rule(exceptions=[{"text": "guarantee card"}], examples=_examples())
    letter = make_letter(body=[("text", "<p>I thought of you.</p>"), ("quote", {"text": "It is a guarantee.", "who": "Zofia"})])
    client.force_login(letter.seller.user)
    sign_in(page.context, client, live_server.url)
    page.add_init_script(WATCHING)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[letter.pk]))
    wait_until(page, WATCHED)
    page.evaluate(CLOCK)

    text = page.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" The guarantee card is a guarantee.")
    until(page, MARKS, [["letter-block", "guarantee"]])
    assert page.locator(".letter-mark--block").all_inner_texts() == ["guarantee"]
    place = page.evaluate("() => [...CSS.highlights.get('letter-block')][0].startOffset")
    typed = "I thought of you. The guarantee card is a guarantee."
    assert place == typed.rindex("guarantee")
    assert text.inner_text().strip() == typed
    assert [block["text"] for block in json.loads(page.evaluate(FIELD))["blocks"]] == [typed]
    assert min(page.evaluate("window.took")) < 300

    page.keyboard.type(" And")
    page.locator("#id_subject").fill("A guarantee")
    until(page, "document.querySelectorAll('.letter-mark--block').length", 2)
    assert page.locator("#id_subject").input_value() == "A guarantee"
    for size in (PHONE, {"width": 1280, "height": 900}):
        page.set_viewport_size(size)
        page.wait_for_timeout(100)
        mark, field = (page.locator(which).first.bounding_box() for which in ("#id_subject ~ .letter-mirror .letter-mark", "#id_subject"))
        assert field["x"] < mark["x"] < field["x"] + field["width"]
        assert field["y"] <= mark["y"] <= field["y"] + field["height"]

    # Autosave has it, in plain words.
    deadline = time.monotonic() + 30
    while (kept := as_written(LetterPage.objects.get(pk=letter.pk))).subject != "A guarantee" and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    assert kept.subject == "A guarantee"
    assert "The guarantee card is a guarantee. And" in kept.body[0].value.source
    assert "mark" not in kept.body[0].value.source


def _examples():
    return {"hit": ["A guarantee", "guarantee this"], "miss": ["We do our best", "Come and see"], "excused": ["Her guarantee card"]}
