"""Complaints (ARF and Hotmail's own form), written down before the classifier was ever run over them; a part of unseen.py."""

from collections.abc import Iterator

from tests.payloads.unseen_frames import KIM, mail


def arf(kind: str, *, fields: str = "", agent: str = "SomeGenerator/1.0", sender: str = "feedback@fbl.far.example", subject: str = "FW: News",
        declared: str = "multipart/report; report-type=feedback-report", part: str = "message/feedback-report") -> bytes:  # fmt: skip
    body = (
        f"--f\nContent-Type: text/plain\n\nThis is an email abuse report for an email message.\n--f\nContent-Type: {part}\n\nFeedback-Type: {kind}\nUser-Agent: {agent}\nVersion: 1\n{fields}\n"
        f"--f\nContent-Type: message/rfc822\n\nFrom: anna@letters.example\nTo: {KIM}\nMessage-ID: <x@letters.example>\nSubject: News\n\nHello\n--f--\n"
    )
    return mail(body, subject=subject, sender=sender, more=f'MIME-Version: 1.0\nContent-Type: {declared}; boundary="f"\n')


def complaints() -> Iterator[tuple[str, bytes]]:
    yield (
        "aol",
        arf(
            "abuse",
            agent="AOL SComp",
            sender="scomp@aol.net",
            subject="Email Feedback Report for IP 192.0.2.1",
            fields="Original-Rcpt-To: kim@far.example\nSource-IP: 192.0.2.1\n",
        ),
    )
    yield (
        "yahoo",
        arf(
            "abuse",
            agent="Yahoo!-Mail-Feedback/2.0",
            sender="feedback@arf.mail.yahoo.com",
            fields="Original-Mail-From: <b+17@letters.example>\nOriginal-Rcpt-To: kim@far.example\nReported-Domain: letters.example\n",
        ),
    )
    yield "comcast", arf("abuse", agent="ReturnPathFBL/1.0", sender="feedbackloop@comcastfbl.senderscore.net")
    yield "rfc", arf("abuse", fields="Original-Mail-From: <b+17@letters.example>\nRemoval-Recipient: kim@far.example\n")
    for kind in ("fraud", "virus", "other", "opt-out", "auth-failure", "not-spam"):
        yield kind, arf(kind)
    yield "wrong part", arf("abuse", part="text/plain", fields="Reported-Domain: letters.example\n")
    yield "not declared", arf("abuse", declared="multipart/mixed")
    yield "fastmail", arf("abuse", agent="FastMail-Feedback/1.0", sender="no-reply@feedback.fastmail.example")
    yield "jmrp", mail(f"--f\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: {KIM}\nFrom: anna@letters.example\nTo: {KIM}\nSubject: News\n\nHello\n--f--\n",
                       subject="complaint about message from 192.0.2.1", sender="staff@hotmail.com", more='MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="f"\n')  # fmt: skip
    yield "crlf", arf("abuse").replace(b"\n", b"\r\n")
    yield "cut off", arf("abuse")[:-300]
