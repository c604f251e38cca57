"""The main screens can be used by everybody: no WCAG 2.2 A or AA violation, and nothing to scroll sideways for on a phone."""

import pytest

from tests.support.browser import axe_violations

from .steps import Person

SCREENS = {
    "": ["/", "/anna-nowak/", "/accounts/login/", "/accounts/password/reset/", "/inbox/"],
    "anna": [
        "/admin/",
        "/admin/write/",
        "/admin/customers/",
        "/admin/customers/add/",
        "/admin/went/",
        "/admin/letters/",
        "/admin/readers/",
        "/admin/readers/add/",
        "/admin/my-page/",
        "/admin/sends/",
        "/admin/letters/my-standing/",
    ],
    "helen": [
        "/admin/",
        "/admin/review/",
        "/admin/guard/rules/",
        "/admin/guard/rules/new/",
        "/admin/guard/texts/",
        "/admin/guard/texts/new/",
        "/admin/guard/policy/",
        "/admin/guard/recalls/",
        "/admin/readers/",
        "/admin/sends/",
        "/admin/results/",
        "/admin/brand/",
        "/admin/ideas/",
        "/admin/ideas/new/",
        "/admin/left/",
    ],
    "lucy": ["/admin/", "/admin/write/", "/admin/letters/"],
    "ruth": ["/admin/people/", "/admin/people/add/", "/admin/sellers/", "/admin/outbox/"],
}
WIDER = "Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0) - window.innerWidth"


@pytest.mark.browser
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("who", SCREENS, ids=lambda who: who or "anybody")
def test_the_main_screens_are_for_everybody(browser, live_stack, who, phone):
    found = []
    with Person(browser, live_stack, phone=phone) as person:
        if who:
            person.sign_in(who)
        for path in SCREENS[who]:
            page = person.open(path)
            found += [f"{path}: {violation}" for violation in axe_violations(page)]
            if (wider := page.evaluate(WIDER)) > 0:
                found.append(f"{path} is {wider} pixels wider than the screen")
        assert person.errors == []
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("who", [who for who in SCREENS if who], ids=str)
def test_in_the_dark_they_can_be_read_too(browser, live_stack, who):
    """Wagtail's theme follows the system where nobody chose one; so do the sign-in pages."""
    found = []
    with Person(browser, live_stack, phone=True) as person:
        person.page.emulate_media(color_scheme="dark")
        found += [f"sign in: {violation}" for violation in axe_violations(person.open("/accounts/login/"))]
        person.sign_in(who)
        for path in SCREENS[who]:
            page = person.open(path)
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark", path
            found += [f"{path}: {violation}" for violation in axe_violations(page)]
    assert found == []
