"""Queries whose SQL is made once. Django builds a query anew each time, which costs ten times what a small one costs to run."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Numbers that stand for parameters while the SQL is made; no query of ours means them. They fit a small column: against one that they
# overflow, Django makes no SQL at all but an empty result.
_NUMBERS = range(32_601, 32_700)
_MOMENT = datetime(1871, 2, 3, 4, 5, 6, 789, tzinfo=UTC)


class Prepared:
    """`build(**places)` gives a `values_list` queryset, with stand-ins for what differs from call to call.

    The stand-ins must come out as parameters as they went in: whole numbers as they are, and one moment, called `now`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self._build, self._names = build, names
        self._made = lru_cache(maxsize=4)(self._make)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, as the database gives them: no converters, so ask for plain columns."""
        sql, places = self._made(connection.vendor)
        if "now" in values:
            values["now"] = connection.ops.adapt_datetimefield_value(values["now"])
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[name] if name else constant for name, constant in places])
            return cursor.fetchall()

    def _make(self, vendor: str) -> tuple[str, list[tuple[str, Any]]]:
        stand_ins: dict[str, Any] = dict(zip(self._names, _NUMBERS, strict=False))
        if "now" in stand_ins:
            stand_ins["now"] = _MOMENT
        sql, params = self._build(**stand_ins).query.sql_with_params()
        known = {connection.ops.adapt_datetimefield_value(_MOMENT) if name == "now" else value: name for name, value in stand_ins.items()}
        places = [(known.get(param, ""), param) for param in params]
        if missing := set(self._names) - {name for name, _ in places}:
            raise ValueError(f"not in the query: {', '.join(sorted(missing))}")
        return sql, places
