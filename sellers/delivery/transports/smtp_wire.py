"""Bytes out and replies in, over a connection that smtplib has set up."""

import smtplib
import socket
from typing import NamedTuple

from ..exceptions import ConnectionCut

_LONGEST = 4096


class Reply(NamedTuple):
    code: int
    text: str


class Wire:
    """One connection after EHLO, TLS and sign-in. Not for two threads."""

    def __init__(self, client: smtplib.SMTP) -> None:
        if client.sock is None:
            raise ConnectionCut("The connection to the mail server is closed.")
        self._client = client
        self._sock = client.sock
        # A message ends in a short packet; Nagle's algorithm would hold it back until the server acknowledges the one before.
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = client.sock.makefile("rb")

    def write(self, data: bytes) -> int:
        """Send all of it; when the connection breaks, how many bytes went into it before. With TLS a broken record counts as gone."""
        view, written = memoryview(data), 0
        try:
            while written < len(data):
                written += self._sock.send(view[written:])
        except OSError:
            return written
        return written

    def reply(self) -> Reply:
        """The next whole reply (RFC 5321, 4.2.1). Raises ConnectionCut when there is none or it is not one."""
        texts: list[str] = []
        while True:
            try:
                line = self._lines.readline(_LONGEST)
            except OSError as error:
                raise ConnectionCut(f"The mail server did not answer ({type(error).__name__}).") from error
            if not line.endswith(b"\n") or not line[:3].isdigit() or len(texts) > 100:
                raise ConnectionCut("The connection to the mail server broke off.")
            texts.append(line[4:].strip().decode("utf-8", "replace"))
            if line[3:4] != b"-":
                return Reply(int(line[:3]), " ".join(texts))

    def close(self) -> None:
        """Say goodbye without waiting for the answer."""
        try:
            self._sock.settimeout(2)
            self._sock.send(b"QUIT\r\n")
        except OSError:
            pass
        finally:
            self._lines.close()
            self._client.close()
