"""Somebody is invited and sets up her sign-in; a seller brings the customers she has in a table, takes them back, and leaves one day."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from hub.demo.inbox.store import Search, Store
from tests.support.browser import WIDER
from tests.support.live import LiveStack

from .steps import BOTH, Person, link_in_mail, readers_of

FIRST = "oak birch 2026 rain"
TABLE = """\
E-mail;First name;Notes
{0}.ada@post.example;Ada;likes oud
{0}.bea@post.example;Bea;
{0}.bea@post.example;Bea;twice
not an address;Cleo;
{0}.dora@post.example;Dora;size 38
"""


@pytest.fixture(scope="module")
def fresh_stack() -> Iterator[LiveStack]:
    """An installation on its first day, where leads and administrators need a second step as they do in production."""
    stack = LiveStack(empty=True, settings={"REQUIRE_MFA": "1", "DJANGO_SUPERUSER_PASSWORD": FIRST}).start()
    yield stack
    stack.stop()


def code(secret: str, *, step: int = 0) -> str:
    """What the app on a phone shows (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def sign_in(person: Person, address: str) -> None:
    page = person.open("/admin/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(FIRST)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_the_app(person: Person) -> str:
    """Her password once more, the key into her app, the app's digits; she sees her recovery codes. Returns the key."""
    page = person.page
    expect(page.get_by_text("Your role needs a second step")).to_be_visible()
    page.get_by_label("Password").fill(FIRST)
    page.get_by_role("button", name="It is me").click()
    expect(page.get_by_role("heading", name="An app on your phone")).to_be_visible()
    secret = page.locator("code").inner_text()
    page.get_by_label("code").fill(code(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert page.locator(".door__codes li").count() == 10
    assert page.evaluate(WIDER) <= 0
    return secret


def choose_a_password(person: Person, *, address: str) -> str:
    """By the link in the invitation; a weak password is refused. Returns the link's address."""
    page = link_in_mail(person, to=address, kind="notices", link="Choose your password")
    link = page.url
    for password in ("short", FIRST):
        page.get_by_label("Choose a password").fill(password)
        page.get_by_label("The same once more").fill(password)
        page.get_by_role("button", name="Choose it and sign in").click()
        if password == "short":
            expect(page.get_by_text("This password is too short")).to_be_visible()
    page.wait_for_url(re.compile("/admin/|/accounts/"))
    person.page = page
    return link


@BOTH
def test_an_invitation_leads_to_an_account_with_a_second_step(browser, fresh_stack, phone):
    lead = f"lena.{'phone' if phone else 'desk'}@company.example"
    boss_login = f"boss.{'phone' if phone else 'desk'}@company.example"
    fresh_stack.manage("createsuperuser", "--noinput", "--email", boss_login, "--name", "The Boss")
    with Person(browser, fresh_stack) as boss, Person(browser, fresh_stack, phone=phone) as lena:
        sign_in(boss, boss_login)
        set_up_the_app(boss)
        page = boss.open("/admin/people/")
        page.get_by_role("link", name="Add a person").click()
        page.get_by_label("Name").fill("Lena Lead")
        page.get_by_label("E-mail address").fill(lead)
        page.get_by_label("Role").select_option(label="Marketing lead")
        page.get_by_role("button", name="Add and invite").click()
        expect(page.get_by_role("row", name=re.compile(re.escape(lead)))).to_contain_text("invited until")

        link = choose_a_password(lena, address=lead)
        secret = set_up_the_app(lena)
        expect(lena.open("/admin/review/").get_by_role("heading", name="Review")).to_be_visible()
        assert lena.errors == [] and lena.page.evaluate(WIDER) <= 0

        with Person(browser, fresh_stack, phone=phone) as elsewhere:
            expect(elsewhere.open(link.removeprefix(fresh_stack.origin)).get_by_role("heading", name="This link is over")).to_be_visible()
            sign_in(elsewhere, lead)
            elsewhere.page.get_by_label("code").fill(code(secret, step=1))
            elsewhere.page.get_by_role("button", name="Sign In", exact=True).click()
            expect(elsewhere.page).to_have_url(re.compile(r"/admin/$"))


def bring(seller: Person, table: str) -> None:
    """Upload a table, say where and when these people said yes, and have every row checked."""
    page = seller.open("/admin/customers/")
    page.get_by_role("link", name="Bring a table").click()
    page.get_by_label("File").set_input_files({"name": "till.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_label("E-mail")).to_have_value("address")
    page.get_by_label("Where did these people say yes").fill("paper cards at the till")
    page.get_by_label("When?").fill("2026-01-31")
    assert page.evaluate(WIDER) <= 0
    page.get_by_role("button", name="Check every row").click()


def import_the_good_rows(seller: Person, table: str) -> None:
    bring(seller, table)
    page = seller.page
    expect(page.locator(".readers-counts")).to_contain_text("Can come onto your list")
    page.get_by_role("button", name="Import the 3 good rows").click()
    expect(page.get_by_text("Came onto your list")).to_be_visible()


@BOTH
def test_a_table_is_looked_at_checked_imported_and_taken_back(browser, live_stack, phone):
    name = "table.phone" if phone else "table.desk"
    with Person(browser, live_stack, phone=phone).sign_in("priya") as priya:
        bring(priya, TABLE.format(name))
        page = priya.page
        refused = page.locator("table.readers")
        expect(refused.get_by_role("row").filter(has_text="Refused:")).to_contain_text("5")
        assert page.evaluate(WIDER) <= 0
        page.get_by_role("link", name="Change the columns").click()
        page.get_by_label("Notes").select_option("")
        page.get_by_role("button", name="Check every row").click()
        page.get_by_role("button", name="Import the 3 good rows").click()
        expect(page.get_by_text("Came onto your list")).to_be_visible()
        finds(priya, name, count=3)

        priya.open("/admin/readers/import/").get_by_role("link", name="till.csv").first.click()
        page.get_by_role("link", name="Take this import back").click()
        page.get_by_role("button", name="Yes, take it back").click()
        expect(page.get_by_text("Taken off again")).to_be_visible()
        finds(priya, name, count=0)
        assert priya.errors == [] and page.evaluate(WIDER) <= 0


def finds(seller: Person, words: str, *, count: int) -> None:
    """So many customers are in her book whose card holds these words."""
    page = seller.open("/admin/customers/")
    page.get_by_label("Find a customer").fill(words)
    expect(page.locator("[data-desk-rows] a")).to_have_count(count)


@BOTH
def test_a_seller_who_leaves_is_out_at_once_and_her_customers_are_asked(browser, live_stack, phone):
    name = "Hedda Phone" if phone else "Hedda Desk"
    address, slug = f"{name.replace(' ', '.').lower()}@wrenlinden.example", name.replace(" ", "-").lower()
    with Person(browser, live_stack).sign_in("owen") as owen, Person(browser, live_stack, phone=phone) as hedda:
        page = owen.open("/admin/sellers/add/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("E-mail address").fill(address)
        page.get_by_label("Shop").select_option(index=1)
        page.get_by_role("button", name="Add and invite").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        choose_a_password(hedda, address=address)
        import_the_good_rows(hedda, TABLE.format(slug))
        assert hedda.open(f"/{slug}/").get_by_label("Your e-mail address").count() == 1
        hedda.open("/admin/")

        page.get_by_role("link", name="leaves…").click()
        page.get_by_label("Whom customers may follow instead").select_option(index=1)
        page.get_by_role("button", name=re.compile("Yes, Hedda leaves")).click()
        expect(page.get_by_text("Hedda has left the company")).to_be_visible()

        # Out at once: the page she looks at leads to the door, and the door stays shut.
        hedda.page.reload()
        expect(hedda.page).to_have_url(re.compile("/accounts/login/"))
        sign_in(hedda, address)
        expect(hedda.page.get_by_role("heading", name="You may not sign in any more")).to_be_visible()
        # Her list is frozen: nobody can come onto it, and no letter can go out.
        assert hedda.page.request.get(f"{live_stack.origin}/{slug}/").status == 404
        assert readers_of(live_stack, address.split("@")[0]) == set()

        page.get_by_role("link", name="When a seller goes").click()
        page.get_by_role("row", name=re.compile(name)).get_by_role("link", name="Say who may follow her").click()
        page.get_by_role("button", name="Ask her customers").click()
        expect(page.get_by_text("3 customers get one mail each")).to_be_visible()
        asked = Store(live_stack.folder / "inbox")
        for _ in range(90):
            if asked_of(asked, slug) == 3:
                break
            page.wait_for_timeout(1_000)
        assert asked_of(asked, slug) == 3
        page.reload()
        expect(page.locator("table.readers")).to_contain_text("3 of 3")
        assert page.evaluate(WIDER) <= 0


def asked_of(store: Store, slug: str) -> int:
    """How many of the three got the one question."""
    return sum(
        store.count(Search(reader=f"{slug}.{who}@post.example", words="whom do you want to follow")) for who in ("ada", "bea", "dora")
    )
