"""A broker that dies in mid-send, comes back empty or with old doorbells: the ledger is the truth, so nobody notices."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.templates import ROOT

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("SERVER_KILLS", "3"))  # `make soak`: 30
READERS = 2000 * KILLS


@pytest.mark.parametrize("recorder", ["pipelining"], indirect=True)
def test_a_broker_that_is_lost_flushed_or_older_than_it_was_costs_no_letter_and_doubles_none(database_url, recorder, tmp_path):
    port, file = recorder
    own = {"DATABASE_URL": database_url, "HUB_DATA": str(tmp_path / "data"), "EMAIL_URL": f"smtp://127.0.0.1:{port}", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "tests.faults.broker", str(file), str(READERS), str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, timeout=240 + 20 * KILLS, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["troubles"] == KILLS
    assert (found["doubled"], found["lost"], found["states"]) == (0, 0, ["done"])
    assert found["counts"]["sent"] == found["counts"]["snapshot"] == found["taken"] == READERS
