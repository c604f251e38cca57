"""What fault tests need beside the test process: a database of their own, and a recording mail server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.support.servers import run_sql, with_database
from tests.support.templates import ROOT, migrations_digest, sqlite_template


@pytest.fixture
def database_url(django_db_setup: Any, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of the engine this run uses, for processes of their own."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        shutil.copy(sqlite_template(), tmp_path / "own.sqlite3")
        yield f"sqlite:///{tmp_path / 'own.sqlite3'}"
        return
    # Each of the processes that test side by side has its own: their folders have the same names.
    name = f"own_{os.getpid()}_{tmp_path.name}".replace("-", "_").lower()[:60]
    server = with_database(settings.DATABASE_URL, "postgres")
    run_sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "template_{migrations_digest()}"')
    yield with_database(settings.DATABASE_URL, name)
    run_sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["pipelining", "plain"])
def recorder(request: Any, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A mail server in a process of its own: (port, the file with the Message-IDs it has taken)."""
    file = tmp_path / "taken"
    file.touch()
    more = ["--plain"] if request.param == "plain" else []
    command = [sys.executable, "-m", "tests.faults.recorder", str(file), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout is not None
    yield int(process.stdout.readline()), file
    process.kill()
    process.wait()
    process.stdout.close()
