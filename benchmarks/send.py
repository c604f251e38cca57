"""The whole engine, durable ledger included, against Postfix's load generator, Django's send_mail loop and django-post_office.

Ours is timed from the first claim to the finished issue, the start of the issue (readers fixed, chunks cut) included. The load generator
keeps no state and sends constant text of the same size. All send to the same smtp-sink, in alternating turns.
"""

import statistics
import time
from collections.abc import Callable, Iterator

from .ceiling import ready_bytes
from .frame import Result, Turn, raw
from .loops import post_office_loop, send_mail_loop
from .postfix import Sink, find, sink
from .rig import ENGINES, Engine, engine, free_port, own_database

READERS, ROUNDS, WORKERS = 10_000, 5, 2
# (bytes, database, goal)
SIZES = ((10_000, "postgresql", 1.2), (10_000, "sqlite", 1.5), (50_000, "postgresql", 0.9), (50_000, "sqlite", 0.9))
BY_HAND = 300
PEERS_GOAL = 15.0
SMALL, SMALL_ISSUES, SMALL_GOAL = 80, 250, 0.9
# CPU of worker and database for one letter to 80 readers, from armed to finished.
SMALL_CPU_MS = 16.0
FAIR_BIG, FAIR_LIMIT = 100_000, 2.0


def measure() -> Iterator[Result]:
    tools = find()
    if tools is None:
        return
    with sink(tools, free_port()) as server:
        for size in (10_000, 50_000):
            yield ceiling(server, size)
    for vendor in ENGINES:
        with sink(tools, free_port()) as server, own_database(vendor) as url, engine(url, server.port) as ours:
            for size, where, goal in SIZES:
                if where == vendor:
                    yield against_source(server, ours, vendor, size, goal)
            yield from against_peers(server, ours, vendor)
            yield from many_small(ours, vendor)
            yield fairness(ours, vendor)


def ceiling(server: Sink, size: int) -> Result:
    """Not ours, and no goal: what the rows below could reach at the very most here."""
    count = READERS * 10_000 // size
    pairs = alternate(lambda: ready_bytes(server, count, size, WORKERS), lambda: server.source(count, size), ROUNDS)
    return result(
        f"the most this machine allows: ready bytes of {size // 1000} KB, two processes of four connections ÷ smtp-source -d -s16", pairs, 0
    )


def against_source(server: Sink, ours: Engine, vendor: str, size: int, goal: float) -> Result:
    readers = READERS * 10_000 // size
    letters = ours("load", sellers=1, subscribers=readers, issues=ROUNDS + 1, size=size)
    pairs = alternate(lambda: send(ours, [letters.pop()], readers), lambda: server.source(readers, size), ROUNDS)
    return result(f"whole engine on {vendor}, {size // 1000} KB letters ÷ smtp-source -d -s16", pairs, goal)


def against_peers(server: Sink, ours: Engine, vendor: str) -> Iterator[Result]:
    letters = ours("load", sellers=1, subscribers=READERS, issues=2 * ROUNDS + 2, size=10_000)
    peers: dict[str, Callable[..., Turn | None]] = {"a Django send_mail loop": send_mail_loop, "django-post_office": post_office_loop}
    for name, peer in peers.items():
        if peer(server.port, 3) is None:
            print(f"!!! {name} is not installed (make install-dev), so that row is left out !!!", flush=True)
            continue
        pairs = alternate(lambda: send(ours, [letters.pop()], READERS), lambda peer=peer: peer(server.port, BY_HAND), ROUNDS)  # type: ignore[misc]
        yield result(f"whole engine on {vendor}, 10 KB letters ÷ {name}", pairs, PEERS_GOAL)


def many_small(ours: Engine, vendor: str) -> Iterator[Result]:
    """The same number of readers over many sellers' small letters, and on one list; and what one small letter costs."""
    rounds, readers = 2, SMALL * SMALL_ISSUES
    small = ours("load", sellers=SMALL_ISSUES, subscribers=SMALL, issues=SMALL_ISSUES * (rounds + 1), size=10_000)
    big = ours("load", sellers=1, subscribers=readers, issues=rounds + 1, size=10_000)
    hands = [small[n :: rounds + 1] for n in range(rounds + 1)]
    pairs = alternate(lambda: send(ours, hands.pop(), readers), lambda: send(ours, [big.pop()], readers), rounds)
    yield result(f"{SMALL_ISSUES} issues × {SMALL} readers ÷ one × {readers} on {vendor}", pairs, SMALL_GOAL)
    if vendor == "sqlite":  # there the database works in the worker's process, so this is all of it
        cost = statistics.median(mine.cpu for mine, _ in pairs) * SMALL * 1000
        yield within("CPU of a whole send to 80 readers on sqlite, worker and database: 16 ms ÷ ours", pairs, cost, SMALL_CPU_MS)


def fairness(ours: Engine, vendor: str) -> Result:
    """A letter to 80 readers that is armed while one to 100,000 runs: twice its time alone ÷ its time then."""
    small = ours("load", sellers=3, subscribers=SMALL, issues=3, size=10_000)
    big = ours("load", sellers=1, subscribers=FAIR_BIG, issues=1, size=10_000)
    _warm_up, alone = (ours("finishes", small=letter, beside=None, workers=WORKERS) for letter in small[:2])
    beside = ours("finishes", small=small[2], beside=big[0], workers=WORKERS)
    pairs = [(Turn(beside, 0.0), Turn(alone, 0.0))]
    name = f"80 readers beside a running {FAIR_BIG} on {vendor}: {FAIR_LIMIT:g} × its time alone ÷ its time then"
    return within(name, pairs, beside * 1000, alone * FAIR_LIMIT * 1000)


def send(ours: Engine, ids: list[int], readers: int) -> Turn:
    ours("arm", ids=ids)
    took = ours("drain", ids=ids, workers=WORKERS)
    if took["sent"] != readers:
        raise RuntimeError(f"{took['sent']} of {readers} were sent")
    return Turn(took["seconds"] / readers, took["cpu"] / readers)


def alternate(ours: Callable[[], Turn], theirs: Callable[[], Turn], rounds: int) -> list[tuple[Turn, Turn]]:
    """A warm-up, then pairs, beginning with the one and with the other in turn."""
    ours(), theirs()
    pairs = []
    for number in range(rounds):
        if number % 2:
            baseline, mine = theirs(), ours()
        else:
            mine, baseline = ours(), theirs()
        pairs.append((mine, baseline))
        time.sleep(0.1)
    return pairs


def within(name: str, pairs: list[tuple[Turn, Turn]], took: float, limit: float) -> Result:
    """Milliseconds that are allowed ÷ those that it took."""
    ratio, cpu = limit / took, statistics.median(mine.cpu for mine, _ in pairs) * 1e6
    return Result(name, round(took, 2), "ms", round(limit, 2), round(ratio, 2), 1, round(cpu, 1), ratio >= 1, raw(pairs))


def result(name: str, pairs: list[tuple[Turn, Turn]], goal: float) -> Result:
    """Messages a second ÷ the baseline's."""
    ratio = statistics.median(baseline.seconds / mine.seconds for mine, baseline in pairs)
    return Result(
        name=name,
        value=round(1 / statistics.median(mine.seconds for mine, _ in pairs)),
        unit="messages a second",
        baseline=round(1 / statistics.median(baseline.seconds for _, baseline in pairs), 1),
        ratio=round(ratio, 2),
        goal=goal,
        cpu_us=round(statistics.median(mine.cpu for mine, _ in pairs) * 1e6, 1),
        holds=ratio >= goal,
        raw=raw(pairs),
    )
