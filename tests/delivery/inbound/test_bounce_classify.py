"""Whole mails: reports, prose, complaints, automatic replies, and what is none of these."""

import io
import json
import os
import sys

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from sellers.delivery.inbound.classify import classify


def report(fields: str, *, prose: str = "I am sorry.", inner: str = "To: kim@example.org\nSubject: Hello\n\nHi\n") -> bytes:
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: b+1@letters.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

{prose}

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{fields}

--B
Content-Type: message/rfc822

{inner}
--B--
""".encode()


def prose(
    body: str,
    *,
    subject: str = "Undeliverable mail",
    sender: str = "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>",
    more: str = "",
) -> bytes:
    return f"Return-Path: <>\nFrom: {sender}\nTo: anna@letters.example\nSubject: {subject}\n{more}\n{body}".encode()


QMAIL = """Hi. This is the qmail-send program at mx.
I'm afraid I wasn't able to deliver your message to the following addresses.

<kim@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <a@b.example>
"""
EXIM = """A message that you sent could not be delivered to one or more of its recipients.

  kim@example.org
    Unrouteable address

------ This is a copy of the message, including all the headers. ------
"""
GOOD = "Final-Recipient: rfc822; kim@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"


def test_a_status_report_names_recipient_and_class():
    verdict = classify(report(GOOD))
    assert (verdict.kind, verdict.bounce_class, verdict.status, verdict.recipients) == ("dsn", "dead", "5.1.1", ("kim@example.org",))


def test_the_worst_of_several_recipients_speaks_and_names_only_whom_it_is_true_of():
    fields = "Final-Recipient: rfc822;a@example.org\nAction: delayed\nStatus: 4.4.1\n\n" + GOOD
    verdict = classify(report(fields))
    assert (verdict.bounce_class, verdict.recipients) == ("dead", ("kim@example.org",))
    assert {(fate.address, fate.bounce_class) for fate in verdict.fates} == {("a@example.org", "temporary"), ("kim@example.org", "dead")}


def test_a_delivered_report_is_no_bounce_of_an_address():
    assert classify(report("Final-Recipient: rfc822; kim@example.org\nAction: delivered\nStatus: 2.0.0")).bounce_class == "unknown"


def test_the_original_mail_is_never_read_as_the_servers_words():
    fields = "Final-Recipient: rfc822; kim@example.org\nAction: failed\nStatus: 5.0.0"
    verdict = classify(report(fields, inner="To: kim@example.org\nSubject: user unknown\n\nno such user, mailbox full\n"))
    assert verdict.bounce_class == "unknown"


def test_a_report_under_a_wrong_content_type_is_read_all_the_same():
    raw = report(GOOD).replace(b"message/delivery-status", b"text/plain")
    assert classify(raw).bounce_class == "dead"


@pytest.mark.parametrize(
    ("wanted", "recipient", "raw"),
    [
        (
            "dead",
            "kim@example.org",
            prose(
                QMAIL,
                subject="failure notice",
            ),
        ),
        (
            "dead",
            "kim@example.org",
            prose(
                EXIM,
                subject="Mail delivery failed: returning message to sender",
                more="X-Failed-Recipients: kim@example.org\n",
            ),
        ),
        (
            "full",
            "kim@example.org",
            prose("Your message could not be delivered to the following recipient:\n<kim@example.org>\nThe mailbox is full, over quota.\n"),
        ),
        (
            "policy",
            "kim@example.org",
            prose("Your message to <kim@example.org> was not delivered:\n554 rejected as spam by content filter\n"),
        ),
        (
            "temporary",
            "kim@example.org",
            prose(
                "This is a warning only. Not delivered to kim@example.org yet: connection timed out. It will be retried.\n",
                subject="Warning: message delayed 24 hours",
            ),
        ),
        (
            "dead",
            "kim@example.org",
            prose(
                "Twoja wiadomość nie została dostarczona.\nkim@example.org: adres nie istnieje, unknown user\n",
                subject="Nie dostarczono wiadomości",
            ),
        ),
    ],
    ids=["qmail", "exim", "full", "spam", "delay", "polish"],
)
def test_prose_bounces_are_understood(wanted, recipient, raw):
    verdict = classify(raw)
    assert (verdict.kind, verdict.bounce_class, verdict.recipients[:1]) == ("dsn", wanted, (recipient,))


def test_a_feedback_report_is_a_complaint():
    raw = b"""From: fbl@provider.example
To: fbl@letters.example
Subject: FW: Hello
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an email abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeFBL/1.0
Version: 1
Original-Rcpt-To: <kim@example.org>

--B
Content-Type: message/rfc822

To: kim@example.org
Subject: Hello

Hi
--B--
"""
    verdict = classify(raw)
    assert (verdict.kind, verdict.feedback_type, verdict.recipients) == ("complaint", "abuse", ("kim@example.org",))


@pytest.mark.parametrize(
    "raw",
    [
        b"From: Kim <kim@example.org>\nTo: anna@letters.example\nSubject: Out of office: your letter\n\nI am away until Monday.",
        b"From: Kim <kim@example.org>\nAuto-Submitted: auto-replied\nSubject: Re: your letter\n\nUnknown user? No, I am on holiday.",
        b"From: Kim <kim@example.org>\nSubject: Automatische Antwort: Hallo\n\nIch bin im Urlaub.",
        "From: Kim <kim@example.org>\nSubject: 부재중 자동응답\n\n휴가 중입니다".encode(),
    ],
    ids=["subject", "header", "german", "korean"],
)
def test_automatic_replies_are_told_apart(raw):
    assert classify(raw).kind == "auto-reply"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: Kim <kim@example.org>\nTo: anna@letters.example\nSubject: Re: The blue coat\n\nMy old address does not exist.",
        b"From: Kim <kim@example.org>\nSubject: Your delivery failed to arrive\n\nThe parcel was not delivered to 1 High Street.",
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: multipart/report; boundary=\n\n--\n",
    ],
    ids=["answer", "parcel", "empty", "noise", "no boundary"],
)
def test_other_mail_is_left_alone(raw):
    assert classify(raw).kind == "other"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_of_a_report_raises(data):
    raw = bytearray(data.draw(st.sampled_from([report(GOOD), prose("Delivery to <kim@example.org> failed: user unknown")])))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=20))
        raw = raw or bytearray(b" ")
    assert classify(bytes(raw)).kind in {"dsn", "complaint", "auto-reply", "other"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(raw):
    assert classify(raw).kind in {"dsn", "complaint", "auto-reply", "other"}


def test_the_command_prints_an_object_per_file(tmp_path, capsys):
    one, two = tmp_path / "one.eml", tmp_path / "two.eml"
    one.write_bytes(report(GOOD))
    two.write_bytes(b"Subject: hello\n\nhi")
    call_command("bounce_classify", str(one), str(two), format="json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["kind"], line["class"]) for line in lines] == [("dsn", "dead"), ("other", "unknown")]
    assert lines[0]["recipients"] == ["kim@example.org"] and lines[0]["status"] == "5.1.1"


def test_the_command_reads_a_pipe(capsys):
    reading, writing = os.pipe()
    os.write(writing, report(GOOD))
    os.close(writing)
    call_command("bounce_classify", f"/dev/fd/{reading}", format="json")
    os.close(reading)
    assert json.loads(capsys.readouterr().out)["class"] == "dead"


def test_the_command_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report(GOOD))))
    call_command("bounce_classify", "-", format="json")
    found = json.loads(capsys.readouterr().out)
    assert (found["file"], found["recipients"]) == ("-", ["kim@example.org"])


def test_the_command_names_a_missing_file_and_a_folder(tmp_path):
    for name in (tmp_path / "none.eml", tmp_path):
        with pytest.raises(CommandError, match="No such file"):
            call_command("bounce_classify", str(name))
