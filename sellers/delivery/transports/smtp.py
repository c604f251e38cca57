"""SMTP over a kept connection; pipelined (RFC 2920) where the server offers it: one write and one round trip a message."""

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings

from ..exceptions import ConnectionCut, TransportDown
from .base import NOT_WRITTEN, Handover, Letter, Outcome, Transport, outcome_of
from .smtp_client import Client, TlsClient
from .smtp_wire import Reply, Wire

# A fresh connection now and then, so that a load balancer can move us and a server's own limits do not bite.
MESSAGES_PER_CONNECTION = 1000


class SmtpTransport(Transport):
    """Talks to the server of EMAIL_URL. Certificates are always checked."""

    def __init__(self) -> None:
        self._wire: Wire | None = None
        self._used = 0
        self._pipelining = False

    def open(self) -> None:
        if self._wire is not None:
            return
        try:
            client = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise TransportDown("The mail server does not accept our sign-in. Check EMAIL_URL.") from error
        except smtplib.SMTPResponseException as error:
            raise TransportDown(f"The mail server does not let us in ({error.smtp_code}).") from error
        except (OSError, smtplib.SMTPException) as error:
            raise TransportDown(f"The mail server cannot be reached ({type(error).__name__}). Check EMAIL_URL.") from error
        self._pipelining = client.has_extn("pipelining")
        self._wire, self._used = Wire(client), 0

    def close(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def send(self, letters: Iterator[Letter], handover: Handover) -> None:
        """See Transport.send. The envelope of the next message travels in the same write as the body of the one before."""
        if self._used >= MESSAGES_PER_CONNECTION:
            self.close()
        self.open()
        assert self._wire is not None  # noqa: S101 (open() connects or raises)
        conversation = Conversation(self._wire, letters, handover, pipelining=self._pipelining)
        try:
            conversation.run()
        except BaseException:
            self.close()  # what the server thinks is unknown from here on
            raise
        self._used += conversation.count

    def _connect(self) -> smtplib.SMTP:
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
        return client


class Conversation:
    """One batch over one connection. The error of a message belongs to the first of its commands that failed."""

    def __init__(self, wire: Wire, letters: Iterator[Letter], handover: Handover, *, pipelining: bool) -> None:
        self.wire, self.letters, self.handover, self.pipelining = wire, letters, handover, pipelining
        self.count = 0

    def run(self) -> None:
        """Each letter is made while the server is busy with the one before it: two are in hand, one of them on its way."""
        here, ahead = next(self.letters, None), None
        if here and self.pipelining:
            ahead = next(self.letters, None)
            self._write(_envelope(here))
        while here:
            refused, go_ahead = self._replies_to_envelope(here)
            if refused is None:
                after = self._body(here, ahead)
            else:
                after = self._skip(here, ahead, refused, go_ahead=go_ahead)
            self.count += 1
            here, ahead = (ahead, after) if self.pipelining else (after, None)

    def _skip(self, here: Letter, ahead: Letter | None, refused: Outcome, *, go_ahead: bool) -> Letter | None:
        self.handover.done(here[0], refused)
        if go_ahead:
            # 354 though no recipient stands: an empty message to nobody ends the transaction (RFC 2920, 3.1).
            self._write(b".\r\n")
            self._expect(self.wire.reply())
        self._write(b"RSET\r\n")
        self._expect(self.wire.reply())
        if ahead:
            self._write(_envelope(ahead))
        return next(self.letters, None)

    def _replies_to_envelope(self, here: Letter) -> tuple[Outcome | None, bool]:
        """(what stopped it or None, whether the server now waits for a body)."""
        refused: Outcome | None = None
        go_ahead = False
        for stage in range(3):
            if not self.pipelining:
                if refused is not None:
                    break
                self._write(_commands(here)[stage])
            reply = self.wire.reply()
            good = reply.code == 354 if stage == 2 else 200 <= reply.code < 300
            go_ahead = go_ahead or (stage == 2 and good)
            if not good and refused is None:
                # A refused sender is our fault, not this reader's: never written off at once.
                refused = outcome_of(reply.code if reply.code >= 400 else 451, reply.text, permanent=stage > 0)
            if reply.code == 421:
                if refused is not None:
                    self.handover.done(here[0], refused)
                raise ConnectionCut("The mail server asked us to come back later (421).", code="421")
        return refused, go_ahead

    def _body(self, here: Letter, ahead: Letter | None) -> Letter | None:
        """Write it with the envelope of the next, make the one after that, read the answer."""
        position, envelope = here
        data = envelope.data + (b".\r\n" if envelope.data.endswith(b"\r\n") else b"\r\n.\r\n")
        follow = _envelope(ahead) if ahead else b""
        self.handover.writing(position)
        written = self.wire.write(data + follow if follow else data)
        if written < len(data):
            # The final dot never left this machine, so the server cannot have taken it.
            self.handover.done(position, Outcome(NOT_WRITTEN))
            raise ConnectionCut("The connection to the mail server broke off.")
        after = next(self.letters, None)
        reply = self.wire.reply()
        if 300 <= reply.code < 400:
            raise ConnectionCut(f"The mail server gave an answer that makes no sense ({reply.code}).")
        self.handover.done(position, outcome_of(reply.code, reply.text))
        if written < len(data) + len(follow):
            raise ConnectionCut("The connection to the mail server broke off.")
        self._expect(reply)
        return after

    def _expect(self, reply: Reply) -> None:
        if reply.code == 421:
            raise ConnectionCut("The mail server asked us to come back later (421).", code="421")

    def _write(self, data: bytes) -> None:
        if self.wire.write(data) < len(data):
            raise ConnectionCut("The connection to the mail server broke off.")


def _commands(letter: Letter) -> tuple[bytes, bytes, bytes]:
    envelope = letter[1]
    return (
        f"MAIL FROM:<{envelope.mail_from}>\r\n".encode("ascii"),
        f"RCPT TO:<{envelope.rcpt_to}>\r\n".encode("ascii"),
        b"DATA\r\n",
    )


def _envelope(letter: Letter) -> bytes:
    envelope = letter[1]
    return f"MAIL FROM:<{envelope.mail_from}>\r\nRCPT TO:<{envelope.rcpt_to}>\r\nDATA\r\n".encode("ascii")
