"""smtplib, for greeting, TLS and sign-in, with an end to its patience.

Its own time limit is one for each read. A server that answers in drops, or with a line after the other and never the last one, would keep
a worker and the chunks in its hand for as long as it likes.
"""

import smtplib
import socket
import time
from typing import Any

_MOST_LINES = 100


class _Replies:
    """What smtplib reads from: as many lines, and as much time, as one answer may take."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._limit, self._data = sock, sock.gettimeout(), b""

    def begin(self) -> None:
        self._lines, self._until = 0, time.monotonic() + (self._limit or float("inf"))

    def readline(self, size: int) -> bytes:
        """Raises TimeoutError (an OSError, which smtplib takes for a broken connection) when the answer takes too long or has no end."""
        self._lines += 1
        if self._lines > _MOST_LINES:
            raise TimeoutError("an answer without an end")
        while (end := self._data.find(b"\n") + 1) == 0 and len(self._data) < size and (more := self._more()):
            self._data += more
        line, self._data = self._data[: end or size], self._data[end or size :]
        return line

    def close(self) -> None:
        self._data = b""

    def _more(self) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("an answer in drops")
        try:
            self._sock.settimeout(left if self._limit else None)
            return self._sock.recv(4096)
        finally:
            self._sock.settimeout(self._limit)


class _Impatient(smtplib.SMTP):
    file: Any
    sock: Any

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:  # also after STARTTLS, which forgets what came before it
            self.file = _Replies(self.sock)
        self.file.begin()
        return super().getreply()


class Client(_Impatient):
    """An SMTP connection, in clear or with STARTTLS."""


class TlsClient(_Impatient, smtplib.SMTP_SSL):
    """The same inside TLS from the first byte."""
