"""A lead recalls what is being sent to 100,000 readers: how long after her press the last body still reaches the mail server.

The readers are real deliveries in a real database, sent by two processes to a mail server that notes when each body has come; the recall
is made by a third process, as from the desk. Against the two seconds that are promised.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .frame import Result
from .rig import ENGINES, Engine, engine, free_port, own_database

READERS, PRESSED_AT, WORKERS = 100_000, 20_000, 2
PROMISED = 2.0
KINDS = ("letter", "phrase")


def measure() -> Iterator[Result]:
    for vendor in ENGINES:
        with noting() as server, own_database(vendor) as url, engine(url, server.port) as sender, engine(url, server.port) as lead:
            letters = sender("load", sellers=1, subscribers=READERS, issues=len(KINDS), size=10_000)
            for kind, letter in zip(KINDS, letters, strict=True):
                yield recalled(server, sender, lead, vendor, kind, letter)


def recalled(server: "Noting", sender: Engine, lead: Engine, vendor: str, kind: str, letter: int) -> Result:
    """Press when the send is well under way, and look when the last body came."""
    before = len(server.bodies)
    sender("arm", ids=[letter])
    work = threading.Thread(target=sender, args=["work"], kwargs={"workers": WORKERS})
    work.start()
    while len(server.bodies) - before < PRESSED_AT:
        time.sleep(0.005)
    pressed = time.monotonic()
    listed = lead("recall", kind=kind, letter=letter)
    work.join()
    last, got = server.bodies[-1] - pressed, len(server.bodies) - before
    if not got < READERS or listed["held"] + listed["sent"] != READERS or listed["sent"] < got:
        raise RuntimeError(f"{got} bodies came, listed were {listed}")
    name = f"recall of a {kind} while it goes to {READERS} readers on {vendor}: {PROMISED:g} s ÷ from the press to the last body"
    raw = [{"last_body": last, "listed": listed["seconds"], "bodies": got, "after_the_press": sum(at > pressed for at in server.bodies)}]
    ratio = PROMISED / max(last, 0.001)
    return Result(name, round(last, 3), "seconds", PROMISED, round(ratio, 2), 1, 0, ratio >= 1, raw)


@dataclass
class Noting:
    """A mail server that takes everything, pipelined too, and keeps of each body the moment at which it was whole."""

    port: int
    bodies: list[float] = field(default_factory=list)

    def __call__(self) -> "_Session":
        return _Session(self.bodies)


class _Session(asyncio.Protocol):
    def __init__(self, bodies: list[float]) -> None:
        self.bodies, self.held, self.in_body = bodies, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(b"220 notes\r\n")

    def data_received(self, data: bytes) -> None:
        self.held += data
        replies = []
        while True:
            mark = b"\r\n.\r\n" if self.in_body else b"\r\n"
            line, found, rest = self.held.partition(mark)
            if not found:
                break
            self.held = rest
            if self.in_body:
                self.bodies.append(time.monotonic())
                self.in_body = False
                replies.append(b"250 kept\r\n")
                continue
            verb = line[:4].upper()
            self.in_body = verb == b"DATA"
            replies.append({b"EHLO": b"250-notes\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n"}.get(verb, b"250 yes\r\n"))
            if verb == b"QUIT":
                self.transport.close()
        if replies and not self.transport.is_closing():
            self.transport.write(b"".join(replies))


@contextmanager
def noting() -> Iterator[Noting]:
    """The server in a thread of its own."""
    server, loop, ready = Noting(free_port()), asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        await loop.create_server(server, "127.0.0.1", server.port)
        ready.set()

    def run() -> None:
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
