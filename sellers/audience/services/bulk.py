"""Rows by the ten thousand: bulk_create spends three quarters of its time on making and preparing objects that nobody reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


def insert_like(template: models.Model, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert a row for each mapping {column: value}; other columns are as in the unsaved `template`.

    Values go to the database as they are: text, numbers, booleans, None. Sends no signals.
    """
    rows = list(rows)
    if not rows:
        return
    same = _prepared(template)
    columns, changing = list(same), list(rows[0])
    fixed = [column for column in columns if column not in set(changing)]
    names = ", ".join(connection.ops.quote_name(column) for column in [*fixed, *changing])
    start = [same[column] for column in fixed]
    values = ((*start, *row.values()) for row in rows)
    if connection.vendor == "postgresql":
        _copy_in(f"COPY {_table(template)} ({names}) FROM STDIN", values)
        return
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {_table(template)} ({names}) VALUES ({marks})"  # noqa: S608 (names of our own tables)
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(values))


def _copy_in(sql: str, values: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's own way of loading rows: one statement, where executemany would make a thousand round trips."""
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in values:
            copy.write_row(row)


def copy_like(template: models.Model, given: Mapping[str, str], source: str, params: Sequence[Any]) -> int:
    """INSERT … SELECT: columns in `given` are SQL expressions over `source` (what follows FROM), others as in the unsaved `template`.

    How many rows came. All SQL is our own; values belong into `params`.
    """
    same = _prepared(template)
    fixed = [column for column in same if column not in given]
    names = ", ".join(connection.ops.quote_name(column) for column in [*fixed, *given])
    select = ", ".join(["%s"] * len(fixed) + list(given.values()))
    sql = f"INSERT INTO {_table(template)} ({names}) SELECT {select} FROM {source}"  # noqa: S608 (names of our own tables)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(same[column] for column in fixed), *params])
        return int(cursor.rowcount)


def need_not_wait_for_the_disk() -> None:
    """For this transaction, whose loss in a power cut does no harm, PostgreSQL answers before it lies on the disk. It is still whole or
    not there at all, and never lost while a later one is kept."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")


@contextmanager
def little_cache() -> Iterator[None]:
    """While it lasts, SQLite keeps four megabytes of pages at hand instead of sixteen: rows that are appended are not read again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute("PRAGMA cache_size = -4000")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(pages)}")


def _prepared(template: models.Model) -> dict[str, Any]:
    fields = [field for field in template._meta.concrete_fields if not field.primary_key]
    return {str(field.column): field.get_db_prep_save(field.pre_save(template, add=True), connection) for field in fields}


def _table(template: models.Model) -> str:
    return connection.ops.quote_name(template._meta.db_table)
