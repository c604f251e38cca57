"""The forms in which mail servers send back what they could not deliver; used by unseen.py."""

from textwrap import dedent

KIM, US = "kim@far.example", "b+17.0123456789abcdef0123@letters.example"


def mail(
    body: str, *, subject: str = "Undelivered Mail Returned to Sender", sender: str = "MAILER-DAEMON@mx.far.example", more: str = ""
) -> bytes:
    head = f"Return-Path: <>\nFrom: {sender}\nTo: {US}\nSubject: {subject}\nDate: Mon, 1 Mar 2027 09:00:00 +0000\n"
    if "content-type" not in more.lower():
        more += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    return f"{head}{more}\n{dedent(body)}".encode()


def report(status: str, diagnostic: str = "", *, prose: str = "", action: str = "failed", subject: str = "Undelivered Mail Returned to Sender",
           sender: str = "MAILER-DAEMON@mx.far.example", mta: str = "dns; mx.far.example", extra: str = "") -> bytes:  # fmt: skip
    words = f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    body = (
        f"This is a MIME-encapsulated message.\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\n{prose}\n\n--=_b\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: {mta}\nArrival-Date: Mon, 1 Mar 2027 09:00:00 +0000\n\n"
        f"Final-Recipient: rfc822; {KIM}\nAction: {action}\nStatus: {status}\n{words}{extra}\n--=_b\nContent-Type: text/rfc822-headers\n\n"
        f"From: Anna <anna@letters.example>\nTo: {KIM}\nSubject: News from Anna\nMessage-ID: <x@letters.example>\n\n--=_b--\n"
    )
    return mail(body, subject=subject, sender=sender,
                more='MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="=_b"\n')  # fmt: skip


def exim(words: str, *, lead: str = "This is a permanent error. The following address(es) failed:") -> bytes:
    return mail(
        f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more "
        f"of its\nrecipients. {lead}\n\n  {KIM}\n    {words}\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        f"From: anna@letters.example\nTo: {KIM}\nSubject: News\n\nHello\n",
        subject="Mail delivery failed: returning message to sender", sender="Mail Delivery System <Mailer-Daemon@mx.far.example>",
        more=f"X-Failed-Recipients: {KIM}\nAuto-Submitted: auto-replied\n",
    )  # fmt: skip


def qmail(words: str) -> bytes:
    return mail(
        f"Hi. This is the qmail-send program at mx.far.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        f"This is a permanent error; I've given up. Sorry it didn't work out.\n\n<{KIM}>:\n{words}\n\n--- Below this line is a copy of the message."
        "\n\nReturn-Path: <anna@letters.example>\nSubject: News\n\nHello\n", subject="failure notice",
    )  # fmt: skip


def postfix(words: str, status: str, diagnostic: str = "") -> bytes:
    return report(status, diagnostic, prose=(
        "This is the mail system at host mx.near.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or "
        f"more recipients. It's attached below.\n\n                   The mail system\n\n<{KIM}>: {words}"))  # fmt: skip


def sendmail(reason: str, talk: str) -> bytes:
    return mail(
        f"The original message was received at Mon, 1 Mar 2027 09:00:00 GMT\nfrom near.example [192.0.2.1]\n\n"
        f"   ----- The following addresses had permanent fatal errors -----\n<{KIM}>\n    (reason: {reason})\n\n"
        f"   ----- Transcript of session follows -----\n... while talking to mx.far.example.:\n{talk}\n",
        subject="Returned mail: see transcript for details", sender="Mail Delivery Subsystem <MAILER-DAEMON@near.example>",
    )  # fmt: skip


def exchange(
    words: str, *, subject: str = "Undeliverable: News from Anna", body: str = "Delivery has failed to these recipients or groups:"
) -> bytes:
    return mail(
        f"{body}\n\n{KIM}\n{words}\n\nDiagnostic information for administrators:\n\nGenerating server: EX01.far.example\n",
        subject=subject, sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@far.example>",
    )  # fmt: skip


def gmail(words: str, quoted: str, *, subject: str = "Delivery Status Notification (Failure)") -> bytes:
    return mail(
        f"** {words} **\n\nLearn more here: https://support.google.com/mail/answer/6596\n\nThe response was:\n\n{quoted}\n",
        subject=subject, sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        more=f"X-Failed-Recipients: {KIM}\nAuto-Submitted: auto-replied\n",
    )  # fmt: skip
