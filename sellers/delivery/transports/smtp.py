"""SMTP over kept connections; pipelined (RFC 2920) where the server offers it: one write and one round trip a message."""

import logging
import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings

from ..exceptions import ConnectionCut, TransportDown
from .base import Handover, Letter, Transport
from .smtp_client import Client, TlsClient
from .smtp_line import Hand, Line
from .smtp_wire import Wire

log = logging.getLogger(__name__)

# A fresh connection now and then, so that a load balancer can move us and a server's own limits do not bite.
MESSAGES_PER_CONNECTION = 1000
# A further connection is opened when each of those there has had so many letters: a very small letter needs no more than one.
LETTERS_A_LINE = 4


class SmtpTransport(Transport):
    """Talks to the server of EMAIL_URL, over up to EMAIL_CONNECTIONS at once. Certificates are always checked."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._most: int = settings.EMAIL_CONNECTIONS

    def open(self) -> None:
        if self._lines:
            return
        try:
            self._lines = [_connected()]
        except smtplib.SMTPAuthenticationError as error:
            raise TransportDown("The mail server does not accept our sign-in. Check EMAIL_URL.") from error
        except smtplib.SMTPResponseException as error:
            raise TransportDown(f"The mail server does not let us in ({error.smtp_code}).") from error
        except (OSError, smtplib.SMTPException) as error:
            raise TransportDown(f"The mail server cannot be reached ({type(error).__name__}). Check EMAIL_URL.") from error

    def close(self) -> None:
        lines, self._lines = self._lines, []
        for line in lines:
            line.wire.close()

    def send(self, letters: Iterator[Letter], handover: Handover) -> None:
        """See Transport.send. While the server is busy with one connection's letter, the next is written to another."""
        self._renew()
        self.open()
        try:
            self._go_round(Hand(letters, handover))
        except BaseException as error:
            if isinstance(error, ConnectionCut):
                self._most = max(1, len(self._lines) // 2)
            for line in self._lines:
                line.listen(handover)
            self.close()  # what the server thinks is unknown from here on
            raise

    def _go_round(self, hand: Hand) -> None:
        """From connection to connection, in the same order each time, which is the order that the answers come in."""
        while hand.waits or any(line.busy for line in self._lines):
            for line in self._lines:
                line.visit(hand)
            if len(self._lines) < self._most and hand.waits and hand.count >= LETTERS_A_LINE * len(self._lines):
                self._open_another()

    def _open_another(self) -> None:
        """Servers limit how many connections somebody may have: whatever is wrong with one more, those that are there will do."""
        try:
            self._lines.append(_connected())
        except (OSError, smtplib.SMTPException) as error:
            self._most = len(self._lines)
            log.info("the mail server takes no more than %s connections of one worker (%s)", self._most, type(error).__name__)

    def _renew(self) -> None:
        """Connections that have carried enough are closed; each lets one more be tried than a server that broke off left us."""
        for line in [one for one in self._lines if one.used >= MESSAGES_PER_CONNECTION]:
            self._lines.remove(line)
            line.wire.close()
            self._most = min(self._most + 1, settings.EMAIL_CONNECTIONS)


def _connected() -> Line:
    address = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    name, timeout = settings.MAIL_DOMAIN, settings.EMAIL_TIMEOUT
    client: smtplib.SMTP
    if getattr(settings, "EMAIL_USE_SSL", False):
        client = TlsClient(*address, local_hostname=name, timeout=timeout, context=ssl.create_default_context())
    else:
        client = Client(*address, local_hostname=name, timeout=timeout)
    try:
        client.ehlo_or_helo_if_needed()
        if getattr(settings, "EMAIL_USE_TLS", False):
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
        if settings.EMAIL_HOST_USER:
            client.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        client.close()
        raise
    return Line(Wire(client), pipelining=client.has_extn("pipelining"))
