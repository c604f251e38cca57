"""Where caught mails lie: a SQLite file of its own, so that the mail server never waits for the hub's database."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .reading import outline

SCHEMA = """
CREATE TABLE IF NOT EXISTS mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, envelope_from TEXT NOT NULL, reader TEXT NOT NULL,
  sender TEXT NOT NULL, subject TEXT NOT NULL, snippet TEXT NOT NULL, words TEXT NOT NULL, letter INTEGER NOT NULL,
  message_id TEXT NOT NULL, raw BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS mail_by_reader ON mail (reader, id);
"""


@dataclass(frozen=True)
class Line:
    """A mail as the list shows it; `at` in seconds since 1970."""

    id: int
    at: float
    reader: str
    sender: str
    subject: str
    snippet: str
    letter: bool


@dataclass(frozen=True)
class Search:
    """What to list: one reader's mailbox, words anywhere in the mail, and "letters", "notices" or "" for both."""

    reader: str = ""
    words: str = ""
    kind: str = ""

    def where(self) -> tuple[str, list[object]]:
        clauses, values = ["1"], []
        if self.reader:
            clauses.append("reader = ?")
            values.append(self.reader.strip().lower())
        if self.kind in ("letters", "notices"):
            clauses.append("letter = ?")
            values.append(int(self.kind == "letters"))
        for word in self.words.casefold().split()[:8]:
            clauses.append("words LIKE ? ESCAPE '\\'")
            values.append("%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
        return " AND ".join(clauses), values


class Store:
    """All mailboxes. One object for each thread or request: it keeps no connection open between calls, but in `keep`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or Path(settings.HUB_DATA) / "inbox") / "mails.sqlite3"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._kept: sqlite3.Connection | None = None

    def _open(self) -> sqlite3.Connection:
        # The server accepts in one thread and is closed from another; calls never overlap.
        connection = sqlite3.connect(self.path, timeout=20, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.executescript(SCHEMA)
        return connection

    @contextmanager
    def keep(self) -> Iterator["Store"]:
        """Hold one connection open, for the server that writes thousands of mails."""
        with closing(self._open()) as self._kept:
            yield self
        self._kept = None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if self._kept is not None:
            yield self._kept
            return
        with closing(self._open()) as connection:
            yield connection

    def add(self, envelope_from: str, readers: list[str], raw: bytes) -> None:
        """Keep one mail in the mailbox of each reader."""
        head = outline(raw)
        words = " ".join((head.sender, head.subject, head.text)).casefold()
        letter = int(head.bulk)
        with self._connection() as connection, connection:
            connection.executemany(
                "INSERT INTO mail (at, envelope_from, reader, sender, subject, snippet, words, letter, message_id, raw)"
                " VALUES (?,?,?,?,?,?,?,?,?,?)",
                [
                    (time.time(), envelope_from, reader.lower(), head.sender, head.subject, head.snippet, words, letter, head.id, raw)
                    for reader in readers
                ],
            )

    def find(self, search: Search, *, offset: int = 0, limit: int = 40) -> list[Line]:
        """Newest first."""
        where, values = search.where()
        with self._connection() as connection:
            rows = connection.execute(
                f"SELECT id, at, reader, sender, subject, snippet, letter FROM mail WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?",  # noqa: S608 - clauses are constants
                [*values, limit, offset],
            )
            return [Line(**{**row, "letter": bool(row["letter"])}) for row in map(dict, rows)]

    def count(self, search: Search) -> int:
        where, values = search.where()
        with self._connection() as connection:
            return connection.execute(f"SELECT count(*) FROM mail WHERE {where}", values).fetchone()[0]  # noqa: S608 - as above

    def readers(self, *, limit: int = 300) -> list[tuple[str, int]]:
        """Mailboxes with the number of mails in each, those with the newest mail first."""
        with self._connection() as connection:
            rows = connection.execute("SELECT reader, count(*) FROM mail GROUP BY reader ORDER BY max(id) DESC LIMIT ?", [limit])
            return [tuple(row) for row in rows]

    def get(self, number: int) -> tuple[Line, bytes] | None:
        """A mail and its raw bytes as they came over the wire, or None."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT id, at, reader, sender, subject, snippet, letter, raw FROM mail WHERE id = ?", [number]
            ).fetchone()
        if row is None:
            return None
        fields = dict(row)
        raw = fields.pop("raw")
        return Line(**{**fields, "letter": bool(fields["letter"])}), raw

    def message_ids(self) -> list[str]:
        """Message-IDs in the order of arrival, doubles included, for whoever counts."""
        with self._connection() as connection:
            return [row[0] for row in connection.execute("SELECT message_id FROM mail ORDER BY id")]
