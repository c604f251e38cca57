import pytest

from sellers.delivery import drain
from sellers.delivery.transports import memory
from sellers.tracking import door


@pytest.fixture(autouse=True)
def own_journals(settings, tmp_path):
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.RECORDS_DIR = tmp_path / "records"
    settings.LETTER_TRANSPORT = "memory"


@pytest.fixture(autouse=True)
def nothing_remembered():
    """A test's rollback gives the same ids to other letters; outside of tests an artefact's id is never used again."""
    for thing in (*vars(drain).values(), *vars(door).values()):
        if hasattr(thing, "cache_clear"):
            thing.cache_clear()


@pytest.fixture
def outbox():
    memory.outbox.clear()
    yield memory.outbox
    memory.outbox.clear()
