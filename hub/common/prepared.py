"""Queries whose SQL is made once. Django builds a query anew each time, which costs ten times what a small one costs to run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

# Numbers that stand for parameters while the SQL is made; no query of ours means them. They fit a small column: against one that they
# overflow, Django makes no SQL at all but an empty result.
_NUMBERS = range(32_601, 32_700)
_MOMENT = datetime(1871, 2, 3, 4, 5, 6, 789, tzinfo=UTC)


class Prepared:
    """`build(**places)` gives a queryset, with stand-ins for what differs from call to call.

    The stand-ins must come out as parameters as they went in: whole numbers as they are, and one moment, called `now`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self._build, self._names = build, names
        self._made = lru_cache(maxsize=4)(self._make)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a `values_list` for these values, as the database gives them: no converters, so ask for plain columns."""
        return self._fetched(self._made(connection.vendor), values)

    def objects(self, **values: Any) -> list[Any]:
        """The model instances for these values, with what was annotated and select_related."""
        made = self._made(connection.vendor)
        return list(made.shape.instances(self._fetched(made, values)))

    def execute(self, before: str, **values: Any) -> int:
        """Run the query behind these words ("INSERT INTO …"); how many rows it touched."""
        made = self._made(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(f"{before} {made.sql}", self._params(made.places, values))
            return cursor.rowcount

    def _fetched(self, made: "_Made", values: dict[str, Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(made.sql, self._params(made.places, values))
            return cursor.fetchall()

    @staticmethod
    def _params(places: list[tuple[str, Any]], values: dict[str, Any]) -> list[Any]:
        if "now" in values:
            values["now"] = connection.ops.adapt_datetimefield_value(values["now"])
        return [values[name] if name else constant for name, constant in places]

    def _make(self, vendor: str) -> "_Made":
        stand_ins: dict[str, Any] = dict(zip(self._names, _NUMBERS, strict=False))
        if "now" in stand_ins:
            stand_ins["now"] = _MOMENT
        compiler = self._build(**stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        known = {connection.ops.adapt_datetimefield_value(_MOMENT) if name == "now" else value: name for name, value in stand_ins.items()}
        places = [(known.get(param, ""), param) for param in params]
        if missing := set(self._names) - {name for name, _ in places}:
            raise ValueError(f"not in the query: {', '.join(sorted(missing))}")
        return _Made(sql, places, compiler)


@dataclass
class _Made:
    """A query's SQL, its places (name of a value or "", constant), and how its rows become instances: asked by `objects` alone."""

    sql: str
    places: list[tuple[str, Any]]
    compiler: Any

    @cached_property
    def shape(self) -> "_Shape":
        return _Shape(self.compiler)


class _Shape:
    """How the rows of a query become model instances: what Django's ModelIterable works out anew for each query."""

    def __init__(self, compiler: Any) -> None:
        select, kind = compiler.select, compiler.klass_info
        self._model, self._fields = kind["model"], slice(kind["select_fields"][0], kind["select_fields"][-1] + 1)
        self._names = [select[place][0].target.attname for place in kind["select_fields"]]
        self._related = get_related_populators(kind, select, connection.alias)  # type: ignore[call-arg]  # the stubs are of a later Django
        self._annotations = dict(compiler.annotation_col_map or {})
        self._convert, self._converters = compiler.apply_converters, compiler.get_converters([column[0] for column in select])

    def instances(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Model]:
        for row in self._convert(rows, self._converters) if self._converters else rows:
            found = self._model.from_db(connection.alias, self._names, row[self._fields])
            for populator in self._related:
                populator.populate(row, found)
            for name, place in self._annotations.items():
                setattr(found, name, row[place])
            yield found
