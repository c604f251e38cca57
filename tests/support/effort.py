"""Counts taps and keystrokes of a seller's ten commonest tasks on a phone: `python -m tests.support.effort` writes them into docs/ux.md.

Each task starts where she stands anyway: on her home, or with a customer's card open. Whatever the browser does by itself (suggestions,
dictation) is not counted in her favour: every character typed is a keystroke.
"""

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.steps import EDITOR, Person
from tests.support.browser import launched
from tests.support.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Locator

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ux.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
LETTER = "The first green tea of the year is here. I open the tin on Saturday at ten; come and taste it with me. What are you drinking now?"


@dataclass
class Hand:
    """A hand with a phone in it: every tap and every key is counted."""

    person: Person
    taps: int = 0
    keys: int = 0
    seconds: float = field(default_factory=time.monotonic)

    def tap(self, what: "Locator") -> None:
        what.click()
        self.taps += 1

    def type(self, where: "Locator", words: str, *, focused: bool = False) -> None:
        """Tap the field unless the screen has put her into it, and type."""
        if not focused:
            self.tap(where)
        self.person.page.keyboard.type(words)
        self.keys += len(words)

    def bar(self, label: str) -> None:
        """One of the five places under the thumb."""
        self.tap(self.person.page.locator(".desk-bar").get_by_role("link", name=label))
        self.person.page.wait_for_load_state()


def see_whom_to_write_to(hand: Hand) -> None:
    expect(hand.person.page.get_by_role("heading", name="For you today")).to_be_visible()


def add_a_customer(hand: Hand) -> None:
    page = hand.person.page
    hand.bar("Customers")
    hand.tap(page.get_by_role("link", name="Add a customer"))
    hand.type(page.get_by_label("First name"), "Zosia")
    hand.type(page.get_by_label("E-mail address"), "zosia@post.example")
    hand.tap(page.get_by_role("button", name="Add and ask by mail"))
    expect(page.get_by_role("heading", name="Zosia is in your book")).to_be_visible()


def find_a_card(hand: Hand) -> None:
    page = hand.person.page
    hand.bar("Customers")
    hand.type(page.get_by_label("Find a customer"), "blue gl")
    found = page.locator("[data-desk-rows] a")
    expect(found).not_to_have_count(50)
    hand.tap(found.first)
    expect(page.get_by_role("heading", name="What you know")).to_be_visible()


def note_something(hand: Hand) -> None:
    page = hand.person.page
    hand.tap(page.get_by_text("Remember something"))
    hand.type(page.locator("#id_note_text"), "Wants two of the small cups")
    hand.tap(page.get_by_role("button", name="Keep it"))
    expect(page.locator(".desk-time")).to_contain_text("two of the small cups")


def plan_a_call(hand: Hand) -> None:
    page = hand.person.page
    hand.tap(page.get_by_text("Plan something"))
    hand.type(page.locator("#id_task_text"), "The cups are here")
    hand.tap(page.get_by_role("button", name="Plan it"))
    expect(page.get_by_role("heading", name="Planned")).to_be_visible()


def tick_off(hand: Hand) -> None:
    page = hand.person.page
    before = page.locator(".desk-tick").count()
    hand.tap(page.locator(".desk-tick").first)
    expect(page.locator(".desk-tick")).to_have_count(before - 1)


def put_off(hand: Hand) -> None:
    page = hand.person.page
    before = page.locator(".desk-tick").count()
    hand.tap(page.locator(".desk-later summary").first)
    hand.tap(page.get_by_role("button", name="In a week").first)
    expect(page.locator(".desk-tick")).to_have_count(before - 1)


def answer_a_mail(hand: Hand) -> None:
    page = hand.person.page
    hand.tap(page.get_by_role("link", name="Answer", exact=True).first)
    expect(page.locator("#id_text")).to_be_focused()
    hand.type(page.locator("#id_text"), "It is yours. See you on Saturday, Anna", focused=True)
    hand.tap(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_text("is on its way").first).to_be_visible()


def write_a_letter_with_a_picture(hand: Hand) -> None:
    page = hand.person.page
    hand.bar("Write")
    hand.tap(page.get_by_role("button", name="A blank page"))
    page.locator(".desk-tools").wait_for()
    hand.type(page.locator("#id_subject"), "First green tea")
    hand.tap(page.locator(EDITOR).first)
    page.keyboard.press("Control+End")  # a thumb lands at the end by itself
    hand.type(page.locator(EDITOR).first, LETTER, focused=True)
    hand.tap(page.get_by_role("button", name="Picture"))
    shot = io.BytesIO()
    Image.new("RGB", (3000, 2250), "#7a9a6a").save(shot, "JPEG")
    hand.taps += 2  # "Take one", and the camera's own button
    page.get_by_label("Take one").set_input_files([{"name": "IMG.JPG", "mimeType": "image/jpeg", "buffer": shot.getvalue()}])
    hand.type(page.locator("#desk-picture-alt"), "An open tin of green tea", focused=True)
    hand.tap(page.get_by_role("button", name="Put it into the letter"))
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    hand.tap(page.get_by_role("button", name="Submit for review"))
    page.wait_for_url(re.compile(r"/admin/letters/"))


def see_how_it_went(hand: Hand) -> None:
    page = hand.person.page
    hand.tap(page.locator(".desk-last"))
    expect(page.get_by_role("heading", name="Who was glad")).to_be_visible()


TASKS: tuple[tuple[str, str, Callable[[Hand], None]], ...] = (
    ("See whom to write to today, and why", "/admin/", see_whom_to_write_to),
    ("Add a customer at the counter", "/admin/", add_a_customer),
    ("Find a customer by something on the card", "/admin/", find_a_card),
    ("Note something about a customer", "", note_something),
    ("Plan a call for next week", "", plan_a_call),
    ("Tick off what is done", "/admin/", tick_off),
    ("Put something off for a week", "/admin/", put_off),
    ("Answer a customer's mail", "/admin/", answer_a_mail),
    ("Write a letter with a picture and hand it in", "/admin/", write_a_letter_with_a_picture),
    ("See how the last letter went", "/admin/", see_how_it_went),
)


def measured(person: Person) -> list[str]:
    """A line of the table for each task."""
    lines = []
    for name, place, act in TASKS:
        if place:
            person.open(place)
        hand = Hand(person)
        act(hand)
        lines.append(f"| {name} | {hand.taps} | {hand.keys} | {time.monotonic() - hand.seconds:.1f} |")
    return lines


def main() -> None:
    stack = LiveStack().start()
    try:
        with launched() as browser, Person(browser, stack, phone=True) as anna:
            lines = measured(anna.sign_in("anna"))
    finally:
        stack.stop()
    head = ["| task | taps | keystrokes | seconds of the machine |", "|---|---|---|---|"]
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text("\n".join([before + BEGIN, *head, *lines, END + rest.partition(END)[2]]))


if __name__ == "__main__":
    main()
