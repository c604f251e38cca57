"""kill -9 of the worker at random moments of a send: nobody twice, nobody silently lost, no more doubts than connections that broke."""

import pytest

from tests.faults.reports import report_of

pytestmark = pytest.mark.faults

KILLS = 20


# Enough readers that something is left to send in the last round: whoever survives a kill goes on for up to 0.2 s before the next one.
@pytest.mark.parametrize(("issues", "workers", "readers"), [(1, 1, 2000), (2, 2, 6000)], ids=["one worker", "two workers"])
def test_killed_workers_double_nobody_and_lose_nobody(database_url, recorder, tmp_path, issues, workers, readers):
    port, file = recorder
    words = (file, KILLS, readers // issues, 20261122, issues, workers)
    found = report_of("killer", *words, database=database_url, mail_port=port, data=tmp_path / "data", timeout=300)
    assert found["rounds"] == KILLS <= found["killed"]
    assert found["identity_off_by"] == [0]
    assert (found["doubled"], found["lost"]) == (0, 0)
    assert found["states"] == ["done"]
    counts = found["counts"]
    assert counts["snapshot"] == readers == counts["sent"] + counts["in_doubt"]
    assert counts["in_doubt"] <= found["connections_broken"]
