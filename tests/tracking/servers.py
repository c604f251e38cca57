"""Small real mailbox servers on loopback: as much IMAP and POP3 as a client needs that reads, flags and deletes."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What both servers serve. Mails keep their number; flags and deletions show what a client did."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    fetched: list[int] = field(default_factory=list)
    password: str = "s3 cret/€"
    break_off_after: int = 10**9

    def put(self, *raw: bytes) -> None:
        for mail in raw:
            number = max(self.mails, default=0) + 1
            self.mails[number], self.flags[number] = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), set()

    def expunge(self) -> None:
        for number in [n for n, flags in self.flags.items() if "\\Deleted" in flags]:
            del self.mails[number], self.flags[number]


class _Handler(socketserver.StreamRequestHandler):
    @property
    def box(self) -> Mailbox:
        return self.server.box  # type: ignore[attr-defined]

    def say(self, *lines: str | bytes) -> None:
        for line in lines:
            self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def fetching(self, number: int) -> bytes | None:
        """The mail, or None when the server is to break off now."""
        self.box.fetched.append(number)
        return None if len(self.box.fetched) > self.box.break_off_after else self.box.mails[number]


class ImapHandler(_Handler):
    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            command = rest.upper().removeprefix("UID ").split(" ")[0]
            answer = getattr(self, f"do_{command.lower()}", lambda _: "BAD no such command")(rest)
            if answer is None:
                return
            self.say(f"{tag} {answer} done")
            if command == "LOGOUT":
                return

    def do_capability(self, rest: str) -> str:
        self.say("* CAPABILITY IMAP4rev1")
        return "OK"

    def do_login(self, rest: str) -> str:
        return "OK" if rest.split(" ", 2)[2].strip('"') == self.box.password else "NO [AUTHENTICATIONFAILED] no"

    def do_select(self, rest: str) -> str:
        if '"INBOX"' not in rest and "INBOX" not in rest:
            return "NO no such mailbox"
        self.say(f"* {len(self.box.mails)} EXISTS", "* OK [PERMANENTFLAGS (\\Deleted \\*)] ok")
        return "OK [READ-WRITE]"

    def do_search(self, rest: str) -> str:
        without = "\\Deleted" if "UNDELETED" in rest else rest.split()[-1]
        numbers = [str(n) for n, flags in sorted(self.box.flags.items()) if without not in flags]
        self.say(" ".join(["* SEARCH", *numbers]))
        return "OK"

    def do_fetch(self, rest: str) -> str | None:
        number = int(rest.split()[2])
        mail = self.fetching(number)
        if mail is None:
            return None
        limit = int(re.search(r"<0\.(\d+)>", rest)[1])  # type: ignore[index]
        mail = mail[:limit]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")
        return "OK"

    def do_store(self, rest: str) -> str:
        number, flag = int(rest.split()[2]), rest[rest.index("(") + 1 : rest.index(")")]
        self.box.flags[number].add(flag)
        return "OK"

    def do_expunge(self, rest: str) -> str:
        self.box.expunge()
        return "OK"

    def do_logout(self, rest: str) -> str:
        self.say("* BYE")
        return "OK"


class Pop3Handler(_Handler):
    def handle(self) -> None:
        self.say("+OK ready")
        doomed: set[int] = set()
        numbers = sorted(self.box.mails)
        while line := self.rfile.readline().decode().strip():
            command, _, argument = line.partition(" ")
            if command == "PASS" and argument != self.box.password:
                self.say("-ERR no")
            elif command == "STAT":
                self.say(f"+OK {len(numbers)} 1")
            elif command == "RETR":
                mail = self.fetching(numbers[int(argument) - 1])
                if mail is None:
                    return  # without QUIT nothing is deleted
                self.say("+OK", *(b"." + part if part.startswith(b".") else part for part in mail.split(b"\r\n")), ".")
            elif command == "DELE":
                doomed.add(numbers[int(argument) - 1])
                self.say("+OK")
            elif command == "QUIT":
                for number in doomed:
                    del self.box.mails[number]
                self.say("+OK")
                return
            else:
                self.say("+OK")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def serving(handler: type[_Handler], box: Mailbox) -> Iterator[int]:
    """The port of a server for this mailbox."""
    server = _Server(("127.0.0.1", 0), handler)
    server.box = box  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
