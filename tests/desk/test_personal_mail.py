"""A mail to one customer: from the seller, logged on the card, with the guard's advice and within limits."""

import re

import pytest
from django.test import Client

from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry, OutgoingMail
from sellers.audience.services import suppress
from sellers.desk.exceptions import NotWritable
from sellers.desk.models import PersonalMail
from sellers.desk.services import personal
from sellers.desk.services.personal import write_to
from tests.factories.audience import make_reader
from tests.factories.brandguard import live_rule
from tests.factories.company import make_shop
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


def client_of(seller) -> Client:
    client = Client()
    client.force_login(seller.user)
    return client


def test_it_goes_from_her_and_the_answer_comes_back_to_her(anna):
    zofia = make_reader(anna, "Zofia", "zofia@example.com")
    client_of(anna).post(f"/admin/customers/{zofia.pk}/write/", {"subject": "The blue pot", "text": "It is here.\n\nAnna"})
    mail = OutgoingMail.objects.get(kind="desk.personal")
    assert (mail.to, mail.subject) == ("zofia@example.com", "The blue pot")
    assert mail.from_header == f"Anna Nowak <{anna.mail_name}@letters.example>"
    assert mail.headers["Reply-To"] == anna.reply_to
    assert mail.headers["Auto-Submitted"] == "no"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.text.startswith("It is here.\n\nAnna\n\n--\nAnna Nowak")


@pytest.mark.parametrize(
    ("language", "salutation", "begins"),
    [("en", "", "Dear Zofia,"), ("de", "", "Guten Tag Zofia,"), ("es", "", "Hola, Zofia:"), ("pl", "Droga Zosiu", "Droga Zosiu,")],
)
def test_it_begins_with_the_greeting_of_her_shop_or_of_the_card(language, salutation, begins):
    anna = make_seller("Anna Nowak", shop=make_shop(language=language))
    zofia = make_reader(anna, "Zofia", salutation=salutation)
    page = client_of(anna).get(f"/admin/customers/{zofia.pk}/").content.decode()
    assert re.search(r'<textarea name="text"[^>]*>\n' + re.escape(begins) + r"\n\n</textarea>", page.replace("\r", ""))


def test_a_greeting_alone_is_no_mail(anna):
    zofia = make_reader(anna, "Zofia")
    page = client_of(anna).post(f"/admin/customers/{zofia.pk}/write/", {"subject": "Hello", "text": "Dear Zofia,\n\n"}).content.decode()
    assert "Only the greeting stands there" in page and not PersonalMail.objects.exists()


def test_what_stands_below_it_is_said_in_her_language(anna):
    zofia = make_reader(anna, "Zofia", language="de")
    mail = write_to(zofia, subject="Die blaue Kanne", text="Sie ist da.", by=anna.user).outgoing
    assert "Sie bekommen diese Mail, weil Sie Anna Nowak von" in mail.text


def test_it_stands_on_the_card_and_in_the_audit_trail_without_its_words(anna):
    zofia = make_reader(anna, "Zofia")
    mail = write_to(zofia, subject="The blue pot", text="It is here & waits.", by=anna.user)
    page = client_of(anna).get(f"/admin/customers/{zofia.pk}/").content.decode()
    assert "You wrote: The blue pot" in page and "It is here &amp; waits." in page
    entry = AuditEntry.objects.get(action="desk.personal_mail")
    assert (entry.subject, entry.data) == (f"personal_mail:{mail.pk}", {"subscriber": zofia.pk, "advice": []})


def test_the_guard_advises_and_she_decides(anna):
    live_rule(word="guarantee")
    zofia = make_reader(anna, "Zofia")
    client, words = client_of(anna), {"subject": "The pot", "text": "I guarantee it pours."}
    page = client.post(f"/admin/customers/{zofia.pk}/write/", words).content.decode()
    assert "We promise only what we can keep." in page and "Send it as it is" in page
    assert not PersonalMail.objects.exists()
    client.post(f"/admin/customers/{zofia.pk}/write/", words | {"sure": "1"})
    assert PersonalMail.objects.count() == 1
    assert AuditEntry.objects.get(action="desk.personal_mail").data["advice"] == ["no-guarantees"]


def test_whoever_left_waits_or_cannot_be_reached_gets_none(anna):
    gone, waits, dead = make_reader(anna, state="left"), make_reader(anna, state="pending"), make_reader(anna)
    suppress(address=dead.person.address, reason="bounced")
    for customer in (gone, waits, dead):
        with pytest.raises(NotWritable):
            write_to(customer, subject="Hello", text="Are you there?", by=anna.user)
    assert not OutgoingMail.objects.filter(kind="desk.personal").exists()


def test_what_many_should_read_is_a_letter(anna, monkeypatch):
    monkeypatch.setattr(personal, "PER_DAY", 2)
    for _ in range(2):
        write_to(make_reader(anna), subject="Hello", text="A word.", by=anna.user)
    with pytest.raises(NotWritable, match="is a letter"):
        write_to(make_reader(anna), subject="Hello", text="A word.", by=anna.user)


def test_a_header_cannot_be_smuggled_in(anna):
    mail = write_to(make_reader(anna), subject="Hello\r\nBcc: all@example.com", text="A word.", by=anna.user)
    assert mail.subject == "Hello Bcc: all@example.com"


def test_nobody_else_writes_in_her_name(anna):
    zofia, berta = make_reader(anna, "Zofia"), make_seller("Berta Lis")
    assert client_of(berta).post(f"/admin/customers/{zofia.pk}/write/", {"subject": "a", "text": "b"}).status_code == 404
    with pytest.raises(NotAllowed):
        write_to(zofia, subject="a", text="b", by=berta.user)
