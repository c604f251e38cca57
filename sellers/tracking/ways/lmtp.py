"""An LMTP listener (RFC 2033) for the mail server on this machine: it hears at once whether a mail was acted on, and keeps it if not."""

import asyncio
import logging
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from ..choices import Source
from ..services.receiving import receive

log = logging.getLogger(__name__)
LARGEST = 40_000_000


class Handler:
    """One recipient a transaction: the client then opens one for each, and each has its own answer (RFC 2033, 4.2)."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time, please"
        if address.rpartition("@")[2].lower() != settings.MAIL_DOMAIN.lower():
            return "550 5.7.1 Not a domain of ours"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, _take, envelope.original_content or envelope.content, envelope.rcpt_tos[0])


def _take(raw: bytes, recipient: str) -> str:
    close_old_connections()
    try:
        receive(raw, source=Source.LMTP, envelope_to=recipient)
    except DatabaseError as error:
        log.warning("a mail waits with the mail server: the database does not answer (%s)", type(error).__name__)
        return "451 4.3.0 Try again later"
    finally:
        close_old_connections()
    return "250 2.0.0 Done"


class Listener(Controller):
    """Listens on its own thread from start() to stop()."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(Handler(), hostname=host, port=port, ready_timeout=10)

    def factory(self) -> LMTP:
        return LMTP(self.handler, hostname=settings.MAIL_DOMAIN, data_size_limit=LARGEST, decode_data=False, enable_SMTPUTF8=True)
