"""A whole base as JSON Lines, to move it between SQLite and PostgreSQL or to keep it, row for row.

The first line says which schema it holds, each further line is a row, the last one has the SHA-256 of all
lines before it. Loading is one transaction: an incomplete or altered file changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, text

from kb.errors import DatabaseError, DataError
from kb.store.database import Database
from kb.store.revisions import HEAD
from kb.store.statement_rows import chunks
from kb.store.tables import event, kind, measure, metadata
from kb.store.types import Comparable, Json, Moment

_ROWS = 1_000


def dump(database: Database) -> Iterator[str]:
    """The lines of the base, as it is at one moment, without their line ends."""
    digest = sha256()
    for line in _lines(database):
        digest.update(line.encode())
        yield line
    yield json.dumps({"sha256": digest.hexdigest()})


def load(database: Database, lines: Iterable[str]) -> int:
    """Fill an empty base with the lines of a dump; the number of rows.

    Raises `DataError` where the lines are no whole dump of this schema, `DatabaseError` where the base holds
    documents already.
    """
    with database.write() as connection:
        _require_empty(connection, database.name)
        checked = Checked(lines)
        _read_head(next(checked, ""))
        total = 0
        for name, rows in groupby(map(_row, checked), key=itemgetter(0)):
            table = _table(name)
            for batch in chunks((row for _, row in rows), _ROWS):
                _insert(connection, table, batch)
                total += len(batch)
        checked.require_whole()
        if not database.is_sqlite:
            _set_sequences(connection)
    return total


class Checked(Iterator[str]):
    """The lines but the last, which must have the checksum of the others."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._digest = sha256()
        self._whole = False

    def __next__(self) -> str:
        line = next(self._lines).rstrip("\n")
        if line.startswith('{"sha256": '):
            self._whole = json.loads(line)["sha256"] == self._digest.hexdigest()
            raise StopIteration
        self._digest.update(line.encode())
        return line

    def require_whole(self) -> None:
        """Raise `DataError` unless the checksum came and is right."""
        if not self._whole:
            raise DataError("the dump is incomplete or was altered: its checksum is missing or wrong")


def _lines(database: Database) -> Iterator[str]:
    with database.read() as connection:
        yield _json({"kb": HEAD})
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if not isinstance(column.type, Comparable)]
            writers = [(column.name, _writer(column)) for column in columns]
            query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS)
            for row in connection.execute(query):
                values = zip(writers, row, strict=True)
                told = {name: write(value) for (name, write), value in values if value is not None}
                yield _json([table.name, told])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_head(line: str) -> None:
    try:
        schema = json.loads(line)["kb"]
    except (ValueError, KeyError, TypeError):
        raise DataError("this is no dump of a base: its first line does not say so") from None
    if schema != HEAD:
        raise DataError(
            f"the dump is of schema {schema}, this base of {HEAD}; load it with the kb that made it"
        )


def _row(line: str) -> tuple[str, dict[str, Any]]:
    try:
        name, values = json.loads(line)
        columns = _table(name).columns
        return name, {column: _reader(columns[column])(value) for column, value in values.items()}
    except (ValueError, KeyError, TypeError, ArithmeticError):
        raise DataError(f"the dump has a line that is no row: {line[:80]}") from None


def _table(name: str) -> Table:
    return metadata.tables[name]


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows with all their columns; the number to compare follows from the exact one."""
    full: list[dict[str, Any]] = [{each.name: row.get(each.name) for each in table.columns} for row in rows]
    if table is measure:
        full = [{**row, "value": Decimal(row["exact"])} for row in full]
    connection.execute(insert(table), full)


def _require_empty(connection: Connection, name: str) -> None:
    for table in reversed(metadata.sorted_tables):
        if table is not kind and connection.execute(select(table).limit(1)).first():
            raise DatabaseError(f"{name} holds rows already; load a dump into a new base")
    connection.execute(delete(kind))


def _set_sequences(connection: Connection) -> None:
    """PostgreSQL goes on counting after the greatest number."""
    for table in metadata.sorted_tables:
        if "pk" in table.columns and table is not event:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'pk'), max(pk)) FROM {table.name} "
                    "HAVING max(pk) IS NOT NULL"
                )
            )


def _writer(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, Json):
        # PostgreSQL keeps no order of keys.
        return lambda value: json.loads(json.dumps(value, sort_keys=True))
    if isinstance(column.type, Moment) or column.type.python_type is date:
        return lambda value: value.isoformat()
    return lambda value: value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, Moment):
        return datetime.fromisoformat
    if isinstance(column.type, Json):
        return lambda value: value
    if column.type.python_type is date:
        return date.fromisoformat
    return lambda value: value
