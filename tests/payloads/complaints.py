"""Complaints, with and without a report part: (name, recipients, mail). Written after RFC 5965 and providers' descriptions."""

_ORIGINAL = (
    "From: Anna Nowak <anna@letters.example>\nTo: kim@far.example\nSubject: New creams\nMessage-ID: <AAAA@letters.example>\n\nHello\n"
)


def arf(
    kind: str,
    *,
    rcpt: str = "Original-Rcpt-To: kim@far.example\n",
    original: str = "message/rfc822",
    part: str = "message/feedback-report",
    top: str = "multipart/report; report-type=feedback-report",
) -> bytes:
    return (
        f'From: <abusedesk@frame.example>\nTo: fbl@letters.example\nSubject: FW: New creams\nMIME-Version: 1.0\nContent-Type: {top};\n boundary="f"\n\n'
        "--f\nContent-Type: text/plain; charset=us-ascii\n\nThis is an email abuse report for a message received from 192.0.2.1.\n\n"
        f"--f\nContent-Type: {part}\n\nFeedback-Type: {kind}\nUser-Agent: SomeGenerator/1.0\nVersion: 1\nOriginal-Mail-From: <b+7.x@letters.example>\n"
        f"{rcpt}Source-IP: 192.0.2.1\n\n--f\nContent-Type: {original}\n\n{_ORIGINAL}\n--f--\n"
    ).encode()


def forwarded(sender: str, subject: str, *, more: str = "", inner: str = "") -> bytes:
    return (
        f'From: {sender}\nTo: fbl@letters.example\nSubject: {subject}\n{more}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="f"\n\n'
        f"--f\nContent-Type: message/rfc822\n\n{inner}{_ORIGINAL}\n--f--\n"
    ).encode()


KIM = ("kim@far.example",)
COMPLAINTS = [
    ("abuse", KIM, arf("abuse")),
    ("fraud", KIM, arf("fraud")),
    ("virus", KIM, arf("virus")),
    ("other", KIM, arf("other")),
    ("opt-out", KIM, arf("opt-out")),
    ("opt-out-list", KIM, arf("opt-out-list")),
    ("not-spam", KIM, arf("not-spam")),
    ("auth-failure", KIM, arf("auth-failure")),
    ("capitals and a comment", KIM, arf("Abuse (spam button)")),
    ("no recipient field", KIM, arf("abuse", rcpt="")),
    ("removal recipient", KIM, arf("abuse", rcpt="Removal-Recipient: <kim@far.example>\n")),
    ("headers only", KIM, arf("abuse", rcpt="", original="text/rfc822-headers")),
    ("wrong part type", KIM, arf("abuse", part="text/plain")),
    ("wrong top type", KIM, arf("abuse", top="multipart/mixed")),
    ("both types wrong", KIM, arf("abuse", part="text/plain", top="multipart/mixed")),
    ("crlf", KIM, arf("abuse").replace(b"\n", b"\r\n")),
    ("bare cr", KIM, arf("abuse").replace(b"\n", b"\r")),
    ("mbox", KIM, b"From fbl@frame.example Wed Mar  4 10:00:00 2026\n" + arf("abuse")),
    ("cut off", KIM, arf("abuse").partition(b"Source-IP")[0]),
    ("junk reporting", KIM, forwarded("<staff@hotmail.com>", "complaint about message from 192.0.2.1", inner="X-HmXmrOriginalRecipient: kim@far.example\n")),
    ("junk reporting outside", KIM, forwarded("<staff@hotmail.com>", "complaint about message from 192.0.2.1", more="X-HmXmrOriginalRecipient: kim@far.example\n")),
    ("feedback loop desk", KIM, forwarded("Feedback Loop <feedback-loop@frame.example>", "New creams")),
    ("abuse desk", KIM, forwarded("abuse@frame.example", "Spam complaint: New creams")),
    ("desk without a type", KIM, forwarded("complaints@email-abuse.frame.example", "FW:New creams", more="X-Original-Rcpt-To: kim@far.example\n")),
    ("amazon", KIM, b'From: no-reply@sns.frame.example\nSubject: AWS Notification Message\n\n{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"kim@far.example"}],"complaintFeedbackType":"abuse"},"mail":{}}\n'),
]  # fmt: skip
