"""Each kind of fault of a mail server, several times at other moments: the accounting adds up, and agrees with what the server took.

`python -m tests.faults.table` writes what comes of it into docs/reliability.md.
"""

from dataclasses import asdict

import pytest

from hub.demo.volume import load_volume
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.schedule import start_due_issues
from tests.faults.certificates import Certificates
from tests.faults.kinds import KINDS, READERS
from tests.faults.rounds import send_through
from tests.faults.table import ROUNDS, note

pytestmark = [pytest.mark.django_db, pytest.mark.faults]


@pytest.fixture
def site(settings, tmp_path):
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path / "journal", "smtp"
    return settings


@pytest.fixture
def letters():
    return Issue.objects.filter(pk__in=load_volume(sellers=1, subscribers=READERS, issues=ROUNDS)["issues"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_whatever_a_mail_server_does_the_ledger_agrees_with_what_it_took(kind, letters, site, tmp_path, monkeypatch):
    tls = Certificates(tmp_path, monkeypatch.setenv)
    rounds = []
    for seed, issue in enumerate(letters):
        arm_issue(issue, by=None)
        start_due_issues()
        rounds.append(send_through(kind, issue, seed, site=site, tls=tls))
        found = rounds[-1]
        assert found.still_to_go == 0 and found.sent + found.failed + found.in_doubt == READERS
        assert found.in_doubt <= (found.wrongs if kind.doubts else 0)
    assert sum(found.wrongs for found in rounds) or not kind.trusted or kind.disk_full or kind.clock_jumps
    note(kind.name, [asdict(found) for found in rounds])
