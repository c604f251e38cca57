"""The customer's language: her own choice, else the shop's, else her browser's; without a cookie, and the same in the mail that follows."""

import re

import pytest
from django.test import Client
from django.utils import translation

from hub.common.models import OutgoingMail
from sellers.audience import tokens
from sellers.audience.models import ConsentEvent
from sellers.audience.wording import WORDINGS
from tests.factories.audience import make_reader
from tests.factories.company import make_shop
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
WELCOME = {"en": "Yes, write to me", "de": "Ja, schreiben Sie mir", "pl": "Tak, napisz do mnie", "ko": "네, 편지를 보내 주세요"}


@pytest.fixture(autouse=True)
def quiet_again():
    """A request leaves its language to the thread it ran in."""
    yield
    translation.deactivate()


def seen(path: str, *, browser: str = "en", **extra: str) -> str:
    return Client(headers={"accept-language": browser}).get(path, extra).content.decode()


def language_of(page: str) -> str:
    return re.search(r'<html lang="([^"]+)" dir="ltr"', page)[1]


def test_a_sellers_page_speaks_as_her_shop_does():
    make_seller(shop=make_shop("Salt Store", language="de"))
    page = seen("/anna-nowak/", browser="ko")
    assert language_of(page) == "de" and WELCOME["de"] in page and WORDINGS["de"].sentence[:2] in page


def test_the_front_page_belongs_to_no_shop_and_speaks_as_the_browser_asks():
    make_seller()
    assert language_of(seen("/", browser="pl-PL,pl;q=0.9")) == "pl"
    assert language_of(seen("/", browser="fr")) == "en"


def test_a_choice_by_hand_wins_and_goes_on_from_page_to_page():
    make_seller(shop=make_shop(language="pl"))
    front = seen("/", lang="ko")
    assert language_of(front) == "ko" and 'href="/anna-nowak/?lang=ko"' in front
    hers = seen("/anna-nowak/", lang="ko")
    assert WELCOME["ko"] in hers and '<input type="hidden" name="lang" value="ko">' in hers and 'aria-current="true"' in hers


@pytest.mark.parametrize("nonsense", ["xx", "../de", "", "<script>", "de'"])
def test_a_language_we_do_not_speak_is_no_choice(nonsense):
    make_seller(shop=make_shop(language="pl"))
    page = seen("/anna-nowak/", lang=nonsense)
    assert language_of(page) == "pl" and "<script" not in page


def test_signing_up_in_a_language_brings_mail_proof_and_pages_in_it(client, django_capture_on_commit_callbacks):
    anna = make_seller(shop=make_shop(language="pl"))
    form = {"first_name": "Jin", "address": "jin@example.com", "consent": "on", "lang": "ko"}
    form["stamp"] = old_stamp(anna)
    answer = client.post("/subscribe/anna-nowak/", form)
    assert answer["Location"] == "/subscribe/anna-nowak/sent/?lang=ko" and not answer.cookies
    asked = ConsentEvent.objects.get()
    assert (asked.locale, asked.wording_version) == ("ko", WORDINGS["ko"].version) and "Anna Nowak" in asked.wording
    mail = OutgoingMail.objects.get()
    assert mail.subject == "확인해 주세요: Anna Nowak 님의 편지" and 'lang="ko"' in mail.html and "링크는 7일 동안" in mail.text
    page = seen(f"/yes/{tokens.confirm_token(asked.pk)}")
    assert language_of(page) == "ko" and asked.wording in page


def old_stamp(seller) -> str:
    from time import time
    from unittest.mock import patch

    from sellers.audience.forms import SubscribeForm

    with patch("django.core.signing.time.time", return_value=time() - 60):
        return SubscribeForm(seller=seller).initial["stamp"]


def test_a_mistake_in_the_form_is_explained_in_her_language(client):
    anna = make_seller()
    form = {"first_name": "Jin", "address": "jin@nowhere", "consent": "on", "lang": "es", "stamp": old_stamp(anna)}
    page = client.post("/subscribe/anna-nowak/", form).content.decode()
    assert "no parece correcta" in page and language_of(page) == "es"


def test_pages_behind_a_token_speak_the_readers_language_whatever_the_shop_speaks():
    reader = make_reader(make_seller(shop=make_shop(language="de")), language="id")
    for path in (f"/u/{tokens.unsubscribe_token(reader.pk)}", f"/p/{tokens.preferences_token(reader.pk)}"):
        assert language_of(seen(path, browser="ko")) == "id"
    assert language_of(seen(f"/u/{tokens.unsubscribe_token(reader.pk)}", lang="pl")) == "pl"


def test_one_click_leaving_is_the_same_in_every_language(client):
    reader = make_reader(make_seller(), language="ko")
    answer = client.post(f"/u/{tokens.unsubscribe_token(reader.pk)}", {"List-Unsubscribe": "One-Click"})
    reader.refresh_from_db()
    assert answer.status_code == 200 and reader.state == "left" and not answer.cookies
