"""A reader's whole way with one seller, in her browser: she says yes, says how often, sees what is kept, leaves, answers, comes back."""

import re

from playwright.sync_api import expect

from hub.demo.inbox.store import Search, Store
from tests.support.browser import WIDER

from .steps import BOTH, Person, confirm, link_in_mail, readers_of, subscribe


@BOTH
def test_she_follows_a_person_says_how_often_and_leaves_when_she_likes(browser, live_stack, phone):
    address = f"rosa.{'phone' if phone else 'desk'}@post.example"
    with Person(browser, live_stack, phone=phone) as rosa:
        subscribe(rosa, seller="tom-ashworth", name="Rosa", address=address)
        page = confirm(rosa, address=address)
        page.get_by_role("link", name="Whom I follow").click()

        page.get_by_text("How often, and about what").click()
        page.get_by_label("at most one a month").check()
        page.get_by_role("button", name="Save", exact=True).first.click()
        page.get_by_text("How often, and about what").click()
        expect(page.get_by_label("at most one a month")).to_be_checked()

        page.get_by_role("link", name="Show me everything").click()
        expect(page.get_by_role("heading", name="Why do I get these letters?")).to_be_visible()
        page.get_by_text("What I agreed to, and when").click()
        expect(page.locator(".events")).to_contain_text("Tom Ashworth")
        with page.expect_download() as file:
            page.get_by_role("button", name="Take everything with me as a file").click()
        assert address in file.value.path().read_text()
        assert page.evaluate(WIDER) <= 0

        page.go_back()
        page.get_by_role("button", name=re.compile("^Leave")).click()
        expect(page.get_by_text("I have left")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Come back")).click()
        expect(page.get_by_role("status")).to_contain_text("Look into your mailbox")


@BOTH
def test_leaving_asks_once_why_and_can_be_taken_back_at_once(browser, live_stack, phone):
    """From a letter in her mailbox, as every reader leaves."""
    got_one = {line.reader for line in Store(live_stack.folder / "inbox").find(Search(kind="letters"), limit=10_000)}
    address = sorted(got_one & readers_of(live_stack, "anna"))[int(phone)]
    with Person(browser, live_stack, phone=phone) as vera:
        page = link_in_mail(vera, to=address, kind="letters", link="unsubscribe|leave")
        page.get_by_role("button", name=re.compile("^Yes, no more letters from")).click()
        expect(page.get_by_role("heading", name="You have left")).to_be_visible()
        assert address not in readers_of(live_stack, "anna")
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Send the answer").click()
        expect(page.get_by_role("status")).to_contain_text("counted without your name")
        assert page.get_by_role("radio").count() == 0
        page.get_by_role("button", name=re.compile("by mistake")).click()
        expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
        assert page.evaluate(WIDER) <= 0


@BOTH
def test_her_letters_can_be_read_passed_on_and_followed_without_a_subscription(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone) as passer_by:
        page = passer_by.open("/anna-nowak/letters/")
        page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
        expect(page.get_by_role("heading", name="Pass it on")).to_be_visible()
        by_mail = page.get_by_role("link", name="By e-mail").get_attribute("href")
        assert by_mail.startswith("mailto:") and "anna-nowak" in by_mail
        page.get_by_role("link", name=re.compile("To the page of Anna")).click()
        with page.expect_download() as card:
            page.get_by_role("link", name="Add me to your contacts").click()
        assert "BEGIN:VCARD" in card.value.path().read_text()
        feed = page.request.get(live_stack.origin + page.get_by_role("link", name="Follow by RSS").get_attribute("href"))
        assert feed.ok and "<rss" in feed.text()
