"""Every public page as the browser sees it: light, quick, still, wide enough for everybody, in six languages."""

import pytest

from tests.support.browser import DESKTOP, PHONE, WIDER, axe_violations
from tests.support.figures import LANGUAGES, measured, places

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(live_stack):
    return {name: live_stack.origin + path for name, path in places(live_stack).items()}


def test_no_page_weighs_100_kb_takes_100_ms_or_jumps(browser, live_stack, pages):
    heavy = {}
    # What an answer without any work takes now: somebody else's work on the machine slows all pages by the same.
    idle = measured(browser, f"{live_stack.origin}/icon.svg").server_ms
    for name, address in pages.items():
        for phone in (True, False):
            figures = measured(browser, address, phone=phone)
            if figures.bytes > 100_000 or figures.server_ms > max(100, 20 * idle) or figures.shift > 0.01 or figures.requests > 40:
                heavy[name, phone] = figures
    assert heavy == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_for_everybody_in_every_language(browser, pages, language):
    found = []
    for size, night in ((PHONE, False), (DESKTOP, True)):
        context = browser.new_context(viewport=size, color_scheme="dark" if night else "light")
        page = context.new_page()
        for name, address in pages.items():
            page.goto(f"{address}?lang={language}")
            found += [f"{name} {size['width']}: {violation}" for violation in axe_violations(page)]
            if page.evaluate(WIDER) > 0:
                found.append(f"{name} is wider than {size['width']}")
            # A letter keeps its own language, and where nothing is, nothing has read the address.
            if name not in ("a letter", "nothing is here") and page.locator("html").get_attribute("lang") != language:
                found.append(f"{name} does not speak {language}")
        context.close()
    assert found == []


def test_everything_can_be_reached_by_keyboard_and_the_focus_is_seen(browser, pages):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(pages["seller's page"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.name || document.activeElement.className || document.activeElement.tagName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or page.evaluate("document.activeElement === document.body")
    assert {"first_name", "address", "consent", "button"} <= seen and "website" not in seen
    context.close()


def test_without_script_and_style_sheet_the_form_still_works(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    page.goto(pages["seller's page"])
    page.get_by_label("Your first name").fill("Maria")
    page.get_by_label("Your e-mail address").fill("maria.figures@example.com")
    page.get_by_role("checkbox").check()
    page.wait_for_timeout(2_500)
    page.get_by_role("button", name="Yes, write to me").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    context.close()


def test_a_page_written_from_right_to_left_turns_as_a_whole(browser, pages):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(pages["seller's page"])
    place = "document.querySelector('.brand').getBoundingClientRect().left < document.querySelector('.tongue').getBoundingClientRect().left"
    assert page.evaluate(place)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert not page.evaluate(place) and page.evaluate(WIDER) <= 0
    context.close()
