"""What people do in the browser, one step a function. Each waits for what the person would see next."""

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from hub.demo.inbox.store import Search, Store
from tests.support.browser import DESKTOP, PHONE
from tests.support.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "linden-tea-2026"
# Milliseconds. Two browsers and two whole stacks may share two cores: patience costs nothing where things go well.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE / 2)
EDITOR = ".public-DraftEditor-content"
BOTH = pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])


class Person:
    """Somebody at a browser of her own, signed in or not. `errors` collects what the console complained of."""

    def __init__(self, browser: "Browser", stack: LiveStack, *, phone: bool = False) -> None:
        self.stack, self.phone = stack, phone
        size = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2} if phone else {"viewport": DESKTOP}
        self.context = browser.new_context(locale="en-GB", **size)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if "Content Security Policy" in said.text else None)

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def open(self, path: str) -> "Page":
        self.page.goto(self.stack.origin + path)
        return self.page

    def sign_in(self, login: str) -> "Person":
        page = self.open("/admin/")
        page.get_by_label("Email").fill(f"{login}@wrenlinden.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return self


def follow(person: Person, path: str, link: str | re.Pattern[str]) -> "Page":
    """Open a page and press a link of it."""
    person.open(path).get_by_role("link", name=link).first.click()
    person.page.wait_for_load_state()
    return person.page


def subscribe(reader: Person, *, seller: str, name: str, address: str) -> None:
    page = reader.open(f"/{seller}/")
    page.get_by_label("Your first name").fill(name)
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("checkbox").check()
    page.wait_for_timeout(2_500)  # a form that is sent within two seconds was filled in by a machine
    page.get_by_role("button", name="Yes, write to me").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def begin_letter(writer: Person, *, subject: str, preheader: str, text: str) -> int:
    """Press “Write a letter”, fill it in, and return its number."""
    page = writer.open("/admin/")
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_role("button", name="A blank page").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    page.locator("#id_subject").fill(subject)
    page.locator("#id_preheader").fill(preheader)
    page.locator(EDITOR).first.click()
    page.keyboard.press("Control+End")
    type_in_editor(page, text)
    return int(re.search(r"/pages/(\d+)/", page.url)[1])


def rewrite(writer: Person, text: str) -> None:
    """Replace what stands in the first text block."""
    see_the_letter(writer)
    writer.page.locator(EDITOR).first.click()
    writer.page.keyboard.press("Control+a")
    type_in_editor(writer.page, text)


def type_in_editor(page: "Page", text: str) -> None:
    """Type, and wait the quarter of a second after which the editor hands its text to the form."""
    page.keyboard.type(text)
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile(re.escape(text[-20:])))


def findings(writer: Person) -> "object":
    """The list of findings beside the letter, opened."""
    panel = writer.page.locator("[data-letter-findings]")
    if not panel.is_visible():
        _look_at(writer).click()
    expect(panel).to_be_visible()
    return writer.page.locator("[data-findings-list]")


def _look_at(writer: Person) -> "object":
    """What opens and shuts the findings: on a phone a tool under the thumb."""
    return writer.page.get_by_role("button", name="To look at" if writer.phone else "Toggle what to look at")


def see_the_letter(writer: Person) -> None:
    """On a phone an open panel lies over the letter: close it."""
    panel = writer.page.locator("[data-letter-findings]")
    if writer.phone and panel.is_visible():
        _look_at(writer).click()
        expect(panel).to_be_hidden()


def hand_in(writer: Person) -> None:
    """Press “Submit for review” and wait for the page that answers: the editor again, or her letters."""
    see_the_letter(writer)
    actions = writer.page.get_by_role("navigation", name="Tools for your letter" if writer.phone else "Actions (footer)")
    submit = actions.get_by_role("button", name="Submit for review")
    if not submit.is_visible():
        writer.page.get_by_role("button", name="More actions").click()
    # Not any navigation: a save by itself changes the address too, and the page that looks loaded is still the old one.
    with writer.page.expect_event("load"):
        submit.click()


def approve(lead: Person, subject: str) -> None:
    page = lead.open("/admin/review/")
    page.get_by_role("link", name=re.compile(re.escape(subject))).first.click()
    expect(page.frame_locator("#letter").locator("body")).to_contain_text("Dear")
    page.locator("[data-approve]").click()
    expect(page.get_by_role("main").get_by_text(re.compile(f"Approved: .*{re.escape(subject)}"))).to_be_visible()


def send(writer: Person, letter: int) -> int:
    """Confirm the number of readers and wait until the send is done; returns how many it went to."""
    page = writer.open(f"/admin/sends/{letter}/")
    button = page.get_by_role("button", name=re.compile(r"^Send to \d+ readers?$"))
    number = int(re.search(r"\d+", button.inner_text())[0])
    button.click()
    expect(page.locator("[data-count=sent]")).to_have_text(str(number), timeout=90_000)
    return number


def readers_of(stack: LiveStack, login: str) -> set[str]:
    """The addresses that may get a letter of this seller now, asked of the stack itself."""
    code = (
        "import json; from sellers.profiles.models import Seller; from sellers.audience.queries import deliverable;"
        f"seller = Seller.objects.get(user__email='{login}@wrenlinden.example');"
        "print('READERS', json.dumps([s.address for s in deliverable(seller=seller)]))"
    )
    said = stack.manage("shell", "-v0", "-c", code).stdout
    return set(json.loads(said.split("READERS ", 1)[1]))


def link_in_mail(person: Person, *, to: str, kind: str, link: str) -> "Page":
    """Follow a link of the newest mail to this address, of `letters` or `notices`; returns the page that opens. Waits for the mail."""
    for _ in range(30):
        page = person.open(f"/inbox/?to={to}&kind={kind}")
        if page.locator(".mails a").count():
            break
        page.wait_for_timeout(1_000)
    page.locator(".mails a").first.click()
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name=re.compile(link, re.IGNORECASE)).first.click()
    return opened.value


def confirm(reader: Person, *, address: str) -> "Page":
    """Follow the mail's link and press its button; returns the page on which she is thanked."""
    page = link_in_mail(reader, to=address, kind="notices", link="yes|open|confirm")
    page.get_by_role("button", name=re.compile("^Yes, .* may write to me")).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    return page


def mailboxes_with(stack: LiveStack, words: str) -> list[str]:
    """Every mailbox in which a letter with these words lies, as often as it lies there."""
    return [line.reader for line in Store(stack.folder / "inbox").find(Search(words=words, kind="letters"), limit=10_000)]
