"""What a bounce changes, and what it must not."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from sellers.audience.models import Subscriber, Suppression
from sellers.audience.queries import deliverable
from sellers.audience.services import erase_person
from sellers.delivery.choices import ChunkStatus, Row
from sellers.delivery.models import Chunk, Problem
from sellers.delivery.queries import accounting_of
from sellers.delivery.rows import store, write_states
from sellers.tracking.models import Inbound, Reply, Strike
from sellers.tracking.services.bounces import settle_waiting_rows
from sellers.tracking.services.receiving import receive
from sellers.tracking.services.refusing import judge_refusals
from tests.delivery.identity import holds
from tests.factories.profiles import make_seller
from tests.factories.tracking import address_of, answer, bounce, complaint, message_id, return_path, sent_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(outbox):
    return sent_issue(readers=3)


def first(issue):
    return issue.deliveries.select_related("subscriber__person").order_by("n").first()


def test_a_dead_address_is_stopped_at_once_for_everybody_and_the_row_counts_as_come_back(issue):
    inbound = receive(bounce(first(issue)), source="pipe")
    assert inbound.outcome == "suppressed"
    assert Suppression.objects.get().reason == "bounced" and Suppression.objects.get().seller is None
    assert deliverable(seller=issue.seller).count() == 2
    counts = holds(issue)
    assert (counts["sent"], counts["bounced"]) == (2, 1)


def test_the_same_mail_by_two_ways_acts_once(issue):
    raw = bounce(first(issue))
    again = b"Received: from elsewhere\r\nDelivered-To: x@y\r\n" + raw.replace(b"\n", b"\r\n")
    assert receive(raw, source="imap").pk == receive(again, source="maildir").pk
    assert holds(issue)["bounced"] == 1


@pytest.mark.parametrize(
    "to",
    ["b+{pk}.00000000000000000000@letters.example", "bounces@letters.example", "b+99999.{mac}@letters.example"],
    ids=["forged", "none", "another's"],
)
def test_a_forged_report_is_counted_and_changes_nothing(issue, to):
    delivery = first(issue)
    mac = return_path(delivery).partition(".")[2].partition("@")[0]
    inbound = receive(bounce(delivery, to=to.format(pk=delivery.pk, mac=mac)), source="pipe")
    assert inbound.outcome == "unmatched" and inbound.delivery is None
    assert not Suppression.objects.exists()
    assert holds(issue)["bounced"] == 0


def test_our_own_message_id_in_the_returned_letter_is_enough(issue):
    delivery = first(issue)
    raw = bounce(delivery, to="bounces@letters.example") + f"Message-ID: {message_id(delivery)}\n".encode()
    assert receive(raw, source="pipe").outcome == "suppressed"


def test_the_envelope_recipient_is_enough(issue):
    delivery = first(issue)
    raw = bounce(delivery, to="undisclosed@letters.example")
    assert receive(raw, source="lmtp", envelope_to=return_path(delivery).upper()).outcome == "suppressed"


def test_a_full_mailbox_is_given_up_after_three_letters_over_two_weeks(outbox):
    seller = make_seller()
    outcomes = []
    with time_machine.travel("2026-03-01 10:00Z", tick=False) as clock:
        for number in range(4):
            issue = sent_issue(seller, readers=1 if number == 0 else 0, subject=f"Letter {number}")
            outcomes.append(receive(bounce(first(issue), "552 5.2.2 over quota", mark=str(number)), source="pipe").outcome)
            clock.shift(timedelta(days=6))
    assert outcomes == ["strike", "strike", "strike", "suppressed"], "three within twelve days are too few days"


def test_strikes_are_forgotten_when_somebody_answers(issue):
    receive(bounce(first(issue), "552 5.2.2 over quota"), source="pipe")
    assert Strike.objects.count() == 1
    receive(answer(first(issue)), source="pipe")
    assert Strike.objects.count() == 0


def test_one_letter_is_one_strike_however_many_reports_come(issue):
    for mark in "abc":
        receive(bounce(first(issue), "552 5.2.2 over quota", mark=mark), source="pipe")
    assert Strike.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "action", "outcome", "bounced"),
    [
        ("550 5.7.1 rejected as spam", "failed", "policy", 1),
        ("451 4.4.1 connection timed out", "failed", "later", 1),
        ("451 4.4.1 connection timed out", "delayed", "later", 0),
        ("550 5.0.0 something happened", "failed", "strike", 1),
    ],
)
def test_what_is_not_the_address_s_fault_never_costs_it(issue, said, action, outcome, bounced):
    assert receive(bounce(first(issue), said, action=action), source="pipe").outcome == outcome
    assert not Suppression.objects.exists()
    assert holds(issue)["bounced"] == bounced


def test_a_row_in_a_worker_s_hand_is_counted_later_and_the_address_at_once(issue):
    chunk = Chunk.objects.get(issue=issue)
    Chunk.objects.filter(pk=chunk.pk).update(status=ChunkStatus.CLAIMED, worker="w")
    inbound = receive(bounce(first(issue)), source="pipe")
    assert inbound.row_waits and Suppression.objects.count() == 1
    assert settle_waiting_rows() == 0
    Chunk.objects.filter(pk=chunk.pk).update(status=ChunkStatus.SETTLED, worker="")
    assert settle_waiting_rows() == 1 and holds(issue)["bounced"] == 1


def test_a_bounce_settles_a_row_in_doubt(issue):
    delivery, chunk = first(issue), Chunk.objects.get(issue=issue)
    states = bytearray(chunk.states)
    states[delivery.n] = Row.IN_DOUBT
    write_states(chunk, bytes(states))
    store([chunk])
    problem = Problem.objects.create(chunk=chunk, delivery=delivery, kind="in_doubt", at=timezone.now())
    receive(bounce(delivery), source="pipe")
    problem.refresh_from_db()
    assert holds(issue)["bounced"] == 1 and accounting_of(issue)["in_doubt"] == 0 and problem.resolution == "arrived"


def test_a_complaint_takes_the_reader_off_every_list_and_sends_her_nothing(issue, mailoutbox):
    from hub.common.models import OutgoingMail

    delivery = first(issue)
    other = Subscriber.objects.create(
        seller=make_seller("Berta Berg"),
        person=delivery.subscriber.person,
        state="active",
        added_at=timezone.now(),
        confirmed_at=timezone.now(),
    )
    mails = OutgoingMail.objects.count()
    assert receive(complaint(delivery), source="pipe").outcome == "complaint"
    other.refresh_from_db()
    assert other.state == "left" and Subscriber.objects.get(pk=delivery.subscriber_id).state == "left"
    assert Suppression.objects.filter(seller=None).get().reason == "complained"
    assert OutgoingMail.objects.count() == mails
    assert holds(issue)["sent"] == 3, "it did arrive"


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "dmarc"])
def test_a_report_that_is_no_complaint_changes_nothing(issue, kind):
    assert receive(complaint(first(issue), kind), source="pipe").outcome == "nothing"
    assert not Suppression.objects.exists()


def test_an_erased_reader_s_bounce_has_nobody_to_stop(issue):
    delivery = first(issue)
    raw = bounce(delivery)
    erase_person(delivery.subscriber.person, source="link")
    Suppression.objects.all().delete()
    assert receive(raw, source="pipe").outcome == "gone"
    assert not Suppression.objects.exists()


def test_a_refusal_while_handing_over_is_judged_like_a_bounce(issue):
    delivery, chunk = first(issue), Chunk.objects.get(issue=issue)
    Problem.objects.create(
        chunk=chunk, delivery=delivery, kind="failed", code="550 5.1.1", reason="(address): user unknown", at=timezone.now()
    )
    assert judge_refusals() == 1 and judge_refusals() == 0
    assert Suppression.objects.get().address_hash == delivery.address_hash
    assert Inbound.objects.get().outcome == "suppressed"


def test_a_mail_to_the_leave_address_leaves(issue):
    from sellers.audience.tokens import unsubscribe_mailto

    delivery = first(issue)
    to = unsubscribe_mailto(delivery.subscriber_id).removeprefix("mailto:")
    raw = f"From: Kim <{address_of(delivery)}>\nTo: {to}\nSubject: \n\n".encode()
    assert receive(raw, source="pipe").outcome == "left"
    assert Subscriber.objects.get(pk=delivery.subscriber_id).state == "left"
    assert not Reply.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"\xff\xfe\x00", b"Subject: hi\n\nhello"], ids=["empty", "zeros", "noise", "other"])
def test_anything_else_is_taken_and_changes_nothing(raw):
    assert receive(raw, source="pipe").outcome == "nothing"
