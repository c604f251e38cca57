"""Runs a script that breaks something under a real send, in a process of its own, and reads what it says came of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.templates import ROOT


def report_of(module: str, *words: object, database: str, mail_port: int, data: Path, timeout: float) -> dict[str, Any]:
    """The last line that `python -m tests.faults.MODULE WORDS` prints, as JSON; AssertionError with its complaint when it fails."""
    own = {"DATABASE_URL": database, "HUB_DATA": str(data), "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", f"tests.faults.{module}", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
