"""kill -9 of the worker at random moments of a send: nobody twice, nobody silently lost, no more doubts than connections that broke."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.templates import ROOT

pytestmark = pytest.mark.faults

KILLS = 20


# Enough readers that something is left to send in the last round: whoever survives a kill goes on for up to 0.2 s before the next one.
@pytest.mark.parametrize(("issues", "workers", "readers"), [(1, 1, 2000), (2, 2, 6000)], ids=["one worker", "two workers"])
def test_killed_workers_double_nobody_and_lose_nobody(database_url, recorder, tmp_path, issues, workers, readers):
    port, file = recorder
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "HUB_DATA": str(tmp_path / "data"),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
    }
    command = [
        sys.executable,
        "-m",
        "tests.faults.killer",
        str(file),
        str(KILLS),
        str(readers // issues),
        "20261122",
        str(issues),
        str(workers),
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["rounds"] == KILLS <= found["killed"]
    assert found["identity_off_by"] == [0]
    assert (found["doubled"], found["lost"]) == (0, 0)
    assert found["states"] == ["done"]
    counts = found["counts"]
    assert counts["snapshot"] == readers == counts["sent"] + counts["in_doubt"]
    assert counts["in_doubt"] <= found["connections_broken"]
