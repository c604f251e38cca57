"""A seller writes, the guard stops a phrase, a lead approves, her customers receive, one of them leaves. All of it real."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.live import LiveStack

from .steps import Person, approve, begin_letter, findings, hand_in, mailboxes_with, readers_of, rewrite, send

GOOD = "Dear {firstname|friend}, I poured from the new jug all week and my table stayed dry. Come and try it with me."


def tell(browser: Any, stack: LiveStack, *, seller: str, subject: str, phone: bool = False) -> None:
    """The story from the first word to the last reader, at desktop or phone width."""
    before = readers_of(stack, seller)
    with Person(browser, stack, phone=phone).sign_in(seller) as writer:
        letter = write_until_it_is_clean(writer, subject)
        with Person(browser, stack, phone=phone).sign_in("helen") as lead:
            approve(lead, subject)
            assert lead.errors == []
        assert send(writer, letter) == len(before)
        assert writer.errors == []
    assert sorted(mailboxes_with(stack, subject)) == sorted(before)

    gone = min(before)
    leave(browser, stack, reader=gone, subject=subject, phone=phone)
    assert readers_of(stack, seller) == before - {gone}

    again = f"Once more: {subject}"
    with Person(browser, stack, phone=phone).sign_in(seller) as writer:
        letter = begin_letter(writer, subject=again, preheader="A week later", text=GOOD)
        hand_in(writer)
        with Person(browser, stack, phone=phone).sign_in("helen") as lead:
            approve(lead, again)
        send(writer, letter)
    assert sorted(mailboxes_with(stack, again)) == sorted(before - {gone})


def write_until_it_is_clean(writer: Person, subject: str) -> int:
    """She writes what she may not, sees why, and cannot hand it in; then she writes what she saw herself."""
    text = "Dear {firstname|friend}, this jug is guaranteed never to drip."
    letter = begin_letter(writer, subject=subject, preheader="From the shelf by the window", text=text)
    expect(findings(writer)).to_contain_text("We cannot promise")
    hand_in(writer)
    expect(findings(writer)).to_contain_text("We cannot promise")
    rewrite(writer, GOOD)
    expect(findings(writer)).not_to_contain_text("We cannot promise")
    hand_in(writer)
    expect(writer.page.locator(".letters__one").filter(has_text=subject)).to_contain_text("With head office")
    return letter


def leave(browser: Any, stack: LiveStack, *, reader: str, subject: str, phone: bool) -> None:
    """A reader opens the letter in her mailbox, follows its leave link and presses the button."""
    with Person(browser, stack, phone=phone) as person:
        page = person.open(f"/inbox/?to={reader}")
        page.get_by_role("link", name=re.compile(re.escape(subject))).first.click()
        with page.expect_popup() as opened:
            page.frame_locator("iframe").get_by_role("link", name=re.compile("unsubscribe", re.IGNORECASE)).first.click()
        leaving = opened.value
        leaving.get_by_role("button", name=re.compile("leave|unsubscribe|yes, no more letters", re.IGNORECASE)).first.click()
        expect(leaving.get_by_text(re.compile("you have left|no more letters|taken you off", re.IGNORECASE)).first).to_be_visible()


def test_the_whole_story_on_one_machine_without_servers(browser, live_stack):
    tell(browser, live_stack, seller="anna", subject="A jug that pours where I want")


def test_the_whole_story_on_a_phone(browser, live_stack):
    tell(browser, live_stack, seller="jonas", subject="Two cups from one morning", phone=True)


@pytest.mark.postgres
def test_the_whole_story_on_postgresql_with_workers(browser, full_stack):
    tell(browser, full_stack, seller="anna", subject="A jug that pours where I want")
