"""A real SMTP server on a socket that does wrong what it is told to, and remembers what it took."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

_MESSAGE_ID = re.compile(rb"(?mi)^Message-ID: *(<[^>\r\n]+>)")

# What to do at a stage: an answer such as "450 4.2.0 later", "cut" (close at once), "stall" (never answer), or None (all is well).
Faults = Callable[[str, int], str | None]


def well(stage: str, number: int) -> str | None:
    return None


@dataclass
class Taken:
    message_id: str
    mail_from: str
    rcpt_to: str
    raw: bytes


@dataclass
class FaultServer:
    """Stages: connect, ehlo, mail, rcpt, data, half (in mid-body), dot (instead of taking it), taken (after taking it).

    `faults(stage, number)` is asked at each, with the number of the MAIL command, from 0, over all connections.
    """

    faults: Faults = well
    pipelining: bool = True
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    # Called before the answer to a message that was taken.
    on_taken: Callable[[Taken], None] = field(default=lambda taken: None)

    def __enter__(self) -> "FaultServer":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._number = -1
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for sock in self._open:
            sock.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                self._open.append(sock)
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError), Dialogue(self, sock) as dialogue:
            dialogue.run()

    def ask(self, stage: str) -> str | None:
        return self.faults(stage, self._number)


class Cut(OSError):
    pass


class Dialogue:
    def __init__(self, server: FaultServer, sock: socket.socket) -> None:
        self.server, self.sock = server, sock
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = sock.makefile("rb")
        self.mail_from = self.rcpt_to = ""

    def __enter__(self) -> "Dialogue":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.lines.close()
        self.sock.close()

    def run(self) -> None:
        self.answer("connect", "220 ready")
        while line := self.lines.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                return
            self.command(verb, line)

    def command(self, verb: bytes, line: bytes) -> None:
        if verb in (b"EHLO", b"HELO"):
            self.answer("ehlo", "250-here\r\n250-PIPELINING\r\n250 8BITMIME" if self.server.pipelining else "250 here")
        elif verb == b"MAIL":
            self.server._number += 1
            self.mail_from = self.path(line) if self.answer("mail", "250 ok") else ""
            self.rcpt_to = ""
        elif verb == b"RCPT":
            self.rcpt_to = self.path(line) if self.mail_from and self.answer("rcpt", "250 ok") else self.refuse("503 MAIL first")
        elif verb == b"DATA":
            self.data()
        elif verb == b"RSET":
            self.mail_from = self.rcpt_to = ""
            self.say("250 ok")
        else:
            self.say("500 what?")

    def data(self) -> None:
        if not self.rcpt_to:
            self.refuse("503 RCPT first")
            return
        if not self.answer("data", "354 go on"):
            return
        body = b""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                raise Cut
            body += line
            if len(body) > 2000 and self.server.ask("half"):
                raise Cut
        if (fault := self.server.ask("dot")) is None:
            self.take(body)
            self.answer("taken", "250 2.0.0 taken")
        else:
            self.do_wrong(fault)
        self.mail_from = self.rcpt_to = ""

    def take(self, body: bytes) -> None:
        found = _MESSAGE_ID.search(body)
        assert found is not None
        taken = Taken(found[1].decode(), self.mail_from, self.rcpt_to, body)
        self.server.taken.append(taken)
        self.server.on_taken(taken)

    def answer(self, stage: str, good: str) -> bool:
        fault = self.server.ask(stage)
        if fault is None:
            self.say(good)
        else:
            self.do_wrong(fault)
        return fault is None

    def do_wrong(self, fault: str) -> None:
        if fault == "stall":
            threading.Event().wait(2)
        if fault in ("cut", "stall"):
            raise Cut
        self.say(fault)
        if fault.startswith("421"):
            raise Cut

    def refuse(self, words: str) -> str:
        if not self.mail_from or words.startswith("503 RCPT"):
            self.say(words)
        return ""

    def say(self, words: str) -> None:
        self.sock.sendall(words.encode() + b"\r\n")

    @staticmethod
    def path(line: bytes) -> str:
        return line[line.index(b"<") + 1 : line.index(b">")].decode()
