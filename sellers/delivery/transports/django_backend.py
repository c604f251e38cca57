"""Any Django e-mail backend, so also the providers of django-anymail. Slower: each message is taken apart into Django's own form."""

import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from ..exceptions import ConnectionCut, TransportDown
from ..message import Envelope
from .base import REFUSED, SENT, Handover, Letter, Outcome, Transport, outcome_of

_OWN = {"subject", "from", "to", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}


class DjangoTransport(Transport):
    def __init__(self) -> None:
        self._connection: Any = None

    def open(self) -> None:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as error:
                raise TransportDown(f"The mail service cannot be reached: {type(error).__name__}.") from error
            self._connection = connection

    def send(self, letters: Iterator[Letter], handover: Handover) -> None:
        self.open()
        for position, envelope in letters:
            mail = as_django_mail(envelope, self._connection)
            handover.writing(position)
            handover.done(position, self._send_one(mail))

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return

    def _send_one(self, mail: EmailMultiAlternatives) -> Outcome:
        try:
            count = self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return outcome_of(code, _text(text))
        except smtplib.SMTPSenderRefused as error:
            return outcome_of(error.smtp_code, _text(error.smtp_error), permanent=False)
        except smtplib.SMTPResponseException as error:
            return outcome_of(error.smtp_code, _text(error.smtp_error))
        except Exception as error:
            # A provider's library may raise anything, and only the provider knows what it did: the row is in doubt.
            self.close()
            raise ConnectionCut(f"The mail service broke off: {type(error).__name__}.") from error
        return Outcome(SENT) if count else Outcome(REFUSED, "", "The mail service did not take it.")


def as_django_mail(envelope: Envelope, connection: Any) -> EmailMultiAlternatives:
    """The same message in Django's form: subject, text, HTML and every header that is not Django's own to make."""
    parsed: ParsedMessage = message_from_bytes(envelope.data, policy=policy.default)  # type: ignore[assignment]
    text, html = (part.get_content() for part in parsed.iter_parts())
    mail = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=text,
        from_email=str(parsed["From"]),
        to=[str(parsed["To"])],
        reply_to=[str(parsed["Reply-To"])],
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in _OWN},
        connection=connection,
    )
    mail.attach_alternative(html, "text/html")
    # For providers of django-anymail: the address that bounces go to.
    mail.envelope_sender = envelope.mail_from  # type: ignore[attr-defined]
    # And the signed name that they give back when they call us about it.
    mail.metadata = {"delivery": str(parsed["Message-ID"]).strip("<>").partition("@")[0]}  # type: ignore[attr-defined]
    return mail


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
