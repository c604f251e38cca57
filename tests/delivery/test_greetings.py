"""The greeting a reader finds in her mail: in the language of the letter, by name where there is one, always a whole sentence."""

import email
import email.policy

import pytest

from sellers.delivery.drain import drain
from sellers.delivery.services.arm import arm_issue
from sellers.desk.services.starting import greeting_for
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.preview import reader_values, shown
from tests.factories.audience import make_reader
from tests.factories.company import make_shop
from tests.factories.delivery import make_issue
from tests.factories.newsletters import TEXT, make_letter
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


def mails_of(outbox) -> dict[str, str]:
    """{address: the plain part} of what went out."""
    read = {envelope.rcpt_to: email.message_from_bytes(envelope.data, policy=email.policy.default) for envelope in outbox}
    return {address: mail.get_body(("plain",)).get_content() for address, mail in read.items()}


@pytest.mark.parametrize(
    ("language", "manner", "maria", "nobody"),
    [
        ("de", "", "Guten Tag Maria Nowak,", "Guten Tag,"),
        ("pl", "", "Cześć Maria,", "Cześć,"),
        ("ko", "", "Maria님, 안녕하세요.", "안녕하세요."),
        ("es", "warm", "Hola, Maria:", "Hola:"),
        ("en", "", "Dear Maria,", "Hello,"),
    ],
)
def test_a_letter_that_begins_at_the_desk_greets_in_the_shops_language(outbox, language, manner, maria, nobody):
    anna = make_seller(shop=make_shop(language=language, manner=manner))
    make_reader(anna, "Maria", "maria@example.com", last_name="Nowak")
    make_reader(anna, "", "nameless@example.com")
    make_reader(anna, "Ewa", "ewa@example.com", salutation="My dear Ewa")
    arm_issue(make_issue(anna, readers=0, body=[greeting_for(anna), ("text", TEXT)]), by=anna.user)
    drain(until_empty=True)
    mails = mails_of(outbox)
    assert maria in mails["maria@example.com"]
    assert nobody in mails["nameless@example.com"]
    assert f"My dear Ewa{nobody[-1]}" in mails["ewa@example.com"]


def test_the_preview_greets_as_the_mail_does():
    anna = make_seller(shop=make_shop(language="de"))
    letter = make_letter(anna, body=[greeting_for(anna)])
    reader = make_reader(anna, "Maria", last_name="Nowak")
    payload = compile_letter(letter, inline=False)
    assert "Guten Tag Maria Nowak," in shown(payload, reader_values(letter, f"reader-{reader.pk}", viewer=anna.user)).text
    assert "Guten Tag," in shown(payload, reader_values(letter, "nobody", viewer=anna.user)).text


def test_the_greeting_is_part_of_what_is_approved():
    anna = make_seller(shop=make_shop(language="de", manner="warm"))
    letter = make_letter(anna, body=[greeting_for(anna)])
    before = compile_letter(letter, inline=False)
    anna.shop.manner = "formal"
    assert (before.greeting, compile_letter(letter, inline=False).greeting) == ("Hallo {firstname}", "Guten Tag {firstname} {lastname}")
    assert before.sha256 != compile_letter(letter, inline=False).sha256


def test_a_name_alone_has_a_word_in_its_place_in_every_language():
    anna = make_seller(shop=make_shop(language="pl"))
    payload = compile_letter(make_letter(anna, body=[("text", "<p>Cześć {firstname}!</p>")]), inline=False)
    assert "Cześć wszystkim!" in shown(payload, {}).text
