"""Many rows into a table, past SQLAlchemy's own way with parameters on SQLite, which costs more than the rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Dialect, Table

from kb.store.listed import fetch, in_one_go, is_in_one_go
from kb.store.types import Json, Moment

Process = Callable[[Any], Any]
Row = tuple[Any, ...]
# So many rows go to PostgreSQL by COPY: fewer are sent as quickly by the ordinary way.
_COPIED = 50


@dataclass(frozen=True, slots=True)
class Columns:
    """Some columns of a table, and how the values of those are written that the driver does not take as they are."""

    names: tuple[str, ...]
    pick: Callable[[Mapping[str, Any]], Row]
    processes: tuple[tuple[int, Process], ...]
    is_text: bool

    def same(self, values: Mapping[str, Any]) -> Row:
        """The values of the columns as the driver gives them back: on PostgreSQL not what was written."""
        return self.row(values) if self.is_text else self.pick(values)

    def row(self, values: Mapping[str, Any]) -> Row:
        """The values of the columns as the driver takes them."""
        return self.written(self.pick(values))

    def written(self, values: Row) -> Row:
        """The same of values in the order of the columns."""
        if not self.processes:
            return values
        written = list(values)
        for place, process in self.processes:
            written[place] = process(written[place])
        return tuple(written)

    def rows(self, values: Iterable[Mapping[str, Any]]) -> list[Row]:
        """As `row`, of many: column by column, which takes half the time."""
        picked = list(map(self.pick, values))
        if not picked or not self.processes:
            return picked
        columns: list[Iterable[Any]] = list(zip(*picked, strict=True))
        for place, process in self.processes:
            columns[place] = map(process, columns[place])
        return list(zip(*columns, strict=True))


@lru_cache(maxsize=256)
def columns_of(table: Table, names: tuple[str, ...], dialect: Dialect) -> Columns:
    """These columns of a table, as the dialect's driver takes their values."""
    written = (_process(table.c[name], dialect) for name in names)
    processes = tuple((place, process) for place, process in enumerate(written) if process is not None)
    pick = itemgetter(*names) if len(names) > 1 else lambda values: (values[names[0]],)
    return Columns(names, pick, processes, dialect.name == "sqlite")


def _process(column: Column[Any], dialect: Dialect) -> Process | None:
    """How a column's values are written; for what SQLite is given most, quicker than SQLAlchemy has it."""
    slow: Process | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    if dialect.name != "sqlite" or slow is None:
        return slow
    if isinstance(column.type, Moment):
        # The rows of a run share one.
        return lru_cache(maxsize=16)(slow)
    if isinstance(column.type, Boolean):
        return None
    return next((quick for of, quick in _QUICK.items() if isinstance(column.type, of)), slow)


# Events of a batch lie close together, and most have one day for their first and last.
@lru_cache(maxsize=4096)
def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    """As `json.dumps`; most lists that events have hold one word, or nothing."""
    if value == []:
        return "[]"
    if type(value) is list and len(value) == 1 and type(value[0]) is str:
        return f"[{_quoted(value[0])}]"
    return _dumps(value)


_QUICK: Mapping[type, Process] = {Date: _iso, Json: _json}
_quoted = json.encoder.encode_basestring
# As `json.dumps` would make it for each value.
_dumps = json.JSONEncoder(ensure_ascii=False).encode


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the columns of the first."""
    if not rows:
        return
    columns = columns_of(table, tuple(rows[0]), connection.dialect)
    names = ", ".join(columns.names)
    if not columns.is_text and len(rows) >= _COPIED and not is_in_one_go(connection):
        _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", columns.rows(rows))
        return
    marks = ", ".join(["?" if columns.is_text else "%s"] * len(columns.names))
    run_many(connection, f"INSERT INTO {table.name} ({names}) VALUES ({marks})", columns.rows(rows))


def few_in_one_go(connection: Connection, count: int) -> AbstractContextManager[None]:
    """As `in_one_go`, for so few rows of a table that COPY would gain nothing."""
    return in_one_go(connection) if count < _COPIED else nullcontext()


def run_many(connection: Connection, command: str, rows: Sequence[Row]) -> None:
    """A command of the driver's own, for each row."""
    with closing(connection.connection.cursor()) as cursor:
        cursor.executemany(command, rows)


def _copy(connection: Connection, command: str, rows: Iterable[Row]) -> None:
    """PostgreSQL's own way with many rows."""
    with connection.connection.cursor() as cursor, cursor.copy(command) as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)


def insert_numbered(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that the database numbers; their numbers (`pk`), in their order."""
    pks = next_numbers(connection, table, len(rows))
    insert_rows(connection, table, [{"pk": pk, **row} for pk, row in zip(pks, rows, strict=True)])
    return pks


def next_numbers(connection: Connection, table: Table, count: int) -> list[int]:
    """The numbers (`pk`) that the database gives to the next rows of a table."""
    if connection.dialect.name == "sqlite":
        # What SQLite would give them: nobody else writes in this transaction.
        [[last]] = fetch(connection, f"SELECT max(pk) FROM {table.name}")
        return list(range((last or 0) + 1, (last or 0) + 1 + count))
    numbers = "SELECT nextval(pg_get_serial_sequence(%s, 'pk')) FROM generate_series(1, %s)"
    return [row[0] for row in fetch(connection, numbers, (table.name, count))]


def update_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], key: str) -> None:
    """Give the rows with these keys the other values; all name the columns of the first."""
    if not rows:
        return
    names = (*(name for name in rows[0] if name != key), key)
    columns = columns_of(table, names, connection.dialect)
    sqlite = connection.dialect.name == "sqlite"
    mark = "?" if sqlite else "%s"
    values = ", ".join(f"{name} = {mark}" for name in names[:-1])
    run_many(connection, f"UPDATE {table.name} SET {values} WHERE {key} = {mark}", columns.rows(rows))
