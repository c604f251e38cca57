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
    ],
    "helen": ["/admin/", "/admin/review/", "/admin/guard/rules/", "/admin/guard/texts/", "/admin/readers/", "/admin/sends/"],
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
