"""A seller is away for long: what she sees, whom her customers may follow, and each customer with her mail. Nothing moves in silence."""

import re

from playwright.sync_api import expect

from tests.support.browser import WIDER

from .steps import BOTH, Person, link_in_mail, readers_of

NEW, SHOP = "callum", "piotr"
ASK = "from sellers.audience.services import ask_hand_overs; print('ASKED', ask_hand_overs(limit=500))"


@BOTH
def test_customers_are_asked_and_only_their_own_button_moves_them(browser, live_stack, phone):
    away, name = ("isla", "Isla Macrae") if phone else ("kasia", "Kasia Lewandowska")
    lists = {login: readers_of(live_stack, login) for login in (away, NEW, SHOP)}
    follows, prefers_shop, leaves, silent = sorted(lists[away] - lists[NEW] - lists[SHOP])[:4]
    head_office_asks(browser, live_stack, away=away, name=name, phone=phone)
    assert {login: readers_of(live_stack, login) for login in lists} == lists

    answers(browser, live_stack, follows, r"^Callum Reid", "Callum writes to you from now on", phone=phone)
    answers(browser, live_stack, prefers_shop, r"^The shop: North Quay", "You follow North Quay from now on", phone=phone)
    answers(browser, live_stack, leaves, "^Nobody, thank you", "You have left", phone=phone)
    assert readers_of(live_stack, NEW) == lists[NEW] | {follows}
    assert readers_of(live_stack, SHOP) == lists[SHOP] | {prefers_shop}
    assert not {leaves, silent} & (readers_of(live_stack, NEW) | readers_of(live_stack, SHOP))

    her_side(browser, live_stack, away=away, phone=phone)
    new_side(browser, live_stack, name=name.split()[0], phone=phone, follows=follows)


def head_office_asks(browser, live_stack, *, away: str, name: str, phone: bool) -> None:
    """A lead says who is away; until she has named somebody the seller reads that nothing moves."""
    with (
        Person(browser, live_stack, phone=phone).sign_in("helen") as helen,
        Person(browser, live_stack, phone=phone).sign_in(away) as seller,
    ):
        page = helen.open("/admin/readers/hand-overs/")
        page.get_by_label("Who is away?").select_option(label=name)
        page.get_by_role("button", name="Next: who may write to them").click()
        expect(page.get_by_role("heading", name=f"The customers of {name}")).to_be_visible()
        expect(seller.open("/admin/").get_by_text("Until then nobody is asked and nothing moves")).to_be_visible()
        page.get_by_label("The new person").select_option(label="Callum Reid")
        page.get_by_label("The shop").select_option(label="Piotr Zieliński")
        page.get_by_role("button", name="Ask her customers").click()
        expect(page.get_by_text(re.compile(r"\d+ customers get one mail each"))).to_be_visible()
        assert page.evaluate(WIDER) <= 0 and helen.errors == []
    live_stack.manage("shell", "-v0", "-c", ASK)  # the timetable would, within the minute


def answers(browser, live_stack, address: str, button: str, thanks: str, *, phone: bool) -> None:
    """From her mail to her own button; opening the page has changed nothing."""
    with Person(browser, live_stack, phone=phone) as customer:
        page = link_in_mail(customer, to=address, kind="notices", link="choose|whom|follow|open")
        expect(page.get_by_text("If you do nothing, you get no letters")).to_be_visible()
        page.get_by_role("button", name=re.compile(button)).click()
        expect(page.get_by_role("heading", name=thanks)).to_be_visible()
        assert page.evaluate(WIDER) <= 0


def her_side(browser, live_stack, *, away: str, phone: bool) -> None:
    """The seller who is away: how many, and nobody's name."""
    with Person(browser, live_stack, phone=phone).sign_in(away) as seller:
        page = seller.page
        page.get_by_role("region", name="Your customers are asked").get_by_role("link", name="How far it is").click()
        numbers = page.get_by_role("region", name="In numbers")
        expect(numbers).to_contain_text("2 follow somebody else")
        expect(numbers).to_contain_text("1 went")
        expect(page.get_by_text("Your notes are passed on to nobody")).to_be_visible()
        assert page.evaluate(WIDER) <= 0 and seller.errors == []


def new_side(browser, live_stack, *, name: str, phone: bool, follows: str) -> None:
    """The one who is followed: who came, by name, on a card that starts empty."""
    with Person(browser, live_stack, phone=phone).sign_in(NEW) as seller:
        page = seller.page
        page.get_by_role("region", name=f"{name}’s customers are asked").get_by_role("link", name="How far it is").click()
        expect(page.get_by_role("region", name="In numbers")).to_contain_text("1 said yes to you")
        came = page.get_by_role("region", name="Who came to you").get_by_role("link")
        expect(came).to_have_count(1)
        came.click()
        expect(page.locator(".desk-head")).to_contain_text(follows)
        expect(page.get_by_text("What do they like, what are they looking for?")).to_be_visible()
        assert seller.errors == []
