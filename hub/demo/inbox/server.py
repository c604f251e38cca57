"""The SMTP server of the demo's mailboxes: takes every mail for everybody, PIPELINING and 8BITMIME offered (RFC 2920, 6152)."""

import asyncio
import logging
import signal
from contextlib import suppress

from aiosmtpd.smtp import SMTP, Envelope, Session

from .store import Store

log = logging.getLogger(__name__)
SIZE_LIMIT = 2 * 1024 * 1024


class Mailboxes:
    """aiosmtpd's handler: keeps each mail before it says yes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        self.store.add(envelope.mail_from or "", list(envelope.rcpt_tos), content if isinstance(content, bytes) else content.encode())
        return "250 2.0.0 kept"


async def serve(host: str, port: int, *, store: Store | None = None, ready: asyncio.Event | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # else aiosmtpd writes every address into the log
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Signals belong to the main thread; a server run by a test in another is stopped by cancelling.
        with suppress(ValueError, RuntimeError):
            loop.add_signal_handler(number, stop.set)
    with (store or Store()).keep() as kept:
        server = await loop.create_server(lambda: SMTP(Mailboxes(kept), data_size_limit=SIZE_LIMIT, hostname="inbox.example"), host, port)
        log.info("inbox takes mail at smtp://%s:%s", host, server.sockets[0].getsockname()[1])
        if ready:
            ready.set()
        async with server:
            await stop.wait()
