"""The corpus of tests/payloads: every frame around every refusal, whole reports, complaints, and what people send."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellers.delivery.inbound.classify import classify
from sellers.delivery.inbound.parse import READ_AT_MOST
from tests.payloads.complaints import COMPLAINTS
from tests.payloads.frames import FRAMES, qmail
from tests.payloads.people import AUTOMATIC, OTHER
from tests.payloads.refusals import REFUSALS
from tests.payloads.reports import REPORTS

KIM = "kim@far.example"
EVERYTHING = [mail for _, _, _, mail in REPORTS] + [mail for *_, mail in COMPLAINTS] + [mail for _, mail in AUTOMATIC + OTHER]
KINDS = {"dsn", "complaint", "auto-reply", "other"}
CLASSES = {"dead", "full", "policy", "temporary", "unknown"}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.__name__)
def test_every_refusal_is_understood_in_every_frame(frame):
    wrong = []
    for wanted, status, said in REFUSALS:
        verdict = classify(frame(KIM, status, said))
        if (verdict.kind, verdict.bounce_class, verdict.recipients) != ("dsn", wanted, (KIM,)):
            wrong.append((wanted, verdict.kind, verdict.bounce_class, verdict.recipients, said))
    assert wrong == []


@pytest.mark.parametrize(("wanted", "recipients", "mail"), [case[1:] for case in REPORTS], ids=[case[0] for case in REPORTS])
def test_whole_reports(wanted, recipients, mail):
    verdict = classify(mail)
    assert (verdict.kind, verdict.bounce_class, verdict.recipients) == ("dsn", wanted, recipients)


@pytest.mark.parametrize(("recipients", "mail"), [case[1:] for case in COMPLAINTS], ids=[case[0] for case in COMPLAINTS])
def test_complaints(recipients, mail):
    verdict = classify(mail)
    assert (verdict.kind, verdict.recipients) == ("complaint", recipients)


@pytest.mark.parametrize("mail", [case[1] for case in AUTOMATIC], ids=[case[0] for case in AUTOMATIC])
def test_automatic_replies(mail):
    verdict = classify(mail)
    assert (verdict.kind, verdict.bounce_class) == ("auto-reply", "unknown")


@pytest.mark.parametrize("mail", [case[1] for case in OTHER], ids=[case[0] for case in OTHER])
def test_what_people_write_is_nothing_of_the_kind(mail):
    assert classify(mail).kind == "other"


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_no_mutation_of_any_of_them_raises_or_takes_long(data):
    raw = bytearray(data.draw(st.sampled_from(EVERYTHING)) or b" ")
    for _ in range(data.draw(st.integers(1, 15))):
        at = data.draw(st.integers(0, len(raw)))
        kind = data.draw(st.sampled_from(["cut", "put", "swap", "repeat", "half"]))
        if kind == "half":
            raw = raw[: len(raw) // 2 + 1]
        elif kind == "repeat":
            raw[at:at] = raw[at : at + 200] * data.draw(st.integers(1, 20))
        elif kind == "swap":
            other = data.draw(st.sampled_from(EVERYTHING))
            raw[at : at + 100] = other[at : at + 300]
        else:
            raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=30)) if kind == "put" else b""
    began = time.process_time()
    verdict = classify(bytes(raw))
    assert verdict.kind in KINDS
    assert verdict.bounce_class in CLASSES
    assert time.process_time() - began < 5


HOSTILE = {
    "30 MB attachment": qmail(KIM, "", "550 no such user") + b"\nA" * 15_000_000,
    "nested parts": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000)),
    "nested mails": b"Content-Type: message/rfc822\n\n" * 20_000,
    "reports in reports": b"Content-Type: message/delivery-status\n\n" * 20_000,
    "endless header": b"Subject: " + b"a " * 500_000 + b"\n\nx",
    "many headers": b"X-A: b\n" * 140_000 + b"\nx",
    "open tags": b"From: MAILER-DAEMON@x\nContent-Type: text/html\n\n" + b"<style <a <" * 90_000,
    "almost a phrase": b"From: MAILER-DAEMON@x\nSubject: Undeliverable\n\nunknown " + b"a valid such " * 70_000,
    "addresses": b"From: MAILER-DAEMON@x\nSubject: Undeliverable\n\n" + b"a.b@c.d " * 120_000,
    "almost an address": b"From: MAILER-DAEMON@x\nSubject: Undeliverable\n\n" + b"a" * 900_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\n\nx",
    "recipients": b'From: MAILER-DAEMON@x\nContent-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\n'
    + b"Final-Recipient: rfc822;a@b.c\nAction: failed\nStatus: 5.1.1\n\n" * 15_000,
    "dots and spaces": b"From: MAILER-DAEMON@x\nSubject: Undeliverable\n\n" + b"5 . " * 240_000,
    "quotes": b"From: Kim <k@x>\nSubject: Re: a\n\n" + b"on a " * 190_000,
}  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_mail_made_to_tire_us_out_is_read_in_bounded_time(raw):
    began = time.process_time()
    assert classify(raw).kind in KINDS
    assert time.process_time() - began < 6, "a slow machine takes one second of CPU"


def test_a_huge_mail_is_judged_by_its_beginning():
    assert len(HOSTILE["30 MB attachment"]) > 20 * READ_AT_MOST
    assert classify(HOSTILE["30 MB attachment"]).bounce_class == "dead"
