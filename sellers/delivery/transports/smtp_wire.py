"""Bytes out and replies in, over a connection that smtplib has set up."""

import smtplib
import socket
import ssl
import struct
import time
from functools import lru_cache
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
        self._limit = self._sock.gettimeout() or float("inf")
        self._let_the_kernel_wait()
        self._data = b""
        self._at = 0
        # When the answer that is being read must be whole; 0 before anything had to be waited for.
        self._until = 0.0

    def write(self, data: bytes) -> int:
        """Send all of it; when the connection breaks, how many bytes went into it before. With TLS a broken record counts as gone."""
        written = 0
        try:
            written = self._sock.send(data)
            if written < len(data):
                view = memoryview(data)
                while written < len(data):
                    written += self._sock.send(view[written:])
        except OSError:
            return written
        return written

    def reply(self) -> Reply:
        """The next whole reply (RFC 5321, 4.2.1). Raises ConnectionCut when there is none or it is not one."""
        end = self._data.find(b"\n", self._at)
        if end >= 0 and self._data[self._at + 3 : self._at + 4] != b"-":  # one that is there, of one line: nearly all are
            line, self._at = self._data[self._at : end], end + 1
            return _short(line)
        self._until = 0.0
        line = self._line()
        if line[3:4] != b"-":
            return _short(line)
        texts = [line[4:]]
        while line[3:4] == b"-" and len(texts) <= 100:
            line = self._line()
            texts.append(line[4:])
        if line[3:4] == b"-":
            raise ConnectionCut("The mail server gave an answer without an end.")
        return Reply(_code(line), " ".join(text.strip().decode("utf-8", "replace") for text in texts))

    def close(self) -> None:
        """Say goodbye without waiting for the answer."""
        try:
            self._sock.settimeout(2)
            self._sock.send(b"QUIT\r\n")
        except OSError:
            pass
        finally:
            self._client.close()

    def _line(self) -> bytes:
        end = self._data.find(b"\n", self._at)
        while end < 0:
            self._data, self._at = self._data[self._at :], 0
            if len(self._data) > _LONGEST:
                raise ConnectionCut("The mail server gave an answer that is too long.")
            self._data += self._more()
            end = self._data.find(b"\n")
        line = self._data[self._at : end]
        self._at = end + 1
        return line

    def _more(self) -> bytes:
        now = time.monotonic()
        self._until = self._until or now + self._limit
        if now >= self._until:
            raise ConnectionCut("The mail server did not come to the end of its answer.")
        try:
            data = self._sock.recv(_LONGEST)
        except OSError as error:
            raise ConnectionCut(f"The mail server did not answer ({type(error).__name__}).") from error
        if not data:
            raise ConnectionCut("The connection to the mail server broke off.")
        return data

    def _let_the_kernel_wait(self) -> None:
        """The same time limit, kept by the kernel: Python's own asks twice for each read and write. TLS needs Python's."""
        limit = self._sock.gettimeout()
        if limit and not isinstance(self._sock, ssl.SSLSocket):
            value = struct.pack("@ll", int(limit), int(limit % 1 * 1_000_000))
            self._sock.settimeout(None)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)


@lru_cache(maxsize=256)
def _short(line: bytes) -> Reply:
    """A reply of one line. Servers say the same few things again and again."""
    return Reply(_code(line), line[4:].strip().decode("utf-8", "replace"))


def _code(line: bytes) -> int:
    """RFC 5321, 4.2.1: what begins otherwise is no answer, and nobody knows what was meant by it."""
    if not (line[:3].isdigit() and b"200" <= line[:3] <= b"599"):
        raise ConnectionCut("The mail server gave an answer that makes no sense.")
    return int(line[:3])
