"""`make soak`: the long form of test_kill.py, on SQLite and on PostgreSQL. Prints a line for each, exit 1 when a promise was broken.

200 rounds of kill -9 over 5 issues × 2,000 readers, two workers: in turn one of them, and the whole group.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rig import own_database
from tests.support.templates import ROOT

ROUNDS, ISSUES, READERS, WORKERS = 200, 5, 2000, 2


def soak(vendor: str, seed: int) -> bool:
    with own_database(vendor) as url, tempfile.TemporaryDirectory() as name:
        file = Path(name) / "taken"
        file.touch()
        served = subprocess.Popen([sys.executable, "-m", "tests.faults.recorder", str(file)], stdout=subprocess.PIPE, cwd=ROOT, text=True)
        assert served.stdout is not None
        own = {"DATABASE_URL": url, "HUB_DATA": name, "EMAIL_URL": f"smtp://127.0.0.1:{served.stdout.readline().strip()}"}
        fixed = {"HUB_MODE": "test", "ORIGIN": "http://localhost:8000", "MAIL_DOMAIN": "letters.example", "LOG_LEVEL": "ERROR"}
        environment = os.environ | fixed | own | {"SECRET_KEY": "soak " * 12, "BROKER_URL": ""}
        started = time.monotonic()
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
            numbers = (ROUNDS, READERS, seed, ISSUES, WORKERS)
            command = [sys.executable, "-m", "tests.faults.killer", str(file), *map(str, numbers)]
            done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        finally:
            served.kill()
            served.wait()
    found = json.loads(done.stdout.splitlines()[-1])
    doubts_explained = found["counts"]["in_doubt"] <= found["connections_broken"]
    kept = found["doubled"] == found["lost"] == 0 and found["identity_off_by"] == [0] and doubts_explained
    sys.stdout.write(f"{'kept' if kept else 'BROKEN'}: {vendor}, seed {seed}, {time.monotonic() - started:.0f} s: {json.dumps(found)}\n")
    sys.stdout.flush()
    return kept


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time())
    kept_promises = [soak(vendor, chosen) for vendor in ("sqlite", "postgresql")]
    sys.exit(0 if all(kept_promises) else 1)
