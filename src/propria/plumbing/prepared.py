"""Statements that run so often that they are compiled once; SQLite's driver is then given their text as it is."""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Executable, LargeBinary
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
_Process = Callable[[Any], Any]
_Processes = Sequence[tuple[int, _Process]]
"""(place, what a value there goes through), for the places that need it."""
_SQLITE = sqlite.dialect(json_serializer=lambda value: msgspec.json.encode(value).decode())


class _Binds(NamedTuple):
    """The places in a text: what picks a row's values for them, those that are the statement's own, their types' processors."""

    pick: Callable[[Values], Sequence[Any]]
    own: Values
    processes: _Processes

    def one(self, row: Values) -> list[Any]:
        """A row in the driver's order and types."""
        given = {**self.own, **row} if self.own else row
        cells = list(self.pick(given))
        for at, process in self.processes:
            cells[at] = process(cells[at])
        return cells

    def many(self, rows: Sequence[Values]) -> Iterable[Sequence[Any]]:
        """The same of many rows, column by column, which is quickest."""
        given = ({**self.own, **row} for row in rows) if self.own else rows
        cells = [self.pick(row) for row in given]
        if not self.processes or not cells:
            return cells
        columns: list[Iterable[Any]] = list(zip(*cells, strict=True))
        for at, process in self.processes:
            columns[at] = map(process, columns[at])
        return zip(*columns, strict=True)


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

    def run(self, rows: Sequence[Values], connection: Connection, driver: sqlite3.Connection | None) -> None:
        """Run it once for each of these rows of values; `driver` is SQLite's under the connection."""
        if driver is None:
            connection.execute(self._on_postgresql, rows)
            return
        text, binds = self._text
        if len(rows) == 1:
            driver.execute(text, binds.one(rows[0]))
        else:
            driver.executemany(text, binds.many(rows))

    def rows(self, values: Values, connection: Connection, driver: sqlite3.Connection | None) -> list[Any]:
        """What it finds, as named tuples; `driver` is SQLite's under the connection."""
        if driver is None:
            return list(connection.execute(self._on_postgresql, values))
        text, binds = self._text
        made = self._row
        return [made(row) for row in driver.execute(text, binds.one(values)).fetchall()]

    @cached_property
    def _text(self) -> tuple[str, "_Binds"]:
        compiled = self._statement.compile(dialect=_SQLITE)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        binds = [compiled.binds[name] for name in compiled.positiontup or []]
        own = {bind.key: bind.effective_value for bind in binds if not bind.required}
        processes = _processes([bind.type for bind in binds], _to_driver)
        return str(compiled), _Binds(_picker([bind.key for bind in binds]), own, processes)

    @cached_property
    def _row(self) -> Callable[[Iterable[Any]], Any]:
        assert isinstance(self._statement, Select)
        columns = list(self._statement.selected_columns)
        made = namedtuple("made", [str(column.key) for column in columns])  # type: ignore[misc]
        processes = _processes([column.type for column in columns], _from_driver)
        if not processes:
            return made._make

        def row(found: Iterable[Any]) -> Any:
            cells = list(found)
            for at, process in processes:
                cells[at] = process(cells[at])
            return made._make(cells)

        return row


def _picker(names: Sequence[str]) -> Callable[[Values], Sequence[Any]]:
    """What gives a row's values under these names, in this order."""
    return itemgetter(*names) if len(names) > 1 else lambda row: [row[name] for name in names]


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection under a connection to SQLite."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _processes(
    kinds: Sequence[TypeEngine[Any]], of: Callable[[TypeEngine[Any]], _Process | None]
) -> _Processes:
    """What the values go through; bytes are the driver's own."""
    own = {at for at, kind in enumerate(kinds) if isinstance(kind, LargeBinary)}
    found = [(at, of(kind)) for at, kind in enumerate(kinds) if at not in own]
    return [(at, process) for at, process in found if process is not None]


def _to_driver(kind: TypeEngine[Any]) -> _Process | None:
    return kind.dialect_impl(_SQLITE).bind_processor(_SQLITE)


def _from_driver(kind: TypeEngine[Any]) -> _Process | None:
    return kind.dialect_impl(_SQLITE).result_processor(_SQLITE, None)
