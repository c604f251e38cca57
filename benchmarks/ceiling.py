"""What this machine allows at most: bytes that are ready, written over pipelined connections by processes that do nothing else.

`smtp-sink` is one process. Where reading a message costs it nearly as much as writing it costs the load generator, no sender can be
much faster than the load generator, whatever it does: this row says how much.
"""

import os
import socket

from .frame import Turn, children_turn
from .postfix import Sink

_ENVELOPE = b"MAIL FROM:<a@letters.example>\r\nRCPT TO:<b@letters.example>\r\nDATA\r\n"
_LINE = b"x" * 74 + b"\r\n"


def ready_bytes(server: Sink, messages: int, size: int, connections: int) -> Turn:
    """Seconds and CPU of one message."""

    def run() -> None:
        children = [_fork(server.port, messages // connections, _LINE * (size // len(_LINE))) for _ in range(connections)]
        codes = [os.waitpid(child, 0)[1] for child in children]
        if any(codes):
            raise RuntimeError("a sender of ready bytes broke off")

    return children_turn(run, messages)


def _fork(port: int, count: int, body: bytes) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        _send(port, count, body + b".\r\n" + _ENVELOPE)
        code = 0
    finally:
        os._exit(code)


def _send(port: int, count: int, message: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _read(wire, 1)
        wire.sendall(b"EHLO bench\r\n")
        answer = b""
        while b"\r\n250 " not in answer or not answer.endswith(b"\r\n"):
            answer += wire.recv(4096)
        wire.sendall(_ENVELOPE)
        _read(wire, 3)
        for _ in range(count):
            wire.sendall(message)
            _read(wire, 4)


def _read(wire: socket.socket, lines: int) -> None:
    answer = b""
    while answer.count(b"\n") < lines:
        more = wire.recv(4096)
        if not more:
            raise RuntimeError("the sink has closed the connection")
        answer += more
    if any(line[:1] not in (b"2", b"3") for line in answer.splitlines()):
        raise RuntimeError(f"the sink said {answer!r}")
