"""Rules 1 to 16 of the mail standards, over what a real SMTP server received of letters that make each of them hard."""

import email
import email.policy
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import resolve

from hub.common.exceptions import BadToken
from sellers.audience import tokens as leaving
from sellers.audience.models import Person
from sellers.delivery.drain import drain
from sellers.delivery.models import Delivery, Problem
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.tokens import delivery_of_return_path
from tests.delivery.identity import holds
from tests.factories.audience import make_reader
from tests.factories.delivery import make_issue
from tests.factories.newsletters import every_block
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db

# (first name, last name, address): what a real list holds, and what somebody types to break a header.
READERS = [
    ("Maria", "Nowak", "maria@example.com"),
    ("Zażółć", "Gęślą-Jaźń", "zazolc@example.com"),
    ("민준", "김", "minjun@example.com"),
    ("Λεωνίδας", "Παπαδημητρακόπουλος-Χατζηγιαννάκης", "leonidas@example.com"),
    (".starts with a dot", ".", "dot@example.com"),
    ('O\'Brien, "Bob" <x@y.example>', "(comment)", "brien@example.com"),
    ("=?utf-8?q?no?=", "word", "encoded@example.com"),
    ("A" * 80, "B" * 80, "long@example.com"),
    ("", "", "nameless@example.com"),
    ("Maria", "Straße", "maria@straße.de"),
    ("<b>Bold</b>", "&amp;", "markup@example.com"),
]
NON_ASCII_LOCAL = "żaneta@example.com"
SUBJECT = "Grüße, {firstname|friend}: " + "a very long subject that has to be folded more than once " * 2
LONG_LINE = "<p>" + "word " * 400 + "x" * 3000 + " {firstname|friend}</p><p>.</p><p>.dot {lastname|there}</p>"


@pytest.fixture
def sent(smtp_sink, settings):
    """{address: Caught} of a letter with every block, sent by the command that operators use."""
    settings.LETTER_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", smtp_sink.host, smtp_sink.port
    seller = make_seller("Łucja Ćwiek-Żółkiewska")
    for first, last, address in READERS:
        make_reader(seller, first, address, last_name=last)
    # No door of ours lets such an address in; an older database may hold one.
    Person.objects.filter(pk=make_reader(seller, "Żaneta").person_id).update(address=NON_ASCII_LOCAL)
    issue = make_issue(seller, readers=0, subject=SUBJECT[:150], preheader="Zażółć", body=[*every_block(), ("text", LONG_LINE)])
    call_command("send_issue", str(issue.pk))
    drain(until_empty=True)
    counts = holds(issue)
    assert (counts["sent"], counts["held"]) == (len(READERS), 1)
    return {caught.rcpt_tos[0]: caught for caught in smtp_sink.mails}


@pytest.fixture
def mails(sent):
    return [email.message_from_bytes(caught.raw, policy=email.policy.compat32) for caught in sent.values()]


def headers_of(raw: bytes) -> list[bytes]:
    return raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")


def parts_of(message) -> dict[str, str]:
    return {part.get_content_type(): part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()}


def test_1_one_of_each_header_and_one_reader_a_message(sent, mails):
    assert len(sent) == len(READERS)
    for message in mails:
        for name in ("From", "Date", "Message-ID", "Subject", "To", "MIME-Version", "Content-Type", "List-Unsubscribe"):
            assert len(message.get_all(name)) == 1, name
        assert message["Cc"] is None
        assert message["Bcc"] is None
        assert len(getaddresses([str(make_header(decode_header(message["To"])))])) >= 1
        assert abs((parsedate_to_datetime(message["Date"]) - datetime.now(UTC)).total_seconds()) < 300
    assert all(len(caught.rcpt_tos) == 1 for caught in sent.values())


def test_1_each_letter_names_only_the_reader_it_went_to(sent):
    for address, caught in sent.items():
        message = email.message_from_bytes(caught.raw, policy=email.policy.default)
        assert [mailbox.addr_spec for mailbox in message["To"].addresses] == [address]
        others = [other.encode() for other in sent if other != address]
        assert [other for other in others if other in caught.raw] == []


def test_2_line_ends_lengths_and_encodings(sent):
    for caught in sent.values():
        raw = caught.raw
        assert b"\0" not in raw
        assert re.search(rb"\r(?!\n)|(?<!\r)\n", raw) is None
        assert raw.isascii()
        head, body = raw.split(b"\r\n\r\n", 1)
        # An address that cannot be folded may be longer than 78, never longer than the law's 998.
        long = [line for line in head.split(b"\r\n") if len(line) > 78 and not line.lstrip().startswith((b"<", b"boundary="))]
        assert long == []
        assert max(len(line) for line in body.split(b"\r\n")) <= 76
        encodings = set(re.findall(rb"(?im)^content-transfer-encoding: *(\S+)", raw))
        assert encodings <= {b"7bit", b"quoted-printable", b"base64"}


# PostgreSQL itself refuses a NUL in a text.
@pytest.mark.parametrize("character", "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u202e\u2066")
def test_3_a_reader_whose_name_would_break_a_header_is_written_to_without_it_or_not_at_all(smtp_sink, settings, character):
    settings.LETTER_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", smtp_sink.host, smtp_sink.port
    seller = make_seller()
    make_reader(seller, f"Eve{character}Bcc: victim@example.net", "eve@example.com")
    make_reader(seller, "Maria", "maria@example.com")
    issue = make_issue(seller, readers=0)
    arm_issue(issue, by=seller.user)
    drain(until_empty=True)
    holds(issue)
    assert "maria@example.com" in [caught.rcpt_tos[0] for caught in smtp_sink.mails]
    for caught in smtp_sink.mails:
        assert caught.rcpt_tos[0].endswith("@example.com")
        message = email.message_from_bytes(caught.raw)
        assert message["Bcc"] is None
        head = caught.raw.split(b"\r\n\r\n", 1)[0]
        assert character.encode() not in head.replace(b"\r\n", b"")
        assert len(message.get_all("Subject")) == 1
        assert message.get_content_type() == "multipart/alternative"


def test_4_encoded_words_are_short_and_never_inside_an_address(sent):
    for caught in sent.values():
        head = caught.raw.split(b"\r\n\r\n", 1)[0].decode()
        words = re.findall(r"=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=", head)
        assert all(len(word) <= 75 for word in words)
        assert re.search(r"<[^>]*=\?[^>]*>", head) is None
        unsubscribe = re.search(r"(?ms)^List-Unsubscribe:(.*?)\r\n(?=\S)", head + "\r\nX")[1]
        assert "=?" not in unsubscribe


def test_4_subject_and_names_read_as_they_were_written(sent):
    by_address = {address: (first, last) for first, last, address in READERS}
    for address, caught in sent.items():
        message = email.message_from_bytes(caught.raw, policy=email.policy.default)
        first, last = by_address.get(address, ("Maria", "Straße"))
        assert message["From"].addresses[0].display_name.startswith("Łucja Ćwiek-Żółkiewska at ")
        assert message["Subject"].startswith(f"Grüße, {first or 'friend'}: a very long subject")
        # RFC 2047, 6.2: the space between two encoded words is none. Python's newer parser keeps it, decode_header does not.
        to = str(make_header(decode_header(email.message_from_bytes(caught.raw)["To"])))
        assert to.rpartition(" <")[0].strip('"').replace('\\"', '"') == f"{first} {last}".strip()


def test_5_the_message_id_belongs_to_the_delivery(sent):
    ids = [email.message_from_bytes(caught.raw)["Message-ID"] for caught in sent.values()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"<[A-Za-z0-9_.-]+@letters\.example>", found) for found in ids)


def test_6_two_real_parts_each_with_the_way_out_and_the_address(mails):
    for message in mails:
        assert message.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
        found = parts_of(message)
        leave = re.search(r"<(http[^>]+)>", message["List-Unsubscribe"].replace("\r\n", ""))[1]
        for kind, text in found.items():
            plain = text.replace("=\n", "")
            places = [match.start() for match in re.finditer(re.escape(leave), plain)]
            assert len(places) >= 2, kind
            assert "Long Street 1" in text or "Street" in text, kind
        text = found["text/plain"]
        assert "A quiet hour for your skin".casefold() in text.casefold()
        assert text.index(leave) < len(text) / 3
        html = found["text/html"]
        assert html.lstrip().lower().startswith("<!doctype html")
        assert html.index(leave) < html.index("A quiet hour")


def test_7_and_the_size_that_mail_programs_show(sent):
    assert all(len(caught.raw) < 100_000 for caught in sent.values())


def test_8_bulk_mail_says_so(mails):
    for message in mails:
        assert message["Precedence"] == "bulk"
        assert message["Auto-Submitted"] is None


def test_9_the_feedback_id_names_no_reader(mails):
    assert len({message["Feedback-ID"] for message in mails}) == 1
    assert mails[0]["Feedback-ID"].count(":") == 3


def test_10_domains_are_idna_2008_and_other_local_parts_wait_for_a_person(sent):
    assert "maria@xn--strae-oqa.de" in sent
    assert NON_ASCII_LOCAL not in sent
    assert "mail server cannot carry" in Problem.objects.get(kind="held").reason


def test_11_and_13_the_way_out_is_one_click_from_our_origin(mails, settings):
    for message in mails:
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        web, mail = re.findall(r"<([^>]+)>", message["List-Unsubscribe"].replace("\r\n", ""))
        assert web.startswith(f"{settings.ORIGIN}/")
        assert mail.startswith("mailto:")
        token = resolve(urlsplit(web).path).kwargs["token"]
        assert len(token) <= 60
        assert not any(address.partition("@")[0] in web for _, _, address in READERS)
        with pytest.raises(BadToken):
            leaving.read_unsubscribe(token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_12_the_link_of_a_received_mail_takes_a_reader_off_by_one_post(sent, client):
    message = email.message_from_bytes(sent["maria@example.com"].raw)
    path = urlsplit(re.search(r"<(http[^>]+)>", message["List-Unsubscribe"].replace("\r\n", ""))[1]).path
    for method in (client.get, client.head, client.options):
        method(path)
    reader = Delivery.objects.select_related("subscriber").get(subscriber__person__address="maria@example.com").subscriber
    assert reader.state == "active"
    for _ in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    reader.refresh_from_db()
    assert reader.state == "left"


def test_15_one_list_id_for_a_sellers_list(mails):
    found = {re.search(r"<([^>]+)>", message["List-Id"])[1] for message in mails}
    assert len(found) == 1
    assert all(re.fullmatch(r"[a-z0-9.-]+", one) for one in found)
    assert "=?" not in found.pop()


def test_16_from_the_brand_answers_to_her(sent):
    for caught in sent.values():
        message = email.message_from_bytes(caught.raw, policy=email.policy.default)
        assert message["From"].addresses[0].domain == "letters.example"
        assert len(message["Reply-To"].addresses) == 1
        delivery = Delivery.objects.get(pk=delivery_of_return_path(caught.mail_from.partition("@")[0]))
        assert delivery.subscriber.person.address == caught.rcpt_tos[0]
