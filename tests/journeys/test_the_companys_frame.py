"""What the company settles once: its brand, and the words and the language of each region and shop."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from hub.demo.inbox.store import Search, Store
from tests.support.browser import WIDER, wait_for

from .steps import BOTH, Person, findings, follow, see_the_letter, subscribe

BLUE, RUST, CREAM = "#204080", "#a8451c", "#fffdf8"
ADDRESS = "Wren & Linden, 9 Lantern Lane, 80-001 Gdańsk"


@pytest.fixture
def as_it_was(live_stack):
    """The company that the other journeys know."""
    yield
    code = (
        "from hub.company.models import *; from hub.demo.content.company import BRAND; kit = BrandKit.load(); kit.logo = None; "
        "[setattr(kit, name, value) for name, value in BRAND.items()]; kit.typeface = 'book'; kit.save();"
        "Shop.objects.update(language='en', legal_footer=''); Region.objects.update(legal_footer='', postal_address='')"
    )
    live_stack.manage("shell", "-v0", "-c", code)


def style_of(page, name: str) -> str:
    return page.evaluate("name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()", name)


def logo() -> dict[str, object]:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 80), BLUE).save(drawn, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


@BOTH
def test_the_brand_is_set_once_and_worn_by_pages_mails_letters_and_the_guard(browser, live_stack, as_it_was, phone):
    with Person(browser, live_stack, phone=phone).sign_in("helen") as helen:
        page = helen.open("/admin/brand/")
        page.get_by_label("Main colour").fill(BLUE)
        page.get_by_label("Accent").fill(RUST)
        page.get_by_label("Paper").fill("#2244aa")
        expect(page.frame_locator("[data-brand-shown]").get_by_role("alert")).to_contain_text("could not be read well")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("form[data-brand-form]")).to_contain_text("Text on this paper could not be read well")
        assert style_of(helen.open("/anna-nowak/"), "--primary") != BLUE

        page = helen.open("/admin/brand/")
        page.get_by_label("Main colour").fill(BLUE)
        page.get_by_label("Accent").fill(RUST)
        page.get_by_label("Paper").fill(CREAM)
        page.get_by_label("Plain: the sans serif").check()
        page.get_by_label("A new logo").set_input_files([logo()])
        page.get_by_label("How we sound").fill("calm and exact")
        page.get_by_label("Postal address").fill(ADDRESS)
        page.get_by_label("Legal footer").fill("Every cup is guaranteed.")
        expect(page.frame_locator("[data-brand-shown]").locator("body")).to_contain_text("calm and exact")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Pages and mails wear it from now on")).to_be_visible()
        expect(page.get_by_alt_text("The logo now")).to_be_visible()
        assert page.evaluate(WIDER) <= 0 and helen.errors == []
        follow(helen, "/admin/guard/rules/", "No guarantees")
        expect(page.locator("[data-desk-tone]")).to_contain_text("calm and exact")
    the_pages_and_mails_wear_it(browser, live_stack, phone=phone)
    the_letter_wears_it_and_the_guard_reads_it(browser, live_stack, phone=phone)


def the_pages_and_mails_wear_it(browser, live_stack, *, phone: bool) -> None:
    address = f"brand.{'phone' if phone else 'desk'}@post.example"
    with Person(browser, live_stack, phone=phone) as reader:
        page = reader.open("/anna-nowak/")
        assert (style_of(page, "--primary"), style_of(page, "--paper")) == (BLUE, CREAM)
        assert "serif" not in style_of(page, "--heading").replace("sans-serif", "")
        expect(page.get_by_role("img", name="Wren & Linden")).to_be_visible()
        expect(page.get_by_role("contentinfo")).to_contain_text("9 Lantern Lane")
        expect(page.get_by_role("contentinfo")).to_contain_text("Every cup is guaranteed.")
        subscribe(reader, seller="anna-nowak", name="Brenda", address=address)
        store = Store(live_stack.folder / "inbox")
        wait_for(page, lambda: store.count(Search(reader=address)), what="the mail that asks her")
        mail = reader.open(f"/inbox/?to={address}&kind=notices")
        mail.locator(".mails a").first.click()
        body = mail.frame_locator("iframe").locator("body")
        expect(body).to_contain_text("9 Lantern Lane")
        assert BLUE in body.inner_html()


def the_letter_wears_it_and_the_guard_reads_it(browser, live_stack, *, phone: bool) -> None:
    with Person(browser, live_stack, phone=phone).sign_in("anna") as anna:
        page = follow(anna, "/admin/letters/", "A pot for one")
        expect(page.locator("[data-desk-tone]")).to_contain_text("calm and exact")
        expect(findings(anna)).to_contain_text("We cannot promise")
        see_the_letter(anna)
        page.get_by_role("button", name="See it" if phone else "Toggle preview").click()
        letter = page.frame_locator("#w-preview-iframe").locator("body")
        expect(letter).to_contain_text("9 Lantern Lane")
        assert BLUE in page.frame_locator("#w-preview-iframe").locator("html").inner_html()


@BOTH
def test_a_shop_speaks_its_own_language_and_says_its_own_words_below(browser, live_stack, as_it_was, phone):
    with Person(browser, live_stack, phone=phone).sign_in("marek") as marek:
        page = marek.open("/admin/brand/places/")
        expect(page.get_by_role("main")).not_to_contain_text("Hanse towns")
        page.get_by_role("link", name="Baltic coast").click()
        page.get_by_label("Legal footer").fill("Baltic Tea Ltd, Gdańsk, no. 4711")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Pier House").click()
        page.get_by_label("Language").select_option("pl")
        page.get_by_label("Legal footer").fill("Dom przy Molo, nr 12")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        assert page.evaluate(WIDER) <= 0 and marek.errors == []
    with Person(browser, live_stack, phone=phone) as reader:
        said = {
            "marta-wisniewska": ("pl", "Dom przy Molo, nr 12"),
            "anna-nowak": ("en", "Baltic Tea Ltd, Gdańsk, no. 4711"),
            "tom-ashworth": ("en", "Wren & Linden sells tea"),
        }
        for slug, (language, words) in said.items():
            page = reader.open(f"/{slug}/")
            assert page.locator("html").get_attribute("lang") == language
            expect(page.get_by_role("contentinfo")).to_contain_text(words)
        mine = reader.open("/marta-wisniewska/")
        expect(mine.get_by_role("button", name="Tak, napisz do mnie")).to_be_visible()
