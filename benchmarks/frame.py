"""How we measure: a warm-up, then ours and the baseline in alternating turns; medians; CPU beside the clock."""

import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """One line of benchmarks/out/summary.json. `ratio`: how many times the baseline's speed. `cpu_us`: of ours, for one."""

    name: str
    value: float
    unit: str
    baseline: float
    ratio: float
    goal: float
    cpu_us: float
    holds: bool
    # Every turn as it was measured: seconds and CPU for one operation, ours and the baseline's.
    raw: list[dict[str, float]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "raw"}


@dataclass(frozen=True)
class Turn:
    """One run: seconds by the clock and of CPU, for one operation."""

    seconds: float
    cpu: float


def raw(pairs: Iterable[tuple[Turn, Turn]]) -> list[dict[str, float]]:
    """The numbers of these turns, for whoever wants to reckon differently."""
    return [
        {"seconds": mine.seconds, "cpu": mine.cpu, "baseline_seconds": theirs.seconds, "baseline_cpu": theirs.cpu} for mine, theirs in pairs
    ]


def turn(run: Callable[[int], object], times: int) -> Turn:
    wall, cpu = time.perf_counter(), time.process_time()
    run(times)
    return Turn((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)


def children_turn(run: Callable[[], object], times: int) -> Turn:
    """The same for work that children do, all of them waited for by `run`, which does it `times` times."""
    before, started = os.times(), time.perf_counter()
    run()
    took, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Turn(took / times, cpu / times)


def compare(
    name: str,
    *,
    ours: Callable[[int], object],
    baseline: Callable[[int], object],
    times: int,
    goal: float,
    baseline_times: int = 0,
    rounds: int = 7,
) -> Result:
    """Operations a second of ours and of the baseline. Each callable does its work n times. `goal`: the ratio promised."""
    other_times = baseline_times or times
    turn(ours, max(1, times // 10))
    turn(baseline, max(1, other_times // 10))
    pairs = []
    for number in range(rounds):
        if number % 2:
            theirs, mine = turn(baseline, other_times), turn(ours, times)
        else:
            mine, theirs = turn(ours, times), turn(baseline, other_times)
        pairs.append((mine, theirs))
    ratio = statistics.median(theirs.seconds / mine.seconds for mine, theirs in pairs)
    return Result(
        name=name,
        value=round(1 / statistics.median(mine.seconds for mine, _ in pairs), 1),
        unit="a second",
        baseline=round(1 / statistics.median(theirs.seconds for _, theirs in pairs), 1),
        ratio=round(ratio, 2),
        goal=goal,
        cpu_us=round(statistics.median(mine.cpu for mine, _ in pairs) * 1e6, 1),
        holds=ratio >= goal,
        raw=raw(pairs),
    )
