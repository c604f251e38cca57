"""Single mails: written in the caller's transaction, sent afterwards, tried again, never silently lost.

A mail that was handed over when its process died may have arrived: it is shown as failed and never sent again by itself.
"""

import logging
import re
import smtplib
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.charset import QP, Charset
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from . import audit
from .addresses import normalise
from .headers import address_header, clean
from .models import OutgoingMail

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
KEEP = timedelta(days=30)
# Django would send 8bit; quoted-printable passes every relay and keeps lines short (RFC 2045, 6.7).
_CHARSET = Charset("utf-8")
_CHARSET.body_encoding = QP
# The company's name, from the room that knows it.
_sender_name: Callable[[], str] = str
INTERRUPTED = "Stopped while it was handed over: it may have arrived, so it is not sent again by itself."


def register_sender_name(name: Callable[[], str]) -> None:
    """Say whose name stands before the address in the From of mails that name no sender of their own."""
    global _sender_name
    _sender_name = name


def enqueue_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    headers: Mapping[str, str] | None = None,
    from_header: str = "",
    language: str | None = None,
) -> OutgoingMail:
    """Put one mail to one address into the outbox, within the caller's transaction; it leaves when that commits.

    Renders templates/email/<template>.subject.txt and .txt, and .html if there is one, in `language`.
    Raises BadAddress or BadHeader. `kind` names what it is for, e.g. "audience.confirm".
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = render_to_string(f"email/{template}.subject.txt", dict(context))
        text = render_to_string(f"email/{template}.txt", dict(context)).strip() + "\n"
        html = _render_html(template, context)
    mail = OutgoingMail.objects.create(
        to=normalise(to),
        subject=clean(" ".join(line.strip() for line in subject.strip("\n").split("\n")))[:300],
        text=text,
        html=html,
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: no machine shall answer
            "Message-ID": make_msgid(domain=settings.MAIL_DOMAIN),  # made once, kept when tried again
            **{clean(name): clean(value) for name, value in (headers or {}).items()},
        },
        from_header=from_header or _company_sender(),
        kind=kind,
        not_before=timezone.now(),
    )
    transaction.on_commit(_ring)
    return mail


def send_waiting(*, limit: int = 200) -> int:
    """Send what is due; the number sent. One mail's failure is noted on it and never stops the others."""
    _give_up_interrupted()
    now = timezone.now()
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, not_before__lte=now).order_by("not_before", "pk")
    ids = list(due.values_list("pk", flat=True)[:limit])
    if not ids:
        return 0
    connection = get_connection()
    try:
        return sum(_send_one(pk, connection) for pk in ids)
    finally:
        connection.close()


@transaction.atomic
def retry(mail_id: int, *, by: Any) -> bool:
    """Put a failed mail back into the outbox, because a person decided so. False when it is not a failed one."""
    again = OutgoingMail.objects.filter(pk=mail_id, state=OutgoingMail.State.FAILED)
    changed = again.update(state=OutgoingMail.State.WAITING, tries=0, error="", not_before=timezone.now())
    if changed:
        audit.record("outbox.retried", actor=by, subject=f"mail:{mail_id}")
        transaction.on_commit(_ring)
    return bool(changed)


def purge_sent() -> int:
    """Delete mails sent more than 30 days ago: they hold addresses and links. The number deleted."""
    old = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT, sent_at__lt=timezone.now() - KEEP)
    return old.delete()[0]


def _company_sender() -> str:
    """Name and address; the bare setting when it names somebody itself."""
    address = settings.DEFAULT_FROM_EMAIL
    return address if "<" in address else address_header(_sender_name(), address, first=len("From: ")).replace("\r\n", "")


def _ring() -> None:
    from .tasks import send_outbox

    try:
        send_outbox.delay()
    except Exception as error:  # noqa: BLE001  a broker may fail in many ways; the timetable rings again
        log.warning("The outbox doorbell did not ring (%s); the timetable will.", type(error).__name__)


def _render_html(template: str, context: Mapping[str, Any]) -> str:
    try:
        return render_to_string(f"email/{template}.html", dict(context))
    except TemplateDoesNotExist as error:
        if error.args and error.args[0] != f"email/{template}.html":
            raise
        return ""


def _give_up_interrupted() -> None:
    stuck = OutgoingMail.objects.filter(state=OutgoingMail.State.SENDING, not_before__lt=timezone.now())
    if count := stuck.update(state=OutgoingMail.State.FAILED, error=INTERRUPTED):
        log.error("%d mails were interrupted while they were handed over; see the outbox.", count)


def _send_one(pk: int, connection: Any) -> bool:
    now = timezone.now()
    mine = OutgoingMail.objects.filter(pk=pk, state=OutgoingMail.State.WAITING, not_before__lte=now)
    if not mine.update(state=OutgoingMail.State.SENDING, not_before=now + LEASE):
        return False
    mail = OutgoingMail.objects.get(pk=pk)
    try:
        connection.send_messages([_message(mail, connection)])
    except Exception as error:  # noqa: BLE001  whatever one mail does, the others go on
        _note_failure(mail, error)
        connection.close()
        return False
    OutgoingMail.objects.filter(pk=pk).update(state=OutgoingMail.State.SENT, sent_at=timezone.now(), tries=mail.tries + 1, error="")
    return True


def _message(mail: OutgoingMail, connection: Any) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.from_header,
        to=[mail.to],
        headers=mail.headers,
        connection=connection,
    )
    message.encoding = _CHARSET
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    reason, final = _reason(error)
    tries = mail.tries + 1
    again = not final and tries <= len(BACK_OFF)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=OutgoingMail.State.WAITING if again else OutgoingMail.State.FAILED,
        not_before=timezone.now() + (BACK_OFF[tries - 1] if again else timedelta()),
        tries=tries,
        error=reason,
    )
    log.log(logging.WARNING if again else logging.ERROR, "Mail %d (%s) was not sent: %s", mail.pk, mail.kind, reason)


def _reason(error: Exception) -> tuple[str, bool]:
    """What to note (codes only: a server's sentence may hold the address) and whether trying again is of no use."""
    code: int | None = None
    said: bytes | str = b""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    if code is None:
        return type(error).__name__, isinstance(error, (ValueError, TypeError))
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)
    enhanced = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", text)
    refused_sign_in = isinstance(error, smtplib.SMTPAuthenticationError)
    return f"the mail server said {code}{' ' + enhanced[1] if enhanced else ''}", 500 <= code < 600 and not refused_sign_in
