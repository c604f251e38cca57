"""One round of a fault: a whole send against a server that does wrong by plan, and the ledger held against what the server truly took."""

import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import time_machine
from django.utils import timezone

from sellers.delivery.choices import Row
from sellers.delivery.drain import Worker
from sellers.delivery.models import Chunk, Delivery, Issue, Problem
from sellers.delivery.rows import members_of
from sellers.delivery.services.reap import reap
from sellers.delivery.tokens import message_id_token
from tests.delivery.identity import holds
from tests.faults.fault_server import FaultServer, Taken, well
from tests.faults.kinds import Kind

STEPS_WITH_FAULT, STEPS = 10, 30


@dataclass
class Round:
    """What came of one round, as it is summed up in docs/reliability.md."""

    readers: int
    sent: int
    failed: int
    in_doubt: int
    still_to_go: int
    wrongs: int


def send_through(kind: Kind, issue: Issue, seed: int, *, site: Any, tls: Any) -> Round:
    """Send a started issue as the kind and the seed will have it. `site`: Django's settings; `tls`: tests.faults.certificates."""
    chance = Random(f"{kind.name} {seed}")
    server = FaultServer(faults=kind.plan(chance), pipelining=chance.random() < 0.5 if kind.pipelining is None else kind.pipelining)
    server.tls, server.signs_in = (tls.context(), True) if kind.tls else (None, False)
    site.EMAIL_USE_TLS, site.EMAIL_TIMEOUT = kind.tls, kind.timeout
    site.EMAIL_HOST_USER = site.EMAIL_HOST_PASSWORD = "hub" if kind.tls else ""
    tls.trust(kind.trusted)
    with server, _jumping_clock(server, chance, kind):
        site.EMAIL_HOST, site.EMAIL_PORT = "127.0.0.1", server.port
        _work(issue, server, kind, tls)
        return held_against(issue, server)


def _work(issue: Issue, server: FaultServer, kind: Kind, tls: Any) -> None:
    """Every chunk as if its time had come, again and again; the fault ends after some steps, if it has not before."""
    worker: Worker | None = None
    for step in range(STEPS):
        if step == STEPS_WITH_FAULT:
            server.faults = well
            tls.trust(True)
        Chunk.objects.filter(issue=issue).update(not_before=timezone.now() - timedelta(seconds=1))
        with _disk(full=kind.disk_full and step < 3):
            try:
                worker = worker or Worker()
            except OSError:
                continue
        if not worker.step():
            break
        holds(issue)
    assert worker is not None
    worker.close()
    reap()
    assert not list(worker.folder.iterdir())


def held_against(issue: Issue, server: FaultServer) -> Round:
    """Nobody twice; sent means taken, failed and waiting mean not taken; what is not sent stands on a screen."""
    taken = Counter(taken.message_id for taken in server.taken)
    assert set(taken.values()) <= {1}
    told = set(Problem.objects.filter(delivery__issue=issue, resolution="").values_list("delivery_id", flat=True))
    for delivery, state in states_of(issue):
        arrived = f"<{message_id_token(delivery)}@letters.example>" in taken
        assert arrived == (state == Row.SENT) or state == Row.IN_DOUBT, (delivery, chr(state), arrived)
        assert (delivery in told) == (state in (Row.FAILED, Row.IN_DOUBT)), (delivery, chr(state))
    counts = holds(issue)
    return Round(counts["snapshot"], counts["sent"], counts["failed"], counts["in_doubt"], counts["queued"], len(server.wrongs))


def states_of(issue: Issue) -> Iterator[tuple[int, int]]:
    """(delivery, its state) of every reader, each once."""
    ids = dict(Delivery.objects.filter(issue=issue).values_list("n", "pk"))
    for chunk in issue.chunks.all():
        for place, state in zip(members_of(chunk), bytes(chunk.states), strict=True):
            if state != Row.MOVED:
                yield ids.pop(place), state
    assert not ids


@contextmanager
def _jumping_clock(server: FaultServer, chance: Random, kind: Kind) -> Iterator[None]:
    """Somebody sets the machine's clock while letters are on their way, to and fro."""
    if not kind.clock_jumps:
        yield
        return
    with time_machine.travel(datetime.now(UTC), tick=True) as traveller:

        def jump(taken: Taken) -> None:
            if chance.random() < 0.05:
                traveller.shift(timedelta(hours=chance.uniform(-240, 240)))

        server.on_taken = jump
        yield


@contextmanager
def _disk(*, full: bool) -> Iterator[None]:
    """A disk that has room for four kilobytes a file and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if full:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
