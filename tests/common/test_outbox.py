"""Single mails: with the transaction, never twice, never silently lost."""

import logging
import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from hub.common import outbox
from hub.common.exceptions import BadAddress, BadHeader
from hub.common.models import OutgoingMail
from hub.company.models import BrandKit

pytestmark = pytest.mark.django_db
ADDRESS = "maria@example.com"


class Moody(EmailBackend):
    """Raises what `errors` holds for an address."""

    errors: dict[str, Exception] = {}

    def send_messages(self, messages):
        for message in messages:
            if error := self.errors.get(message.to[0]):
                raise error
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def moody(settings):
    settings.EMAIL_BACKEND = "tests.common.test_outbox.Moody"
    Moody.errors = {}
    return Moody.errors


@pytest.fixture(autouse=True)
def words(settings, tmp_path):
    folder = tmp_path / "email" / "t"
    folder.mkdir(parents=True)
    (folder / "plain.subject.txt").write_text("Hello\n {{ name|safe }}\n")
    (folder / "plain.txt").write_text("Dear {{ name|safe }}")
    (folder / "both.subject.txt").write_text("Hello")
    (folder / "both.txt").write_text("text")
    (folder / "both.html").write_text("<p>{{ name }}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def put(to=ADDRESS, template="t/plain", name="Maria", **more):
    return outbox.enqueue_mail(to=to, template=template, context={"name": name}, kind="test", **more)


def test_a_mail_is_written_down_and_then_sent_with_the_headers_of_a_machine():
    row = put(headers={"Reply-To": "anna@company.example"}, from_header="Anna <anna@letters.example>")
    assert not mail.outbox and outbox.send_waiting() == 1
    sent = mail.outbox[0].message()
    assert (sent["Subject"], sent["To"], sent["From"]) == ("Hello Maria", ADDRESS, "Anna <anna@letters.example>")
    assert sent["Auto-Submitted"] == "auto-generated" and sent["Reply-To"] == "anna@company.example"
    assert sent["Message-ID"] == row.headers["Message-ID"] and sent["Message-ID"].endswith("@letters.example>")
    row.refresh_from_db()
    assert row.state == "sent" and row.sent_at


def test_html_is_the_other_half_where_there_is_one():
    put(template="t/both", name="<Maria>")
    outbox.send_waiting()
    parts = [part.get_content_type() for part in mail.outbox[0].message().walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert "&lt;Maria&gt;" in mail.outbox[0].alternatives[0].content


def test_what_goes_over_the_wire_is_plain_ascii_in_short_lines_and_says_what_was_written():
    words = "Zażółć gęślą jaźń " * 30
    put(template="t/both", name=words, from_header="=?utf-8?b?xbs=?= <anna@letters.example>")
    put(to="eva@xn--strae-oqa.de", name="Łucja " * 20)
    outbox.send_waiting()
    for sent in mail.outbox:
        raw = sent.message().as_bytes(linesep="\r\n")
        assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 78
    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert words in parsed.get_body(("html",)).get_content()
    assert parsed["From"].addresses[0].display_name == "Ż"
    assert message_from_bytes(raw, policy=policy.default)["Subject"].strip() == "Hello " + ("Łucja " * 20).strip()


def test_a_rolled_back_change_sends_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put()
        raise ZeroDivisionError
    assert outbox.send_waiting() == 0 and not mail.outbox


def test_a_sent_mail_is_not_sent_again():
    put()
    assert [outbox.send_waiting() for _ in range(3)] == [1, 0, 0]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("name", ["a\x0bb", "a\u2028b", "a\u202eb"])
def test_a_subject_that_would_break_the_header_block_is_refused(name):
    with pytest.raises(BadHeader):
        put(name=name)
    with pytest.raises(BadHeader):
        put(headers={"X-Name": name})


def test_an_address_that_is_none_is_refused():
    with pytest.raises(BadAddress):
        put(to="maria@example.com\nBcc: eva@example.com")


def test_one_bad_mail_does_not_stop_the_others_and_is_tried_again_with_the_same_message_id(moody):
    bad, good = put(), put(to="eva@example.com")
    moody[ADDRESS] = smtplib.SMTPServerDisconnected("gone")
    assert outbox.send_waiting() == 1
    bad.refresh_from_db()
    assert (bad.state, bad.tries, bad.error) == ("waiting", 1, "SMTPServerDisconnected")
    assert outbox.send_waiting() == 0
    moody.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert outbox.send_waiting() == 1
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [good.headers["Message-ID"], bad.headers["Message-ID"]]


def test_after_eight_tries_it_has_failed_and_says_so(moody):
    row, now = put(), timezone.now()
    moody[ADDRESS] = OSError("no route")
    for day in range(12):
        with time_machine.travel(now + timedelta(days=2 * day)):
            outbox.send_waiting()
    row.refresh_from_db()
    assert (row.state, row.tries) == ("failed", 8)
    moody.clear()
    assert outbox.retry(row.pk, by=None) and outbox.send_waiting() == 1
    assert not outbox.retry(row.pk, by=None)


@pytest.mark.parametrize(
    ("error", "state", "note"),
    [
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 <maria@example.com> unknown")}), "failed", "the mail server said 550 5.1.1"),
        (
            smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"4.7.1 later, maria@example.com")}),
            "waiting",
            "the mail server said 451 4.7.1",
        ),
        (smtplib.SMTPDataError(552, b"too big for maria"), "failed", "the mail server said 552"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "waiting", "the mail server said 535"),
        (ValueError("maria@example.com"), "failed", "ValueError"),
    ],
)
def test_a_final_no_is_final_a_temporary_one_is_not_and_neither_names_the_address(moody, caplog, error, state, note):
    caplog.set_level(logging.DEBUG)
    row = put()
    moody[ADDRESS] = error
    outbox.send_waiting()
    row.refresh_from_db()
    assert (row.state, row.error) == (state, note)
    assert "maria" not in caplog.text.lower()


def test_a_mail_whose_process_died_is_shown_as_failed_and_never_sent_by_itself():
    row = put()
    OutgoingMail.objects.filter(pk=row.pk).update(state="sending", not_before=timezone.now() + outbox.LEASE)
    outbox.send_waiting()
    row.refresh_from_db()
    assert row.state == "sending", "another process may be at it"
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        outbox.send_waiting()
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", outbox.INTERRUPTED) and not mail.outbox


def test_of_two_processes_only_one_sends(monkeypatch):
    row = put()
    OutgoingMail.objects.filter(pk=row.pk).update(state="sending", not_before=timezone.now() + outbox.LEASE)
    assert not outbox._send_one(row.pk, None)


def test_sent_mails_are_forgotten_after_thirty_days():
    put()
    outbox.send_waiting()
    put(to="eva@example.com")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert outbox.purge_sent() == 1
    assert OutgoingMail.objects.get().to == "eva@example.com"


def test_a_mail_without_a_sender_of_its_own_comes_from_the_brand(settings):
    settings.DEFAULT_FROM_EMAIL = "hello@letters.example"
    BrandKit.objects.update_or_create(pk=BrandKit.load().pk, defaults={"name": "Żuk & Linden"})
    row = put(from_header="")
    assert str(make_header(decode_header(row.from_header.partition(" <")[0]))) == "Żuk & Linden"
    assert row.from_header.endswith(" <hello@letters.example>")
    settings.DEFAULT_FROM_EMAIL = "Anna <anna@letters.example>"
    assert put(from_header="").from_header == "Anna <anna@letters.example>"
