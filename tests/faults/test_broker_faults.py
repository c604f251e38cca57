"""A broker that dies in mid-send, comes back empty or with old doorbells: the ledger is the truth, so nobody notices."""

import os

import pytest

from tests.faults.reports import report_of

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("SERVER_KILLS", "3"))  # `make soak`: 30
READERS = 2000 * KILLS


@pytest.mark.parametrize("recorder", ["pipelining"], indirect=True)
def test_a_broker_that_is_lost_flushed_or_older_than_it_was_costs_no_letter_and_doubles_none(database_url, recorder, tmp_path):
    port, file = recorder
    words, limit = (file, READERS, KILLS), 240 + 20 * KILLS
    found = report_of("broker", *words, database=database_url, mail_port=port, data=tmp_path / "data", timeout=limit)
    assert found["troubles"] == KILLS
    assert (found["doubled"], found["lost"], found["states"]) == (0, 0, ["done"])
    assert found["counts"]["sent"] == found["counts"]["snapshot"] == found["taken"] == READERS
