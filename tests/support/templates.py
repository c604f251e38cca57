"""A migrated database as a template, for each engine: copied in a moment, built again only when a migration changes."""

import hashlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.support.environment import CACHE
from tests.support.servers import run_sql, with_database

ROOT = Path(__file__).resolve().parents[2]


def migrations_digest() -> str:
    tops = ("hub", "sellers", "brandguard", "requirements")
    # roles.py and apps.py say which rights post_migrate writes down.
    names = ("dev.txt", "roles.py", "apps.py")
    files = sorted(p for top in tops for p in (ROOT / top).rglob("*") if "migrations" in p.parts or p.name in names)
    files.append(ROOT / "tests" / "support" / "triggers.py")
    digest = hashlib.sha256()
    for path in files:
        if path.suffix in (".py", ".txt"):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def point_at(connection: Any, name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def remove_triggers() -> None:
    from tests.support import triggers

    triggers.remove()


def sqlite_template(*, as_migrated: bool = False) -> Path:
    """`as_migrated`: with the audit trail's triggers, as an installation has them; else without, for tests that clear tables."""
    return CACHE / f"{migrations_digest()}{'-as-migrated' if as_migrated else ''}.sqlite3"


class SqliteCopies:
    template: Path

    def ensure_template(self, connection: Any) -> None:
        self.template = sqlite_template()
        if self.template.exists():
            return
        half = self.template.with_suffix(".half")
        half.unlink(missing_ok=True)
        point_at(connection, str(half))
        migrate()
        connection.close()
        with sqlite3.connect(half) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")
        shutil.copy(half, sqlite_template(as_migrated=True))
        remove_triggers()
        connection.close()
        with sqlite3.connect(half) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")
        half.rename(self.template)

    def copy(self, name: str) -> str:
        mine = CACHE / f"{name}.sqlite3"
        shutil.copy(self.template, mine)
        return str(mine)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


class PostgresCopies:
    template: str

    def ensure_template(self, connection: Any) -> None:
        digest = migrations_digest()
        self.server = with_database(settings.DATABASE_URL, "postgres")
        self.template = f"template_{digest}"
        if run_sql(self.server, f"SELECT 1 FROM pg_database WHERE datname = '{self.template}'"):
            return
        half = f"half_{digest}"
        run_sql(self.server, f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)', f'CREATE DATABASE "{half}"')
        point_at(connection, half)
        migrate()
        remove_triggers()
        connection.close()
        run_sql(self.server, f'ALTER DATABASE "{half}" RENAME TO "{self.template}"')

    def copy(self, name: str) -> str:
        run_sql(self.server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        return name

    def drop(self, name: str) -> None:
        run_sql(self.server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
