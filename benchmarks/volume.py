"""A large send: the memory of its workers, and what a row costs the ledger in a big database against a small one.

VOLUME says how many readers the large send has (100,000 unless set; the numbers of docs/performance.md are of 1,000,000).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .frame import Result, Turn, raw
from .postfix import find, sink
from .rig import ENGINES, ROOT, Engine, engine, environment, free_port, own_database

READERS = int(os.environ.get("VOLUME", "100000"))
SMALL, ROWS, ROUNDS, WORKERS = 10_000, 8_000, 7, 2
ROW_LIMIT, MEMORY_MB, GROWTH = 1.1, 150.0, 1.05


def measure() -> Iterator[Result]:
    tools = find()
    for vendor in ENGINES:
        with own_database(vendor) as small_url, own_database(vendor) as big_url:
            with engine(small_url, 9) as small, engine(big_url, 9) as big:
                letters = big("load", sellers=1, subscribers=READERS, issues=2)
                yield rows(small, big, vendor, big_letter=letters[0], cores=_database_cpu(big_url), small_cores=_database_cpu(small_url))
            if tools:
                with sink(tools, free_port()) as server:
                    yield from memory(vendor, big_url, server.port, letters[1])


def rows(small: Engine, big: Engine, vendor: str, *, big_letter: int, cores: "Clock", small_cores: "Clock") -> Result:
    """CPU a row, worker and database together, for claim and mark."""
    letters = small("load", sellers=1, subscribers=SMALL, issues=ROUNDS + 1)
    big("start", ids=[big_letter])
    big("half_sent", issue=big_letter)
    pairs = []
    for number in range(ROUNDS + 1):
        small("start", ids=[letters[number]])
        mine, theirs = (_cost(ours, clock) for ours, clock in ((big, cores), (small, small_cores)))
        if number:  # the first is the warm-up
            pairs.append((mine, theirs))
        small("claim_and_mark", rows=SMALL - ROWS)
    big("pause", issue=big_letter)
    ratio = statistics.median(mine.cpu for mine, _ in pairs) / statistics.median(theirs.cpu for _, theirs in pairs)
    cpu, baseline = (statistics.median(turn.cpu for turn in turns) * 1e6 for turns in zip(*pairs, strict=True))
    name = f"CPU a row for claim and mark at {READERS:,} deliveries ÷ at {SMALL:,} on {vendor}: at most {ROW_LIMIT:g}"
    return Result(name, round(cpu, 2), "us", round(baseline, 2), round(ratio, 3), ROW_LIMIT, round(cpu, 1), ratio <= ROW_LIMIT, raw(pairs))


def _cost(ours: Engine, database: "Clock") -> Turn:
    before = database()
    took = ours("claim_and_mark", rows=ROWS)
    return Turn(took["seconds"] / took["rows"], (took["cpu"] + database() - before) / took["rows"])


class Clock:
    """CPU seconds that a PostgreSQL server's processes have used so far; always 0 for SQLite, which works in its caller's process."""

    def __init__(self, postmaster: int | None) -> None:
        self._postmaster, self._ticks = postmaster, os.sysconf("SC_CLK_TCK")

    def __call__(self) -> float:
        if self._postmaster is None:
            return 0.0
        return sum(self._used(folder) for folder in Path("/proc").glob("[0-9]*")) / self._ticks

    def _used(self, folder: Path) -> int:
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        own = int(folder.name) == self._postmaster
        # Of the postmaster also what its ended children used.
        return sum(map(int, fields[11 : 15 if own else 13])) if own or int(fields[1]) == self._postmaster else 0


def _database_cpu(url: str) -> Clock:
    if url.startswith("sqlite"):
        return Clock(None)
    from tests.support.servers import run_sql

    folder = run_sql(url, "SHOW data_directory")[0][0]
    return Clock(int((Path(folder) / "postmaster.pid").read_text().split()[0]))


def memory(vendor: str, url: str, port: int, letter: int) -> Iterator[Result]:
    """Resident memory of each process of a drain, looked at twice a second from the first letter to the last."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-data-") as folder:
        around = environment(url, port, folder)
        for command in (["arm_installation"], ["send_issue", str(letter)]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=around, check=True, stdout=subprocess.DEVNULL)
        drain = [sys.executable, "manage.py", "drain", "--until-empty", "--workers", str(WORKERS)]
        started = time.perf_counter()
        with subprocess.Popen(drain, cwd=ROOT, env=around) as process:
            seen = []
            while process.poll() is None:
                seen.append(_resident(process.pid))
                time.sleep(0.5)
        took = Turn((time.perf_counter() - started) / READERS, 0.0)
        if process.returncode:
            raise RuntimeError("the drain has failed")
    most, early = max(seen), max(seen[: max(2, len(seen) // 5)])
    what = f"of a worker over {READERS:,} deliveries on {vendor}"
    yield Result(f"resident memory {what}: 150 MB ÷ ours", most, "MB", MEMORY_MB, round(MEMORY_MB / most, 2), 1, 0, most <= MEMORY_MB,
                 raw([(took, took)]))  # fmt: skip
    grown = round(most / early, 3)
    yield Result(f"memory at its most ÷ in the first fifth {what}", most, "MB", early, grown, GROWTH, 0, grown <= GROWTH)


def _resident(pid: int) -> float:
    """MB of the largest of a process and its children."""
    most = 0.0
    for number in [pid, *_children(pid)]:
        try:
            status = Path(f"/proc/{number}/status").read_text()
        except OSError:
            continue
        most = max([most, *(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))])
    return round(most, 1)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
