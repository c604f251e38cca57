"""Answers: they reach the seller, are matched to reader and letter, and nobody else sees them."""

import pytest

from hub.common.models import OutgoingMail
from sellers.audience.services import erase_person
from sellers.newsletters.compile import compile_letter
from sellers.tracking.models import Reply
from sellers.tracking.queries import replies_of, reply_for, timeline_of, waiting_replies
from sellers.tracking.services.receiving import receive
from sellers.tracking.services.replying import mark_read
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller
from tests.factories.tracking import address_of, answer, bounce, return_path, sent_issue
from tests.payloads.people import AUTOMATIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(outbox):
    return sent_issue(readers=3)


def first(issue):
    return issue.deliveries.select_related("subscriber__person").order_by("n").first()


def passed_on():
    return list(OutgoingMail.objects.filter(kind="tracking.reply"))


def test_an_answer_is_matched_kept_and_passed_on_to_the_seller_s_own_mailbox(issue):
    delivery = first(issue)
    assert receive(answer(delivery, "Keep the blue coat for me!"), source="imap").outcome == "reply"
    reply = Reply.objects.get()
    assert (reply.seller, reply.subscriber, reply.issue_id, reply.automatic) == (issue.seller, delivery.subscriber, issue.pk, False)
    assert reply.text == "Keep the blue coat for me!", "without the letter she quotes"
    mail = passed_on()[0]
    assert mail.to == issue.seller.reply_to and mail.headers["Reply-To"] == address_of(delivery)
    assert "Keep the blue coat" in mail.text and "auto" in mail.headers["Auto-Submitted"]


def test_an_answer_from_another_address_of_hers_is_hers_too(issue):
    receive(answer(first(issue), sender="kim.private@elsewhere.example"), source="imap")
    reply = Reply.objects.get()
    assert reply.subscriber == first(issue).subscriber and reply.sender == "kim.private@elsewhere.example"


def test_a_new_mail_of_a_reader_to_her_seller_s_address_is_matched_by_who_writes(issue):
    head = f"From: {address_of(first(issue))}\nTo: {issue.seller.mail_name}@letters.example\nSubject: Hello\n"
    raw = f"{head}\nAre you open on Sunday?\n".encode()
    receive(raw, source="imap")
    assert Reply.objects.get().subscriber == first(issue).subscriber and Reply.objects.get().issue is None


def test_a_stranger_s_mail_to_a_seller_reaches_her_and_names_no_reader(issue):
    raw = f"From: new@far.example\nTo: {issue.seller.mail_name}@letters.example\nSubject: Hello\n\nMay I have your letters?\n".encode()
    receive(raw, source="imap")
    reply = Reply.objects.get()
    assert reply.subscriber is None and reply.sender == "new@far.example" and len(passed_on()) == 1


@pytest.mark.parametrize("case", AUTOMATIC, ids=[name for name, _ in AUTOMATIC])
def test_what_a_machine_answers_is_kept_apart_and_passed_on_to_nobody(issue, case):
    head, _, rest = case[1].partition(b"\n")
    raw = (
        head.replace(b"kim@far.example", address_of(first(issue)).encode())
        + b"\nDelivered-To: "
        + return_path(first(issue)).encode()
        + b"\n"
        + rest
    )
    assert receive(raw, source="imap").outcome == "automatic"
    assert Reply.objects.get().automatic and not passed_on()
    assert not replies_of(seller=issue.seller).exists() and replies_of(seller=issue.seller, automatic=True).count() == 1


def test_a_copy_from_the_seller_s_own_mailbox_is_not_sent_back_to_it(issue):
    receive(answer(first(issue), sender=issue.seller.reply_to), source="imap")
    assert not passed_on()


def test_nobody_s_mail_is_nobody_s_answer(outbox):
    assert receive(b"From: a@b.example\nTo: nobody@letters.example\nSubject: Hi\n\nHello\n", source="imap").outcome == "nothing"
    assert not Reply.objects.exists()


def test_another_seller_sees_neither_answers_nor_timeline(issue):
    receive(answer(first(issue)), source="imap")
    berta, reader = make_seller("Berta Berg"), first(issue).subscriber
    assert not replies_of(seller=berta).exists() and not replies_of(seller=berta, subscriber=reader).exists()
    assert timeline_of(seller=berta, subscriber=reader) == []
    assert reply_for(seller=berta, pk=Reply.objects.get().pk) is None


def test_the_timeline_shows_letters_and_answers_in_order(issue):
    receive(answer(first(issue), "Thank you!"), source="imap")
    receive(bounce(first(issue), "552 5.2.2 over quota"), source="imap")
    moments = timeline_of(seller=issue.seller, subscriber=first(issue).subscriber)
    assert [moment.kind for moment in moments] == ["bounced", "reply", "letter"]
    assert moments[1].text == "Thank you!" and moments[2].letter_id == issue.pk


def test_an_erased_reader_s_answers_are_gone(issue):
    receive(answer(first(issue)), source="imap")
    erase_person(first(issue).subscriber.person, source="link")
    assert not Reply.objects.exists()


def test_only_the_seller_s_own_look_counts_as_read(issue):
    receive(answer(first(issue)), source="imap")
    reply = Reply.objects.get()
    mark_read(reply, by=make_seller("Berta Berg").user)
    assert waiting_replies(seller=issue.seller) == 1
    mark_read(reply, by=issue.seller.user)
    assert waiting_replies(seller=issue.seller) == 0


@pytest.mark.parametrize("text", ["\x00zero", "a\u202eb", "x" * 100_000, "<script>alert(1)</script>", ""])
def test_hostile_texts_are_kept_as_text(issue, text):
    receive(answer(first(issue), text), source="imap")
    reply = Reply.objects.get()
    assert "\x00" not in reply.text and "\u202e" not in reply.text and len(reply.text) <= 20_000


def test_answers_go_where_the_setting_says(settings, outbox):
    seller = make_seller()
    make_reader(seller)
    assert compile_letter(make_letter(seller)).reply_to == seller.reply_to
    settings.REPLIES_TO = "inbound"
    assert compile_letter(make_letter(seller)).reply_to == f"{seller.mail_name}@letters.example"
