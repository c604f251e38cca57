"""One file that holds all of an installation: database, media, journals, the generated key. Read in one instant of the database."""

import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from . import journal
from .exceptions import DeliveryError
from .services.installation import disarm_restored

_FORMAT = 1


class NotPossible(DeliveryError):
    code = "backup"


def write_backup(file: Path) -> None:
    """Raises NotPossible for a database engine that we do not know, OSError when there is no room."""
    with tempfile.TemporaryDirectory(dir=file.resolve().parent, prefix=".backup-") as name:
        folder = Path(name)
        manifest = {"format": _FORMAT, "engine": connection.vendor, "migrations": _migrations(), "at": timezone.now().isoformat()}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        _engine().write(folder)
        whole = folder / "whole.tar.gz"
        with tarfile.open(whole, "w:gz", compresslevel=3) as archive:
            archive.add(folder / "manifest.json", "manifest.json")
            archive.add(folder / "database", "database")
            # After the database: a journal may know more than it, never less.
            for part in _PARTS:
                if (settings.HUB_DATA / part).exists():
                    archive.add(settings.HUB_DATA / part, f"data/{part}")
        whole.chmod(0o600)
        whole.replace(file)


_PARTS = ("journal", "media", "secret_key")


def restore_backup(file: Path, *, replace: bool, migrate: Callable[[], object]) -> int:
    """How many letters wait for a person. Raises NotPossible, with nothing changed, when it does not fit or would overwrite people."""
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        try:
            with tarfile.open(file) as archive:
                archive.extractall(folder, filter="data")
            manifest = json.loads((folder / "manifest.json").read_text())
        except (tarfile.TarError, KeyError, ValueError, FileNotFoundError) as error:
            raise NotPossible(f"{file} is not a backup of ours.") from error
        if manifest["engine"] != connection.vendor:
            raise NotPossible(f"This backup is of {manifest['engine']}, and DATABASE_URL names {connection.vendor}.")
        _engine().read(folder, manifest, replace=replace, migrate=migrate)
        found = {dead.worker: dead for dead in _journals(folder / "data" / "journal")}
        for part in ("media", "secret_key"):
            _put(folder / "data" / part, settings.HUB_DATA / part)
        return disarm_restored(found)


def _put(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        target.chmod(0o600)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            there = target / path.relative_to(source)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(path.read_bytes())


def _journals(folder: Path) -> Iterator[journal.Found]:
    for path in journal.files(folder):
        dead = journal.DeadJournal(path)
        try:
            yield dead.read()
        finally:
            dead.close()


def _migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _anybody() -> bool:
    with connection.cursor() as cursor:
        if "hub_accounts_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM hub_accounts_user)")
        return bool(cursor.fetchone()[0])


def _ensure_free(replace: bool) -> None:
    if _anybody() and not replace:
        raise NotPossible("There are people in this database already. To overwrite them, say --replace.")


class _Sqlite:
    """The whole file, by SQLite's own means."""

    def write(self, folder: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "database")) as copy:
            connection.connection.backup(copy)

    def read(self, folder: Path, manifest: dict[str, Any], *, replace: bool, migrate: Callable[[], object]) -> None:
        _ensure_free(replace)
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "database")) as copy:
            copy.backup(connection.connection)
        connection.close()
        migrate()  # a backup of an earlier release comes up to this one


class _Postgresql:
    """Every table by COPY, in one snapshot; sequences are set by what the tables hold."""

    def write(self, folder: Path) -> None:
        (folder / "database").mkdir()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for table in _tables():
                with (folder / "database" / table).open("wb") as out, cursor.copy(f"COPY {_quoted(table)} TO STDOUT") as rows:
                    for block in rows:
                        out.write(block)

    def read(self, folder: Path, manifest: dict[str, Any], *, replace: bool, migrate: Callable[[], object]) -> None:
        _ensure_free(replace)
        migrate()
        if manifest["migrations"] != _migrations():
            raise NotPossible("This backup is of another release. Restore it with that one, then migrate.")
        with transaction.atomic(), connection.cursor() as cursor:
            tables = _tables()
            for table in tables:
                cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")  # the audit trail refuses even this
            cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))}")
            for table in (name for name in tables if (folder / "database" / name).exists()):
                with (folder / "database" / table).open("rb") as rows, cursor.copy(f"COPY {_quoted(table)} FROM STDIN") as into:
                    while block := rows.read(1 << 20):
                        into.write(block)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER")
            for table, column in _sequences():
                newest = f"SELECT COALESCE(MAX({_quoted(column)}), 0) + 1 FROM {_quoted(table)}"  # noqa: S608 (our own names)
                cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, %s), ({newest}), false)", [_quoted(table), column])


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return [row[0] for row in cursor.fetchall()]


def _sequences() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _engine() -> Any:
    kinds = {"sqlite": _Sqlite, "postgresql": _Postgresql}
    if connection.vendor not in kinds:
        raise NotPossible(f"A backup of {connection.vendor} is made with that database's own tools.")
    return kinds[connection.vendor]()
