"""The ledger's own database goes wrong in the middle of a send, several times each: full, locked, cut off. Then it is well again."""

import resource
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.utils import timezone

from hub.demo.volume import load_volume
from sellers.delivery import drain
from sellers.delivery.models import Chunk, Issue
from sellers.delivery.services.arm import arm_issue
from tests.faults.fault_server import FaultServer
from tests.faults.kinds import LATER, NEVER
from tests.faults.rounds import Round, held_against
from tests.faults.table import ROUNDS, note
from tests.support.servers import run_sql, with_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

READERS, MOMENT = 300, 0.4
UNLIMITED = resource.getrlimit(resource.RLIMIT_FSIZE)
Fault = Callable[[], None]


@pytest.fixture
def short_of_patience(settings, tmp_path, monkeypatch) -> Iterator[None]:
    """Nobody here waits twenty seconds for a lock, or one before looking again."""
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT, settings.EMAIL_TIMEOUT = tmp_path / "journal", "smtp", 5
    monkeypatch.setattr(drain, "IDLE", 0.05)
    monkeypatch.setattr(drain, "REAP_EVERY", 0.2)

    def impatient(connection: Any, **_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100" if connection.vendor == "sqlite" else "SET lock_timeout = '100ms'")

    connection.close()
    connection_created.connect(impatient)
    yield
    connection_created.disconnect(impatient)
    connection.close()


def file_of_the_database() -> Path:
    return Path(django_settings.DATABASES["default"]["NAME"])


def full_disk() -> None:
    """From now on the write-ahead log of the ledger cannot grow, as on a full disk."""
    soft, hard = UNLIMITED
    log = file_of_the_database().with_name(f"{file_of_the_database().name}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(log.stat().st_size, 65_536), hard))
    time.sleep(MOMENT)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def locked_file() -> None:
    """Somebody else holds SQLite's only pen for longer than anybody waits."""
    with sqlite3.connect(file_of_the_database(), timeout=10, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(MOMENT)
        other.execute("ROLLBACK")
    other.close()


def locked_table() -> None:
    """Somebody else holds the chunks for longer than anybody waits."""
    import psycopg

    with psycopg.connect(our_server()) as other:
        other.execute("LOCK TABLE sellers_delivery_chunk IN ACCESS EXCLUSIVE MODE")
        time.sleep(MOMENT)
        other.rollback()


def thrown_out() -> None:
    """The server ends our connections, as it does when it is restarted."""
    name = django_settings.DATABASES["default"]["NAME"]
    run_sql(our_server(), f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()")


def our_server() -> str:
    return with_database(django_settings.DATABASE_URL, django_settings.DATABASES["default"]["NAME"])


FAULTS = {
    "sqlite": {"disk full under the ledger (SQLite)": full_disk, "database locked (SQLite)": locked_file},
    "postgresql": {"a table locked (PostgreSQL)": locked_table, "database connections ended (PostgreSQL)": thrown_out},
}


def test_the_ledger_survives_its_database(short_of_patience):
    for name, fault in FAULTS[connection.vendor].items():
        issues = Issue.objects.filter(pk__in=load_volume(sellers=1, subscribers=READERS, issues=ROUNDS)["issues"])
        rounds = [one_round(issue, fault, Random(f"{name} {seed}")) for seed, issue in enumerate(issues)]
        assert all(found.still_to_go == 0 and found.in_doubt == 0 for found in rounds), (name, rounds)
        note(name, [asdict(found) for found in rounds])


def one_round(issue: Issue, fault: Fault, chance: Random) -> Round:
    """A send in which the fault comes at a random letter, and once more later."""
    moments = set(chance.sample(range(READERS), 2))
    said = [chance.choices([None, LATER, NEVER], [20, 1, 1])[0] for _ in range(READERS * 9)]
    with FaultServer(pipelining=chance.random() < 0.5) as server:
        django_settings.EMAIL_HOST, django_settings.EMAIL_PORT = "127.0.0.1", server.port
        at_work: list[threading.Thread] = []

        def faults(stage: str, number: int) -> str | None:
            if stage == "rcpt" and number in moments:
                moments.discard(number)
                server.wrongs.append(("database", "away"))
                at_work.append(threading.Thread(target=fault))
                at_work[-1].start()
                time.sleep(0.02)
            return said[number] if stage == "rcpt" else None

        server.faults = faults
        arm_issue(issue, by=None)
        for _ in range(8):
            drain.drain(until_empty=True, seconds=20)
            for thread in at_work:
                thread.join()
            if not Chunk.objects.filter(issue=issue, queued__gt=0).update(not_before=timezone.now()):
                break
        return held_against(issue, server)
