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

from tests.support.templates import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: python -m tests.faults.table -->", "<!-- end of faults -->"
TESTS = ("tests/faults/test_fault_table.py", "tests/faults/test_database_faults.py", "tests/faults/test_broker_faults.py")
COLUMNS = {
    "readers": "readers",
    "wrongs": "faults",
    "sent": "sent",
    "failed": "failed",
    "in_doubt": "in doubt",
    "still_to_go": "still to go",
}


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
        tests = [name for name in TESTS if (ROOT / name).exists()]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *tests], cwd=ROOT, env=os.environ | {"FAULT_NOTES": str(notes)}, check=False
        )
        noted = [json.loads(line) for line in notes.read_text().splitlines()]
    if done.returncode == 0:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(table(noted)) + f"\n{END}{after}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
