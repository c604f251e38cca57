"""How mail systems wrap a refusal: each frame takes recipient, status and the server's words, and gives a whole mail.

Written after the formats' public descriptions; names, hosts and texts are invented.
"""

import base64
from collections.abc import Callable

Frame = Callable[[str, str, str], bytes]
ORIGINAL = """Return-Path: <b+7.0123456789abcdef0123@letters.example>
From: Anna Nowak <anna@letters.example>
To: {rcpt}
Subject: New creams, unknown user groups and a full mailbox of news
Message-ID: <AAAA@letters.example>

Hello, this text says "no such user" and "over quota" and must not count.
"""


def _mail(*heads: str, body: str, charset: str = "utf-8") -> bytes:
    return ("\n".join(heads) + "\n\n" + body).encode(charset)


def _report(sender: str, subject: str, prose: str, fields: str, rcpt: str, *, more: str = "") -> bytes:
    return _mail(
        "Return-Path: <>", f"From: {sender}", "To: b+7.0123456789abcdef0123@letters.example", f"Subject: {subject}",
        "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"' + more,
        body=f"--=_x\nContent-Type: text/plain; charset=utf-8\n\n{prose}\n\n--=_x\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.frame.example\nArrival-Date: Wed, 4 Mar 2026 10:00:00 +0100\n\n{fields}\n\n"
        f"--=_x\nContent-Type: message/rfc822\n\n{ORIGINAL.format(rcpt=rcpt)}\n--=_x--\n",
    )  # fmt: skip


def postfix(rcpt: str, status: str, said: str) -> bytes:
    prose = (
        "This is the mail system at host mx.frame.example.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n"
        "                   The mail system\n\n"
        f"<{rcpt}>: host mx.far.example[192.0.2.7] said: {said} (in reply to RCPT TO command)"
    )
    fields = f"Final-Recipient: rfc822; {rcpt}\nOriginal-Recipient: rfc822;{rcpt}\nAction: failed\nStatus: {status or '5.0.0'}\n"
    fields += f"Remote-MTA: dns; mx.far.example\nDiagnostic-Code: smtp; {said}"
    return _report(
        "MAILER-DAEMON@mx.frame.example (Mail Delivery System)", "Undelivered Mail Returned to Sender", prose, fields, rcpt,
        more="\nAuto-Submitted: auto-replied",
    )  # fmt: skip


def sendmail(rcpt: str, status: str, said: str) -> bytes:
    prose = (
        "The original message was received at Wed, 4 Mar 2026 10:00:00 +0100\nfrom localhost [127.0.0.1]\n\n"
        f"   ----- The following addresses had permanent fatal errors -----\n<{rcpt}>\n    (reason: {said})\n\n"
        f"   ----- Transcript of session follows -----\n... while talking to mx.far.example.:\n>>> DATA\n<<< {said}"
    )
    if status not in ("5.1.1", ""):
        prose = prose.replace("permanent fatal errors", "delivery problems")
    fields = f"Final-Recipient: RFC822; {rcpt}\nAction: failed\nStatus: {status or '5.0.0'}\nDiagnostic-Code: SMTP; {said}"
    return _report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.frame.example>", "Returned mail: see transcript for details", prose, fields, rcpt
    )


def exchange_online(rcpt: str, status: str, said: str) -> bytes:
    prose = (
        f"Delivery has failed to these recipients or groups:\n\n{rcpt}<mailto:{rcpt}>\nYour message couldn't be delivered.\n\n"
        f"Diagnostic information for administrators:\n\nGenerating server: PROD.frame.example\n\n{rcpt}\nmx.far.example\n"
        f"Remote Server returned '{said}'\n\nOriginal message headers:\n"
    )
    fields = f"Original-Recipient: rfc822;{rcpt}\nFinal-Recipient: rfc822;{rcpt}\nAction: failed\nStatus: {status or '5.0.0'}\n"
    fields += f"Diagnostic-Code: smtp;{said}\nRemote-MTA: dns;mx.far.example\nX-Display-Name: Kim"
    return _report("Microsoft Outlook <MicrosoftExchange329e71ec@frame.example>", "Undeliverable: New creams", prose, fields, rcpt)


def gmail_dsn(rcpt: str, status: str, said: str) -> bytes:
    prose = (
        "** Message not delivered **\n\nThere was a problem delivering your message to "
        f"{rcpt}. See the technical details below.\n\nThe response from the remote server was:\n{said}"
    )
    fields = f"Final-Recipient: rfc822; {rcpt}\nAction: failed\nStatus: {status or '5.0.0'}\nRemote-MTA: dns; mx.far.example\n"
    fields += f"Diagnostic-Code: smtp; {said}\nLast-Attempt-Date: Wed, 04 Mar 2026 01:00:00 -0800 (PST)"
    subject = "Delivery Status Notification (Failure)"
    return _report("Mail Delivery Subsystem <mailer-daemon@frame.example>", subject, prose, fields, rcpt)


def general_code(rcpt: str, status: str, said: str) -> bytes:
    """The report writes 5.0.0; only the server's words tell."""
    fields = (
        f"Final-Recipient: rfc822; {rcpt}\nAction: failed\nStatus: {'4' if status[:1] == '4' else '5'}.0.0\nDiagnostic-Code: smtp; {said}"
    )
    return _report("postmaster@frame.example", "Delivery failure", "Sorry.", fields, rcpt)


def lost_types(rcpt: str, status: str, said: str) -> bytes:
    """A gateway turned every part into text/plain."""
    return postfix(rcpt, status, said).replace(b"message/delivery-status", b"text/plain").replace(b"message/rfc822", b"text/plain")


def exim(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "Return-Path: <>", f"X-Failed-Recipients: {rcpt}", "Auto-Submitted: auto-replied",
        "From: Mail Delivery System <Mailer-Daemon@mx.frame.example>", "To: anna@letters.example",
        "Subject: Mail delivery failed: returning message to sender",
        body="This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or "
        f"more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {rcpt}\n"
        "    SMTP error from remote mail server after RCPT TO:<" + rcpt + f">:\n    host mx.far.example [192.0.2.7]: {said}\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n" + ORIGINAL.format(rcpt=rcpt),
    )  # fmt: skip


def qmail(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "Return-Path: <>", "From: MAILER-DAEMON@mx.frame.example", "To: anna@letters.example", "Subject: failure notice",
        body="Hi. This is the qmail-send program at mx.frame.example.\nI'm afraid I wasn't able to deliver your message to the following "
        f"addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{rcpt}>:\n192.0.2.7 failed after I sent the "
        f"message.\nRemote host said: {said}\n\n--- Below this line is a copy of the message.\n\n" + ORIGINAL.format(rcpt=rcpt),
    )  # fmt: skip


def gmail_old(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "Return-Path: <>", f"X-Failed-Recipients: {rcpt}", "From: Mail Delivery Subsystem <mailer-daemon@frame.example>",
        "To: anna@letters.example", "Subject: Delivery Status Notification (Failure)",
        body=f"Delivery to the following recipient failed permanently:\n\n     {rcpt}\n\nTechnical details of permanent failure: \n"
        "We tried to deliver your message, but it was rejected by the server for the recipient domain far.example by mx.far.example.\n\n"
        f"The error that the other server returned was:\n{said}\n\n----- Original message -----\n\n" + ORIGINAL.format(rcpt=rcpt),
    )  # fmt: skip


def courier(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "Return-Path: <>", 'From: "Courier mail server at mx.frame.example" <@>', "To: anna@letters.example",
        "Subject: NOTICE: mail delivery status.",
        body="This is a delivery status notification from mx.frame.example,\nrunning the Courier mail server.\n\nUNDELIVERABLE MAIL\n\n"
        f"Your message to the following recipients cannot be delivered:\n\n<{rcpt}>:\n    mx.far.example [192.0.2.7]:\n"
        f">>> RCPT TO:<{rcpt}>\n<<< {said}\n\n---------------\n\nIf your message was also sent to additional recipients, this says nothing of them.",
    )  # fmt: skip


def yahoo(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "From: MAILER-DAEMON@frame.example", "To: anna@letters.example", "Subject: Failure Notice",
        body="Sorry, we were unable to deliver your message to the following address.\n\n"
        f"<{rcpt}>:\nRemote host said:\n{said}\n\n--- Below this line is a copy of the message.\n\n" + ORIGINAL.format(rcpt=rcpt),
    )  # fmt: skip


def james(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "From: postmaster@frame.example", "To: anna@letters.example", "Subject: [BOUNCE]",
        body="Hi. This is the James mail server at frame.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.  Below\nI include the list of recipients and the reason.\n\n"
        f"Failed recipient(s):\n{rcpt}\n\nError message:\n{said}\n",
    )  # fmt: skip


def opensmtpd(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "From: Mailer Daemon <MAILER-DAEMON@mx.frame.example>", "To: anna@letters.example", "Subject: Delivery status notification: error",
        body="    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to "
        f"deliver a message for\n    the following list of recipients:\n\n{rcpt}: {said}\n\n    Below is a copy of the original message:\n\n"
        + ORIGINAL.format(rcpt=rcpt),
    )  # fmt: skip


def gmx(rcpt: str, status: str, said: str) -> bytes:
    return _mail(
        "From: MAILER-DAEMON@frame.example (Mail Delivery System)", "To: anna@letters.example",
        "Subject: Mail delivery failed: returning message to sender",
        body="This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or "
        f'more of its\nrecipients. This is a permanent error. The following address\nfailed:\n\n"{rcpt}":\nSMTP error from remote server '
        f"for RCPT TO command, host: mx.far.example (192.0.2.7) reason: {said}\n\n--- The header of the original message is following. ---\n\n"
        + ORIGINAL.format(rcpt=rcpt),
    )  # fmt: skip


def mailgate(rcpt: str, status: str, said: str) -> bytes:
    """A content gateway in the manner of MIMEsweeper and MailMarshal."""
    return _mail(
        "From: MailMarshal <postmaster@frame.example>", "To: anna@letters.example", "Subject: Undeliverable Mail: New creams",
        body="Your message:\n   From:    anna@letters.example\n   Subject: New creams\n\nCould not be delivered because of\n\n"
        f"{said}\n\nThe following recipients were affected:\n    {rcpt}\n\nAdditional Information\n======================\n",
    )  # fmt: skip


def outer_words(rcpt: str, status: str, said: str) -> bytes:
    """German frame, base64."""
    text = (
        "Diese Nachricht wurde automatisch vom Mailsystem erzeugt.\n\nIhre E-Mail konnte an folgende Adresse nicht zugestellt werden:\n\n"
        f"{rcpt}\n\nGrund: {said}\n"
    )
    return _mail(
        "Return-Path: <>", "From: Mail Delivery System <mailer-daemon@mail.frame.example>", "To: anna@letters.example",
        "Subject: =?utf-8?q?Nachricht_nicht_zustellbar_/_Zustellung_fehlgeschlagen?=", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", body=base64.encodebytes(text.encode()).decode(),
    )  # fmt: skip


def html_only(rcpt: str, status: str, said: str) -> bytes:
    words = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _mail(
        "Return-Path: <>", "From: postmaster@frame.example", "To: anna@letters.example", "Subject: Undeliverable: New creams",
        "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8",
        body="<html><head><style>p { color: red } /* spam */</style></head><body><p>Your message could not be delivered to:</p>"
        f'<p><a href="mailto:{rcpt}">{rcpt}</a></p><pre>{words}</pre></body></html>',
    )  # fmt: skip


FRAMES: tuple[Frame, ...] = (
    postfix, sendmail, exchange_online, gmail_dsn, general_code, lost_types, exim, qmail, gmail_old, courier, yahoo, james, opensmtpd, gmx,
    mailgate, outer_words, html_only,
)  # fmt: skip
PROSE: tuple[Frame, ...] = (exim, qmail, gmail_old, courier, yahoo, james, opensmtpd, gmx, mailgate, outer_words, html_only)
