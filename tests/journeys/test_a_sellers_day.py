"""A seller's day at the counter, in her browser at both widths: somebody new, what she knows, what she promised, who was glad."""

import re

from playwright.sync_api import expect

from tests.support.browser import WIDER

from .steps import BOTH, Person, confirm


def add(seller: Person, *, name: str, address: str) -> None:
    page = seller.open("/admin/customers/add/")
    page.get_by_label("First name").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Add and ask by mail").click()
    expect(page.get_by_role("heading", name=f"{name} is in your book")).to_be_visible()


@BOTH
def test_somebody_new_says_yes_on_her_own_phone_while_the_seller_looks_on(browser, live_stack, phone):
    address = f"wanda.{'phone' if phone else 'desk'}@post.example"
    with Person(browser, live_stack, phone=phone).sign_in("tom") as tom, Person(browser, live_stack, phone=True) as wanda:
        add(tom, name="Wanda", address=address)
        expect(tom.page.get_by_text("said yes")).to_be_hidden()
        confirm(wanda, address=address)
        expect(tom.page.get_by_text("Wanda said yes")).to_be_visible()
        tom.page.get_by_role("link", name="Open the card").click()
        expect(tom.page.locator(".desk-chips")).to_contain_text("on your list")
        assert tom.errors == [] and tom.page.evaluate(WIDER) <= 0


@BOTH
def test_what_she_knows_is_kept_found_again_and_in_one_line_of_time(browser, live_stack, phone):
    word = "celadon" if phone else "terracotta"
    with Person(browser, live_stack, phone=phone).sign_in("marta") as marta:
        add(marta, name="Ilse", address=f"ilse.{word}@post.example")
        page = marta.page
        page.get_by_role("link", name="Open the card").click()
        page.get_by_role("link", name="Change", exact=True).click()
        page.get_by_label("What they like").fill(f"Bowls in {word}, nothing gilded")
        page.get_by_role("button", name="Save the card").click()
        expect(page.locator(".desk-facts")).to_contain_text(word)
        page.get_by_text("Remember something").click()
        page.get_by_label("What was said, what was liked").fill("Her table seats nine")
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator(".desk-time")).to_contain_text("Her table seats nine")
        marta.open("/admin/customers/")
        page.get_by_label("Find a customer").fill(word[:6])
        expect(page.locator("[data-desk-rows] a")).to_have_count(1)
        expect(page.locator("[data-desk-rows]")).to_contain_text("Ilse")
        assert marta.errors == [] and page.evaluate(WIDER) <= 0


@BOTH
def test_what_she_promised_comes_back_is_put_off_ticked_off_and_undone(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("callum") as callum:
        add(callum, name="Greta" if phone else "Hanne", address=f"promised.{phone}@post.example".lower())
        page = callum.page
        page.get_by_role("link", name="Open the card").click()
        page.get_by_text("Plan something").click()
        page.get_by_label("When").select_option("tomorrow")
        page.get_by_label("About").fill("The brass lamp")
        page.get_by_role("button", name="Plan it").click()
        row = page.locator(".desk-row").filter(has_text="The brass lamp")
        expect(row).to_contain_text("tomorrow")
        row.locator(".desk-later summary").click()
        row.get_by_role("button", name="In a week").click()
        expect(row).not_to_contain_text("tomorrow")
        page.get_by_role("button", name="Undo").first.click()
        expect(row).to_contain_text("tomorrow")
        row.get_by_role("button", name="Done").click()
        expect(row).to_have_count(0)
        assert callum.errors == []


@BOTH
def test_two_cards_of_one_person_become_one_and_two_again(browser, live_stack, phone):
    mailbox = "adele.phone" if phone else "adele.desk"
    with Person(browser, live_stack, phone=phone).sign_in("priya") as priya:
        for address in (f"{mailbox}@post.example", f"{mailbox}+shops@post.example"):
            add(priya, name="Adele", address=address)
        page = priya.page
        page.get_by_role("link", name="Open the card").click()
        page.get_by_role("button", name="Join into this card").first.click()
        expect(page.get_by_text("was joined with this card")).to_be_visible()
        page.get_by_role("button", name="Separate them again").click()
        expect(page.get_by_role("button", name="Join into this card").first).to_be_visible()
        assert priya.errors == []


@BOTH
def test_an_answer_is_a_conversation_on_the_card(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("anna") as anna:
        page = anna.page
        page.get_by_role("link", name="Answer", exact=True).first.click()
        said = f"Of course, I keep it for you until {'Saturday' if phone else 'Monday'}."
        page.locator("#id_text").fill(said)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_text("is on its way").first).to_be_visible()
        expect(page.locator(".desk-said--mine").filter(has_text=said)).to_be_visible()
        assert page.locator(".desk-said:not(.desk-said--mine)").count() > 0
        address = page.locator(".desk-head .desk-sub").filter(has_text="@").inner_text()
        mailbox = anna.open(f"/inbox/?to={address}&q={said.split()[3]}")
        expect(mailbox.locator(".mails li").first).to_be_visible()


@BOTH
def test_how_a_letter_went_is_said_in_words_and_leads_to_people(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("anna") as anna:
        page = anna.page
        page.locator(".desk-last").click()
        expect(page.get_by_role("heading", name="What now?")).to_be_visible()
        expect(page.locator(".desk-compared")).to_contain_text(re.compile(r"\d+ of \d+"))
        page.locator("section[aria-labelledby=glad] a").first.click()
        expect(page.get_by_role("heading", name="Between the two of you")).to_be_visible()
        assert anna.errors == [] and page.evaluate(WIDER) <= 0


@BOTH
def test_an_assistant_writes_for_her_and_meets_no_customer(browser, live_stack, phone):
    with Person(browser, live_stack, phone=phone).sign_in("lucy") as lucy:
        page = lucy.page
        expect(page.get_by_role("heading", name="Whom you write for")).to_be_visible()
        page.get_by_role("link", name=re.compile("^Write for")).first.click()
        page.get_by_role("button", name="A blank page").click()
        page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
        assert "@" not in page.locator("form[data-edit-form]").inner_text()
        assert lucy.page.request.get(f"{live_stack.origin}/admin/customers/").status in (302, 403, 404)
