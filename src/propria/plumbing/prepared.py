"""Statements that run so often that they are compiled once; SQLite's driver is then given their text as it is."""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
_Process = Callable[[Any], Any] | None
_SQLITE = sqlite.dialect(json_serializer=lambda value: msgspec.json.encode(value).decode())
_GIVEN = object()


class _Bind(NamedTuple):
    """One place in the text: its name, its own value unless that is given with each row, its type's processor."""

    name: str
    own: Any
    process: _Process


class Prepared:
    """One SQLAlchemy Core statement, made at import and run many times.

    Values are named as in the statement, an insert's for every column, and pass through its columns' types
    both ways, on either engine. PostgreSQL gets it through SQLAlchemy.
    """

    def __init__(self, statement: Executable, *, on_postgresql: Executable | None = None) -> None:
        self._statement = statement
        self._on_postgresql = statement if on_postgresql is None else on_postgresql

    @classmethod
    def insert(cls, make: Callable[[Any], Executable]) -> "Prepared":
        """What `make` makes of a dialect's own `insert`, for what to do where a row is already there."""
        return cls(make(sqlite.insert), on_postgresql=make(postgresql.insert))

    def run(self, rows: Sequence[Values], connection: Connection) -> None:
        """Run it once for each of these rows of values."""
        if connection.dialect.name == "sqlite":
            text, binds = self._text
            driver_of(connection).executemany(text, _bound(rows, binds))
        else:
            connection.execute(self._on_postgresql, rows)

    def rows(self, values: Values, connection: Connection) -> list[Any]:
        """What it finds, as named tuples."""
        if connection.dialect.name != "sqlite":
            return list(connection.execute(self._on_postgresql, values))
        text, binds = self._text
        (bound,) = _bound([values], binds)
        found = driver_of(connection).execute(text, bound).fetchall()
        return [self._row(row) for row in found]

    @cached_property
    def _text(self) -> tuple[str, list[_Bind]]:
        compiled = self._statement.compile(dialect=_SQLITE)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        binds = [compiled.binds[name] for name in compiled.positiontup or []]
        return str(compiled), [
            _Bind(b.key, _GIVEN if b.required else b.effective_value, _to_driver(b.type)) for b in binds
        ]

    @cached_property
    def _row(self) -> Callable[[Iterable[Any]], Any]:
        assert isinstance(self._statement, Select)
        columns = list(self._statement.selected_columns)
        made = namedtuple("made", [str(column.key) for column in columns])  # type: ignore[misc]
        processes = [_from_driver(column.type) for column in columns]
        if not any(processes):
            return made._make
        return lambda row: made._make(p(v) if p else v for p, v in zip(processes, row, strict=True))


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection under a connection to SQLite."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _bound(rows: Sequence[Values], binds: list[_Bind]) -> list[tuple[Any, ...]]:
    """The rows in the driver's order and types; made column by column, which is quickest for many rows."""
    if not binds:
        return [()] * len(rows)
    if len(rows) == 1:
        (row,) = rows
        return [tuple(_value(row, bind) for bind in binds)]
    return list(zip(*(_column(rows, bind) for bind in binds), strict=True))


def _value(row: Values, bind: _Bind) -> Any:
    value = row[bind.name] if bind.own is _GIVEN else bind.own
    return bind.process(value) if bind.process else value


def _column(rows: Sequence[Values], bind: _Bind) -> Iterable[Any]:
    own = bind.own is not _GIVEN
    values = repeat(bind.own, len(rows)) if own else map(itemgetter(bind.name), rows)
    return map(bind.process, values) if bind.process else values


def _to_driver(kind: TypeEngine[Any]) -> _Process:
    return kind.dialect_impl(_SQLITE).bind_processor(_SQLITE)


def _from_driver(kind: TypeEngine[Any]) -> _Process:
    return kind.dialect_impl(_SQLITE).result_processor(_SQLITE, None)
