"""What a customer of a Korean shop reads holds no word of English: pages in every state, refusals, mails, feed and letter.

Everything that people typed is in Hangul here, so whatever is left in Latin letters was said by us.
"""

import re
from html import unescape
from time import time
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from hub.common.models import OutgoingMail
from hub.company.services import change_brand
from sellers.audience import tokens
from sellers.audience.choices import Source
from sellers.audience.forms import SubscribeForm
from sellers.audience.models import ConsentEvent, HandOverAnswer
from sellers.audience.services import ask_customers, ask_hand_overs, begin_hand_over, erase_person, make_topic, set_tags, write_note
from sellers.audience.wording import consent_wording
from sellers.desk.services.personal import write_to
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.marks import MARK
from sellers.newsletters.services.letters import publish_to_archive
from tests.factories.audience import make_reader
from tests.factories.company import make_region, make_shop
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
# Names of things and of other languages, said alike everywhere.
SAID_ALIKE = {"RSS", "QR", "WhatsApp", "Facebook", "English", "Bahasa", "Indonesia", "Polski", "Deutsch", "Español", "IP", "SVG"}
SEEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|description" content)="([^"]*)"')
HIDDEN = re.compile(r"<(style|script|svg|language|pubDate|lastBuildDate)\b.*?</\1>|<!--.*?-->", re.S)


def english_in(said: str) -> list[str]:
    """Words in Latin letters that a reader sees or hears, without addresses."""
    text = HIDDEN.sub(" ", said)
    labels = " ".join(SEEN.findall(text)) if "<" in said else ""
    text = unescape(f"{re.sub('<[^>]*>', ' ', text)} {labels}")
    text = re.sub(r"https?://\S+|mailto:\S+|\S+@\S+|/[a-z0-9/.-]+|localhost", " ", text)
    return [word for word in re.findall(r"[A-Za-zÀ-ÿ]{2,}", text) if word not in SAID_ALIKE]


@pytest.fixture
def anna():
    change_brand(by=None, name="린덴", postal_address="서울 1", legal_footer="차와 그릇")
    region = make_region("north", "북쪽")
    shop = make_shop("부두", region=region, street="부두길 4", town="서울", phone="02", opening_hours="10–19", language="ko")
    return make_seller("김 안나", shop=shop, email="a@company.example", job="차를 고릅니다", sign_off="안나 드림", bio="차를 팝니다.")


@pytest.fixture(autouse=True)
def quiet_again():
    yield
    translation.deactivate()


def wrong_in(pages: dict[str, str]) -> dict[str, list[str]]:
    return {name: found for name, page in pages.items() if (found := english_in(page))}


def ask(path: str, data: dict[str, str] | None = None) -> str:
    client = Client(headers={"accept-language": "ko"})
    answer = client.get(path) if data is None else client.post(path, data, follow=True)
    return answer.content.decode()


def test_a_word_of_english_would_be_found():
    assert english_in('<p>안녕 <img alt="A cup"> https://a.example/x</p>') == ["cup"]
    assert english_in("안녕하세요, see you") == ["see", "you"]


def test_pages_that_anybody_opens(anna):
    letter, artefact = approved_letter(make_letter(anna, subject="새 차", preheader="왔어요", body=[("text", "<p>안녕하세요</p>")]))
    publish_to_archive([(letter, artefact)])
    home = f"/{anna.slug}/"
    pages = {path: ask(path) for path in ("/", home, f"{home}letters/", f"{home}poster/", f"{home}cards/", f"{home}letters.xml")}
    pages |= {path: ask(path) for path in (f"/subscribe/{anna.slug}/sent/", "/no-such-page/", letter.get_url(), f"{home}contact.vcf")}
    del pages[f"{home}contact.vcf"]  # its field names are the standard's
    assert wrong_in(pages) == {}


def test_signing_up_refused_and_taken(anna):
    with patch("django.core.signing.time.time", return_value=time() - 60):
        stamp = SubscribeForm(seller=anna).initial["stamp"]
    right = {"first_name": "민수", "address": "minsu@example.com", "consent": "on", "stamp": stamp}
    faults = (
        {"address": "minsu@nowhere"},
        {"consent": ""},
        {"first_name": ""},
        {"stamp": ""},
        {"address": "민수@example.com"},
        {"address": ""},
    )
    pages = {str(fault): ask(f"/subscribe/{anna.slug}/", right | fault) for fault in faults}
    pages["taken"] = ask(f"/subscribe/{anna.slug}/", right)
    asked = ConsentEvent.objects.get()
    pages["button"], pages["confirmed"] = ask(f"/yes/{tokens.confirm_token(asked.pk)}"), ask(f"/yes/{tokens.confirm_token(asked.pk)}", {})
    pages["already"] = ask(f"/subscribe/{anna.slug}/", right)
    pages["no such"], pages["nonsense"] = ask(f"/yes/{tokens.confirm_token(99)}"), ask("/yes/nonsense")
    pages["no such, pressed"] = ask(f"/yes/{tokens.confirm_token(99)}", {})
    assert wrong_in(pages) == {}
    assert wrong_in(mails()) == {}


def test_what_a_reader_opens_from_her_mail(anna):
    reader = make_reader(anna, "민수", language="ko")
    make_topic(name="차", names={"ko": "차"}, by=None)
    write_note(reader, "좋은 분", by=anna.user)
    set_tags(reader, ["단골"], by=anna.user)
    leave, mine = f"/u/{tokens.unsubscribe_token(reader.pk)}", f"/p/{tokens.preferences_token(reader.pk)}"
    pages = {path: ask(path) for path in (leave, mine, f"{mine}?done=yes", f"{mine}?done=asked", f"{mine}/about", f"{mine}/erase")}
    pages["left"], pages["why"] = ask(leave, {}), ask(f"{leave}/why", {"why": "other"})
    pages["back"], pages["everybody"] = ask(f"{leave}/back", {}), ask(leave, {"from": "everybody"})
    pages["mine, left"], pages["about, left"] = ask(mine), ask(f"{mine}/about")
    pages["pause too long"] = ask(mine, {"card": str(reader.pk), "do": "wishes", "pause_until": "2099-01-01", "rhythm_days": "0"})
    erased = erase_person(reader.person, source=Source.PREFERENCES)
    pages["erased"], pages["receipt"] = ask(mine), ask(f"/r/{tokens.receipt_token(erased)}")
    agreed = escape(consent_wording(anna, "en"))  # in the very words in which she was asked
    assert wrong_in({name: page.replace(agreed, "") for name, page in pages.items()}) == {}
    assert wrong_in(mails()) == {}


def test_a_hand_over(anna):
    berta, carla = (
        make_seller(name, shop=anna.shop, email=mail) for name, mail in (("이 보라", "b@c.example"), ("박 다라", "c@c.example"))
    )
    readers = [make_reader(anna, "민수", language="ko") for _ in range(3)]
    lead = make_user("administrator")
    ask_customers(begin_hand_over(anna, reason="away", by=None), successor=berta, shop_voice=carla, by=lead)
    ask_hand_overs()
    paths = [f"/h/{tokens.hand_over_url(HandOverAnswer.objects.get(subscriber=one).pk).rsplit('/', 1)[1]}" for one in readers]
    pages = {"asked": ask(paths[0])}
    pages |= {choice: ask(path, {"choice": choice}) for choice, path in zip(("person", "shop", "leave"), paths, strict=True)}
    pages["again"], pages["nonsense"] = ask(paths[2], {"choice": "person"}), ask(paths[0], {"choice": "nobody"})
    assert wrong_in(pages) == {}
    assert wrong_in(mails()) == {}


def test_a_letter_and_a_mail_to_one(anna):
    reader = make_reader(anna, "민수", language="ko")
    write_to(reader, subject="파란 주전자", text="왔습니다.", by=anna.user)
    letter = make_letter(anna, subject="새 차", preheader="왔어요", body=[("text", "<p>안녕하세요</p>"), ("signature", {"sign_off": ""})])
    compiled = compile_letter(letter)
    assert wrong_in({"html": MARK.sub("", compiled.html), "text": MARK.sub("", compiled.text)} | mails()) == {}


def mails() -> dict[str, str]:
    return {f"{mail.kind} {part}": getattr(mail, part) for mail in OutgoingMail.objects.all() for part in ("subject", "text", "html")}
