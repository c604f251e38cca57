"""Letters that were sent, and what comes back of them."""

from typing import Any

from sellers.delivery.drain import drain
from sellers.delivery.models import Delivery, Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.start import start_issue
from sellers.delivery.tokens import message_id_token, return_path_local
from tests.factories.delivery import make_issue

DOMAIN = "letters.example"


def sent_issue(seller: Any = None, *, readers: int = 3, **letter: Any) -> Issue:
    """A letter that every reader got, by the memory transport."""
    issue = make_issue(seller, readers=readers, **letter)
    arm_issue(issue, by=None)
    start_issue(issue.pk)
    drain(until_empty=True)
    issue.refresh_from_db()
    assert issue.state == "done"
    return issue


def address_of(delivery: Delivery) -> str:
    assert delivery.subscriber is not None
    return delivery.subscriber.person.address


def return_path(delivery: Delivery) -> str:
    return f"{return_path_local(delivery.pk)}@{DOMAIN}"


def message_id(delivery: Delivery) -> str:
    return f"<{message_id_token(delivery.pk)}@{DOMAIN}>"


def bounce(delivery: Delivery, said: str = "550 5.1.1 user unknown", *, to: str = "", action: str = "failed", mark: str = "") -> bytes:
    """A status report on a delivery, to its return path. `mark` makes it another mail."""
    status = said.split()[1] if said.split()[1][1:2] == "." else "5.0.0"
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.far.example\nTo: {to or return_path(delivery)}\nSubject: Undelivered Mail\n"
        f"Message-ID: <bounce-{delivery.pk}-{mark}@mx.far.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; boundary="r"\n\n--r\n'
        f"Content-Type: text/plain\n\nSorry.\n\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.far.example\n\n"
        f"Final-Recipient: rfc822; {address_of(delivery)}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n--r--\n"
    ).encode()


def complaint(delivery: Delivery, kind: str = "abuse") -> bytes:
    return (
        f"From: fbl@far.example\nTo: fbl@{DOMAIN}\nSubject: FW: letter\nMIME-Version: 1.0\nContent-Type: multipart/report; "
        f'report-type=feedback-report; boundary="r"\n\n'
        "--r\nContent-Type: text/plain\n\nAbuse.\n\n--r\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: {kind}\nUser-Agent: X/1\nVersion: 1\n\n--r\nContent-Type: message/rfc822\n\n"
        f"From: anna@{DOMAIN}\nTo: {address_of(delivery)}\n"
        f"Message-ID: {message_id(delivery)}\nSubject: letter\n\nHello\n--r--\n"
    ).encode()


def answer(
    delivery: Delivery, text: str = "I will come by!", *, sender: str = "", to: str = "", more: str = "", subject: str = "Re: letter"
) -> bytes:
    return (
        f"From: Kim <{sender or address_of(delivery)}>\nTo: {to or f'anna@{DOMAIN}'}\nSubject: {subject}\n"
        f"Message-ID: <m{delivery.pk}.{len(text)}@far.example>\n"
        f"In-Reply-To: {message_id(delivery)}\n{more}\n{text}\n\nOn Monday Anna wrote:\n> Dear Kim\n"
    ).encode()
