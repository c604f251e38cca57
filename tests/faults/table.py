"""The table of faults in docs/reliability.md, written from what the tests themselves have seen: `python -m tests.faults.table`.

FAULT_NOTES names a file to which each test adds a line.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.faults.kinds import KINDS
from tests.support.templates import ROOT

# How often each kind is tried. `make test` tries three times, `make soak` and the table ten.
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: python -m tests.faults.table -->", "<!-- end of faults -->"
TESTS = ("tests/faults/test_fault_table.py", "tests/faults/test_database_faults.py")
# The kinds of a database are its own, so both have their turn.
RUNS = (("sqlite", TESTS), ("postgres", TESTS[1:]))
COLUMNS = {
    "readers": "readers",
    "wrongs": "faults",
    "sent": "sent",
    "failed": "failed",
    "in_doubt": "in doubt",
    "still_to_go": "still to go",
}


_ORDER = {kind.name: place for place, kind in enumerate(KINDS)}


def note(kind: str, rounds: Sequence[Mapping[str, int]]) -> None:
    """Remember what came of a kind, when somebody wants to know."""
    if file := os.environ.get("FAULT_NOTES"):
        summed = {name: sum(found[name] for found in rounds) for name in COLUMNS}
        with Path(file).open("a") as stream:
            stream.write(json.dumps({"kind": kind, "rounds": len(rounds), **summed}) + "\n")


def table(noted: Iterable[Mapping[str, object]]) -> Iterator[str]:
    yield f"| fault | rounds | {' | '.join(COLUMNS.values())} |"
    yield "|---|" + "---|" * (len(COLUMNS) + 1)
    for line in noted:
        yield f"| {line['kind']} | {line['rounds']} | {' | '.join(f'{line[name]:,}' for name in COLUMNS)} |"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        notes.touch()
        codes = [_run(database, tests, notes) for database, tests in RUNS]
        noted = sorted(map(json.loads, notes.read_text().splitlines()), key=lambda line: _ORDER.get(line["kind"], len(_ORDER)))
    if not any(codes):
        before, _, rest = PAGE.read_text().partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(table(noted)) + f"\n{END}{after}")
    return max(codes)


def _run(database: str, tests: Sequence[str], notes: Path) -> int:
    around = os.environ | {"FAULT_NOTES": str(notes), "TEST_DATABASE": database}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], cwd=ROOT, env=around, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
