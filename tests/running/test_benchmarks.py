"""`make bench` tells ratios in a form that others can read."""

import json

import pytest

from benchmarks import __main__ as bench
from benchmarks.frame import compare

pytestmark = pytest.mark.one_engine
FIELDS = ["name", "value", "unit", "baseline", "ratio", "goal", "cpu_us", "holds"]


def work(amount: int):
    def run(times: int) -> None:
        for _ in range(times):
            sum(range(amount))

    return run


def test_a_result_says_how_many_times_the_baseline_and_whether_the_goal_holds():
    kept = compare("small against large", ours=work(100), baseline=work(10_000), times=50, goal=2, rounds=3)
    missed = compare("large against small", ours=work(10_000), baseline=work(100), times=50, goal=2, rounds=3)
    assert kept.ratio > 2 and kept.holds
    assert missed.ratio < 1 and not missed.holds
    assert list(kept.as_json()) == FIELDS


def test_the_summary_is_written_and_an_unknown_name_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench, "OUT", tmp_path)
    assert bench.main(["tokens"]) == 0
    assert [list(line) for line in json.loads((tmp_path / "summary.json").read_text())] == [FIELDS]
    assert bench.main(["nonsense"]) == 2
    assert f"There are: {', '.join(bench.names())}" in capsys.readouterr().out
