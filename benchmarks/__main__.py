"""`python -m benchmarks [NAME…]`: runs every module here that has a `measure`, prints a table, writes benchmarks/out/summary.json."""

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path
from typing import Any

import django

from .machine import described

HERE = Path(__file__).parent
OUT = HERE / "out"
HELPERS = {"frame", "__main__", "postfix", "engine", "rig", "loops", "machine", "ceiling", "plot"}


def names() -> list[str]:
    return [module.name for module in pkgutil.iter_modules([str(HERE)]) if module.name not in HELPERS]


def write(lines: list[dict[str, Any]]) -> None:
    """After each line, so that a run that is broken off has not been for nothing. A run of some keeps the lines of the others."""
    OUT.mkdir(exist_ok=True)
    file = OUT / "summary.json"
    ran = {line["name"] for line in lines}
    before = json.loads(file.read_text()) if file.exists() else []
    file.write_text(json.dumps([line for line in before if line["name"] not in ran] + lines, indent=2) + "\n")
    (OUT / "machine.json").write_text(json.dumps(described(), indent=2) + "\n")


def main(wanted: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(names())}")
        return 2
    lines, turns = [], {}
    for name in wanted or names():
        module = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(module, "measure"):
            continue
        for result in module.measure():
            lines.append(result.as_json())
            turns[result.name] = result.raw
            write(lines)
            (OUT / "raw.json").write_text(json.dumps(turns, indent=2) + "\n")
            mark = "holds" if result.holds else "MISSED"
            print(f"{mark:<7}{result.ratio:>9.2f}x (goal {result.goal:g}x)  {result.cpu_us:>10.1f} us CPU  {result.name}", flush=True)
    print(f"Written to {OUT / 'summary.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
