"""The editor in one hand: tools under the thumb, a picture from the camera, and words that survive a dead spot."""

import re

import pytest
from playwright.sync_api import expect

from sellers.newsletters.queries import as_written
from tests.desk.test_pictures import phone_picture
from tests.factories.newsletters import make_letter
from tests.support.browser import PHONE, WATCHED, WATCHING, axe_violations, sign_in, wait_for, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The first green tea of the year is here."


@pytest.fixture
def just_open(browser, live_server, client):
    """A phone on which the writer of `letter` is signed in."""
    letter = make_letter(body=[("text", "<p>Dear friend,</p>"), ("signature", {"sign_off": ""})])
    client.force_login(letter.seller.user)
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(context, client, live_server.url)
    context.add_init_script("document.addEventListener('w-autosave:success', () => { window.deskSaved = true; });")
    context.add_init_script(WATCHING)
    page = context.new_page()
    page.letter, page.address = letter, f"{live_server.url}/admin/pages/{letter.pk}/edit/"
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(page.address)
    page.locator(".desk-tools").wait_for()
    yield page
    context.close()


@pytest.fixture
def phone(just_open):
    """The same, two seconds later: Wagtail sees now what she types."""
    wait_until(just_open, WATCHED)
    return just_open


def type_at_the_end(page, words):
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {words}")


def hold_the_next_save(page):
    return hold_the_next_post(page, "/edit/")


def hold_the_next_post(page, path):
    held = []

    def meet(route):
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(path), meet)
    return held


def saved_words(page):
    page.letter.refresh_from_db()
    return str(as_written(page.letter).body[0].value)


def test_words_typed_before_wagtail_looks_are_saved_without_another_key(just_open):
    type_at_the_end(just_open, WORDS)
    assert not just_open.evaluate("Boolean(window.editsAreWatched)")
    wait_until(just_open, "window.deskSaved")
    assert WORDS in saved_words(just_open)


def test_words_typed_while_a_save_is_on_its_way_are_saved_too(phone):
    held = hold_the_next_save(phone)
    type_at_the_end(phone, "First.")
    wait_for(phone, lambda: held, what="a save")
    phone.keyboard.type(f" {WORDS}")
    held[0].continue_()
    wait_until(phone, "window.deskSaved")
    phone.evaluate("window.deskSaved = false")
    wait_until(phone, "window.deskSaved")
    assert f"First. {WORDS}" in saved_words(phone)


def test_opening_a_letter_saves_nothing(phone):
    phone.wait_for_timeout(1_500)
    assert not phone.evaluate("Boolean(window.deskSaved)")


def test_a_picture_goes_from_the_camera_into_the_letter_with_its_words(phone):
    phone.get_by_role("button", name="Picture").click()
    assert axe_violations(phone, context="dialog") == []
    camera = phone.get_by_label("Take one")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/*")
    camera.set_input_files([{"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": phone_picture()}])
    put = phone.get_by_role("button", name="Put it into the letter")
    put.click()
    expect(phone.get_by_text("Say in a few words what is in it")).to_be_visible()
    phone.get_by_label("What is in the picture?").last.fill("Three tins on the counter")
    put.click()
    expect(phone.locator("dialog[open]")).to_have_count(0)
    wait_until(phone, "window.deskSaved")
    phone.letter.refresh_from_db()
    kinds = [(block.block_type, block.value) for block in as_written(phone.letter).body]
    assert [kind for kind, _ in kinds] == ["text", "picture", "signature"]
    assert kinds[1][1]["alt"] == "Three tins on the counter"
    assert phone.complaints == []


def test_words_typed_without_a_connection_are_offered_again(phone):
    phone.context.set_offline(True)
    type_at_the_end(phone, WORDS)
    wait_until(phone, "words => Object.values(localStorage).some(kept => kept.includes(words))", WORDS)
    phone.context.set_offline(False)
    phone.evaluate("window.onbeforeunload = null")
    again = phone.context.new_page()
    phone.close(run_before_unload=False)
    again.goto(phone.address)
    expect(again.get_by_text(re.compile("that could not be saved"))).to_be_visible()
    wait_until(again, WATCHED)
    again.get_by_role("button", name="Put it back").click()
    expect(again.locator(".public-DraftEditor-content").first).to_contain_text(WORDS)
    wait_until(again, "window.deskSaved")
    wait_until(again, "() => !Object.keys(localStorage).some(key => key.startsWith('desk-letter-'))")
    assert WORDS in saved_words(phone)


def test_the_tools_say_what_happens_next_and_open_what_they_name(phone):
    assert "Head office reads it" in phone.locator(".desk-tools").inner_text()
    phone.get_by_role("button", name="See it").click()
    expect(phone.locator("#w-preview-iframe")).to_be_visible()
    phone.get_by_role("button", name="See it").click()
    phone.get_by_role("button", name="To look at").click()
    expect(phone.locator("[data-letter-findings]")).to_be_visible()
    for tool in phone.locator(".desk-tools button").all():
        assert tool.bounding_box()["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("release", ["before", "after"])
def test_handing_in_while_a_save_is_on_its_way(phone, release):
    """The press counts, whether the save comes back before or after it."""
    held = hold_the_next_save(phone)
    type_at_the_end(phone, WORDS)
    wait_for(phone, lambda: held, what="a save")
    hand_in = phone.locator(".desk-tool--main")
    if release == "before":
        held[0].continue_()
        with phone.expect_event("load", timeout=15_000):
            hand_in.click()
    else:
        with phone.expect_event("load", timeout=15_000):
            hand_in.click()
            phone.wait_for_timeout(300)
            held[0].continue_()
    assert WORDS in saved_words(phone)
    assert phone.letter.current_workflow_state is not None


def test_her_own_save_is_never_taken_for_somebody_elses(phone):
    """Wagtail asks who else saved; an answer that her own save overtook would name her, and stop her at handing in."""
    held, answered = hold_the_next_post(phone, "/editing-sessions/ping/"), []
    for end in ("requestfinished", "requestfailed"):
        phone.on(end, lambda request: answered.append(request) if "/ping/" in request.url else None)
    phone.evaluate("document.querySelector('.w-editing-sessions').dispatchEvent(new CustomEvent('w-session:visible'))")
    wait_for(phone, lambda: held, what="the question who else saved")
    type_at_the_end(phone, WORDS)
    wait_until(phone, "window.deskSaved")
    held[0].continue_()
    wait_for(phone, lambda: answered, what="its answer")
    phone.wait_for_timeout(200)
    with phone.expect_event("load", timeout=15_000):
        phone.locator(".desk-tool--main").click()
    assert phone.letter.current_workflow_state is not None
