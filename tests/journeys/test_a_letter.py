"""A letter by one who has never heard of campaigns: from her home to head office, with a picture, and through a dead spot."""

import re

from playwright.sync_api import expect

from tests.desk.test_pictures import phone_picture
from tests.support.browser import WATCHED, WATCHING, WIDER, wait_until

from .steps import BOTH, EDITOR, Person, begin_letter, hand_in, type_in_editor

WORDS = "I drink the first cup standing, before the door is open."
KEPT = "words => Object.values(localStorage).some(kept => kept.includes(words))"


@BOTH
def test_her_home_says_whom_to_write_to_where_her_letters_stand_and_how_the_last_one_went(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("frieda") as frieda:
        page = frieda.page
        expect(page.get_by_role("heading", name="For you today")).to_be_visible()
        assert page.locator("#now ~ .desk-list .desk-row p").count() > 2  # each with its reason
        for part in ("Your letters", "How the last one went", "Your customers", "Ideas from head office"):
            expect(page.get_by_role("heading", name=part)).to_be_visible()
        expect(page.get_by_role("link", name="Write a letter")).to_have_count(1)
        said = page.locator("body").inner_text().lower()
        assert not [word for word in ("page tree", "publish", "snippet", "workflow", "campaign", "segment") if word in said]
        assert page.evaluate(WIDER) <= 0 and frieda.errors == []


@BOTH
def test_a_letter_begun_from_an_idea_gets_words_and_a_picture_is_seen_and_handed_in(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("marta" if phone else "callum") as writer:
        page = writer.open("/admin/write/")
        page.get_by_role("button", name=re.compile("^A present that can be brought back")).click()
        page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
        subject = f"For the undecided, {'by phone' if phone else 'at a desk'}"
        page.locator("#id_subject").fill(subject)
        page.locator("#id_preheader").fill("It can come back")
        page.locator(EDITOR).first.click()
        page.keyboard.press("Control+End")
        type_in_editor(page, WORDS)
        if phone:
            take_a_picture(writer)
        page.get_by_role("button", name="See it" if phone else "Toggle preview").click()
        expect(page.frame_locator("#w-preview-iframe").locator("body")).to_contain_text(WORDS)
        if phone:
            expect(page.frame_locator("#w-preview-iframe").get_by_alt_text("Three tins on the counter")).to_be_visible()
            page.get_by_role("button", name="See it").click()
        hand_in(writer)
        expect(page.locator(".letters__one").filter(has_text=subject)).to_contain_text("With head office")
        assert writer.errors == []


def take_a_picture(writer: Person) -> None:
    """From the camera, lying on its side; without words for it nothing goes into the letter."""
    page = writer.page
    page.get_by_role("button", name="Picture").click()
    page.get_by_label("Take one").set_input_files([{"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": phone_picture()}])
    put = page.get_by_role("button", name="Put it into the letter")
    put.click()
    expect(page.get_by_text("Say in a few words what is in it")).to_be_visible()
    page.get_by_label("What is in the picture?").last.fill("Three tins on the counter")
    put.click()
    expect(page.locator("dialog[open]")).to_have_count(0)


@BOTH
def test_a_letter_begins_from_her_own_last_one(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("frieda") as frieda:
        page = frieda.open("/admin/write/")
        page.get_by_role("button", name=re.compile("^How I lay a table for twelve.*Sent")).click()
        page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
        expect(page.locator("#id_subject")).to_have_value(re.compile("^How I lay a table"))
        assert page.locator(EDITOR).first.inner_text().strip()


@BOTH
def test_words_typed_without_a_connection_are_offered_again(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("tom") as tom:
        tom.context.add_init_script(WATCHING)
        begin_letter(tom, subject=f"In the cellar {phone}", preheader="No bars here", text="Dear friend, good iron.")
        page, address = tom.page, tom.page.url.split("?")[0]
        wait_until(page, WATCHED)
        page.wait_for_timeout(1_500)
        tom.context.set_offline(True)
        page.keyboard.type(f" {WORDS}")
        wait_until(page, KEPT, WORDS)
        tom.context.set_offline(False)
        page.close(run_before_unload=False)
        again = tom.context.new_page()
        again.goto(address)
        expect(again.get_by_text(re.compile("that could not be saved"))).to_be_visible()
        wait_until(again, WATCHED)
        again.get_by_role("button", name="Put it back").click()
        expect(again.locator(EDITOR).first).to_contain_text(WORDS)


@BOTH
def test_an_assistant_sees_a_made_up_reader_with_her_own_name_across_the_letter(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("lucy") as lucy:
        page = lucy.page
        page.get_by_role("link", name="A pot for one").first.click()
        page.locator("[data-contentpath=body]").first.wait_for()
        page.get_by_role("button", name="See it" if phone else "Toggle preview").click()
        letter = page.frame_locator("#w-preview-iframe")
        expect(letter.locator("body")).to_contain_text("Maria")
        assert "seen%20by%20Lucy%20Grant" in letter.locator("html").inner_html()
        assert not re.search(r"\w+@home\.example", page.content())
