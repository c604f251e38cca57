"""Writing, in a real browser: findings come while she types, a click puts one right, the preview follows, nothing breaks the policy."""

import re

import pytest
from django.urls import reverse

from tests.factories.audience import make_reader
from tests.factories.brandguard import live_rule
from tests.factories.newsletters import make_letter
from tests.support.browser import PHONE, axe_violations, sign_in

# One test, since a committed database is emptied after it.
pytestmark = pytest.mark.django_db(transaction=True)


def test_she_is_told_while_she_types_puts_it_right_by_a_click_and_sees_it_as_a_reader(page, live_server, client):
    live_rule(fix="promise")
    letter = make_letter()
    make_reader(letter.seller, "Halina", last_name="Wójcik")
    client.force_login(letter.seller.user)
    sign_in(page.context, client, live_server.url)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[letter.pk]))

    page.click("[data-side-panel-toggle=findings]")
    text = page.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" I guarantee it.")
    page.get_by_text("We promise only what we can keep.").wait_for()
    assert page.locator("[data-side-panel-toggle=findings] [data-side-panel-toggle-counter]").inner_text() == "1"
    assert axe_violations(page, context="[data-letter-findings]") == []
    page.get_by_role("button", name="Write “promise”").click()
    page.get_by_text("It reads well.").wait_for()
    assert text.inner_text().strip().endswith("I promise it.")

    page.click("[data-side-panel-toggle=preview]")
    frame = page.frame_locator("#w-preview-iframe")
    frame.get_by_text(re.compile("I thought of you, Maria,")).wait_for()
    page.select_option("#id_preview_mode", label="Halina Wójcik")
    frame.get_by_text(re.compile("I thought of you, Halina,")).wait_for()
    page.select_option("#id_preview_mode", "text")
    frame.get_by_text(re.compile("No more letters from Anna")).wait_for()

    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert complaints == []
