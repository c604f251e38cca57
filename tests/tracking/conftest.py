import pytest

from sellers.delivery.transports import memory


@pytest.fixture(autouse=True)
def own_journals(settings, tmp_path):
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.LETTER_TRANSPORT = "memory"


@pytest.fixture
def outbox():
    memory.outbox.clear()
    yield memory.outbox
    memory.outbox.clear()
