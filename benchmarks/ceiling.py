"""What this machine allows at most: bytes that are ready, written over pipelined connections by processes that do nothing else.

`smtp-sink` is one process. Where reading a message costs it nearly as much as writing it costs the load generator, no sender can be
much faster than the load generator, whatever it does: this row says how much.
"""

import os
import socket
from contextlib import ExitStack

from .frame import Turn, children_turn
from .postfix import Sink

_ENVELOPE = b"MAIL FROM:<a@letters.example>\r\nRCPT TO:<b@letters.example>\r\nDATA\r\n"
_LINE = b"x" * 74 + b"\r\n"


CONNECTIONS = 4


def ready_bytes(server: Sink, messages: int, size: int, processes: int) -> Turn:
    """Seconds and CPU of one message, each process with CONNECTIONS that it writes to in turn."""

    def run() -> None:
        children = [_fork(server.port, messages // processes, _LINE * (size // len(_LINE))) for _ in range(processes)]
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
    with ExitStack() as open_:
        wires = [open_.enter_context(_greeted(port)) for _ in range(CONNECTIONS)]
        for number in range(count + CONNECTIONS):
            wire = wires[number % CONNECTIONS]
            _read(wire, 3 if number < CONNECTIONS else 4)
            if number < count:
                wire.sendall(message)


def _greeted(port: int) -> socket.socket:
    """A connection whose first envelope is written."""
    wire = socket.create_connection(("127.0.0.1", port))
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _read(wire, 1)
    wire.sendall(b"EHLO bench\r\n")
    answer = b""
    while b"\r\n250 " not in answer or not answer.endswith(b"\r\n"):
        answer += wire.recv(4096)
    wire.sendall(_ENVELOPE)
    return wire


def _read(wire: socket.socket, lines: int) -> None:
    answer = b""
    while answer.count(b"\n") < lines:
        more = wire.recv(4096)
        if not more:
            raise RuntimeError("the sink has closed the connection")
        answer += more
    if any(line[:1] not in (b"2", b"3") for line in answer.splitlines()):
        raise RuntimeError(f"the sink said {answer!r}")
