"""A real SMTP server on a socket that does wrong what it is told to, and remembers what it took."""

import itertools
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

_MESSAGE_ID = re.compile(rb"(?mi)^Message-ID: *(<[^>\r\n]+>)")

# What to do at a stage: None (all is well), an answer such as "450 4.2.0 later" or nonsense, "cut" (close at once), "reset" (close with
# RST), "stall" (never answer), "endless" (an answer without an end), "trickle" (an answer that comes byte by byte).
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
    """Stages: connect, ehlo, starttls, handshake, auth, mail, rcpt, data, half (in mid-body), dot (instead of taking it), taken (after it).

    `faults(stage, number)` is asked at each, with the number of the connection's last MAIL command, from 0, counted over all connections;
    -1 before the first.
    """

    faults: Faults = well
    pipelining: bool = True
    # With a certificate STARTTLS is offered, with `signs_in` AUTH.
    tls: ssl.SSLContext | None = None
    signs_in: bool = False
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    # What was done wrong so far.
    wrongs: list[tuple[str, str]] = field(default_factory=list)
    # Called before the answer to a message that was taken.
    on_taken: Callable[[Taken], None] = field(default=lambda taken: None)
    # Called when a connection ends without a goodbye.
    on_broken: Callable[[], None] = field(default=lambda: None)

    def __enter__(self) -> "FaultServer":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._numbers = itertools.count()
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
        said_goodbye = False
        with suppress(OSError), Dialogue(self, sock) as dialogue:
            said_goodbye = dialogue.run()
        if not said_goodbye:
            self.on_broken()

    def next_number(self) -> int:
        return next(self._numbers)

    def ask(self, stage: str, number: int) -> str | None:
        fault = self.faults(stage, number)
        if fault is not None:
            self.wrongs.append((stage, fault))
        return fault


class Cut(OSError):
    pass


class Dialogue:
    def __init__(self, server: FaultServer, sock: socket.socket) -> None:
        self.server, self.sock = server, sock
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = sock.makefile("rb")
        self.mail_from = self.rcpt_to = ""
        self.number = -1

    def __enter__(self) -> "Dialogue":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.lines.close()
        self.sock.close()

    def run(self) -> bool:
        """Whether the other side said goodbye."""
        self.answer("connect", "220 ready")
        while line := self.lines.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                return True
            self.command(verb, line)
        return False

    def command(self, verb: bytes, line: bytes) -> None:
        if verb in (b"EHLO", b"HELO"):
            self.answer("ehlo", "\r\n".join(f"250-{word}" for word in self.offers()) + "\r\n250 8BITMIME")
        elif verb == b"STAR":
            self.start_tls()
        elif verb == b"AUTH":
            self.answer("auth", "235 2.7.0 welcome")
        elif verb == b"MAIL":
            self.number = self.server.next_number()
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

    def offers(self) -> list[str]:
        plain = self.server.tls is not None and not isinstance(self.sock, ssl.SSLSocket)
        wanted = {"PIPELINING": self.server.pipelining, "STARTTLS": plain, "AUTH PLAIN": self.server.signs_in and not plain}
        return ["here", *(word for word, offered in wanted.items() if offered)]

    def start_tls(self) -> None:
        if not self.answer("starttls", "220 2.0.0 go on"):
            return
        if (fault := self.server.ask("handshake", self.number)) is not None:
            self.do_wrong(fault)
        assert self.server.tls is not None
        self.lines.close()
        self.sock = self.server.tls.wrap_socket(self.sock, server_side=True)
        self.lines = self.sock.makefile("rb")

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
            if len(body) > 2000 and (fault := self.server.ask("half", self.number)) is not None:
                self.do_wrong(fault)
                raise Cut
        if (fault := self.server.ask("dot", self.number)) is None:
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
        fault = self.server.ask(stage, self.number)
        if fault is None:
            self.say(good)
        else:
            self.do_wrong(fault)
        return fault is None

    def do_wrong(self, fault: str) -> None:
        if fault == "stall":
            threading.Event().wait(2)
        if fault == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.sock.close()
        if fault in ("cut", "stall", "reset"):
            raise Cut
        if fault == "trickle":
            self.trickle()
        while fault == "endless":
            self.say("250-and another thing")
        self.say(fault)
        if fault.startswith("421"):
            raise Cut

    def trickle(self) -> None:
        """As slow as one may be without being silent; whoever has not gone after ten seconds never would."""
        began = time.monotonic()
        while time.monotonic() - began < 10:
            self.sock.sendall(b"2")
            time.sleep(0.05)
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
