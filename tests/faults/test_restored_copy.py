"""Copies of an installation: a restored backup and a copied database send nothing until a person says so."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.servers import run_sql, with_database
from tests.support.templates import ROOT, migrations_digest

pytestmark = pytest.mark.faults


@pytest.fixture
def second_url(database_url, tmp_path):
    """Another migrated, empty database of the same engine."""
    if database_url.startswith("sqlite"):
        shutil.copy(settings.DATABASES["default"]["NAME"], tmp_path / "second.sqlite3")
        yield f"sqlite:///{tmp_path / 'second.sqlite3'}"
        return
    name, server = f"second_{os.getpid()}", with_database(settings.DATABASE_URL, "postgres")
    run_sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "template_{migrations_digest()}"')
    yield with_database(settings.DATABASE_URL, name)
    run_sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class Site:
    """One installation: a database, a folder, a mail server."""

    def __init__(self, url: str, folder: Path, port: int) -> None:
        own = {"DATABASE_URL": url, "HUB_DATA": str(folder), "EMAIL_URL": f"smtp://127.0.0.1:{port}", "LOG_LEVEL": "ERROR"}
        self.environment = os.environ | own

    def __call__(self, *command: object, code: int = 0) -> str:
        arguments = [sys.executable, "manage.py", *map(str, command)]
        done = subprocess.run(arguments, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == code, done.stderr[-2000:]
        return done.stdout + done.stderr

    def ledger(self, issue: int) -> dict:
        return json.loads(self("ledger", issue, "--format", "json"))[0]


@pytest.mark.parametrize("recorder", ["pipelining"], indirect=True)
def test_a_restored_copy_sends_nothing_until_it_is_armed_and_asks_about_what_was_under_way(database_url, second_url, recorder, tmp_path):
    port, file = recorder
    first, copy = Site(database_url, tmp_path / "first", port), Site(second_url, tmp_path / "second", port)
    for site in (first, copy):
        site("createcachetable")  # the test run's template has none
    made = json.loads(first("load_volume", "--sellers", 1, "--subscribers", 5, "--issues", 2))["issues"]
    first("send_issue", made[0])
    first("backup", tmp_path / "backup.tar.gz")
    assert (tmp_path / "backup.tar.gz").stat().st_mode & 0o777 == 0o600
    copy("restore", tmp_path / "backup.tar.gz")
    assert "people in this database already" in copy("restore", tmp_path / "backup.tar.gz", code=1)

    copy("drain", "--until-empty")
    assert file.read_text() == ""
    assert "Nothing is sent from here" in copy("send_issue", made[1], code=1)
    assert copy.ledger(made[0])["state"] == "held"

    first("drain", "--until-empty")
    assert len(file.read_text().splitlines()) == first.ledger(made[0])["counts"]["sent"] == 5
    copy("arm_installation")
    copy("drain", "--until-empty")
    assert len(file.read_text().splitlines()) == 5
    copy("send_issue", made[1])
    copy("drain", "--until-empty")
    assert len(file.read_text().splitlines()) == 10
