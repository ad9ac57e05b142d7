"""Many rows into a table, past SQLAlchemy's own way with parameters on SQLite, which costs more than the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, insert, select

Process = Callable[[Any], Any] | None


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the columns of the first."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), [dict(row) for row in rows])
        return
    columns = tuple(rows[0])
    sql, processes = _prepared(table, columns, connection.dialect)
    values = [
        tuple(
            row[name] if process is None else process(row[name])
            for name, process in zip(columns, processes, strict=True)
        )
        for row in rows
    ]
    connection.exec_driver_sql(sql, values)


def insert_numbered(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows that the database numbers; their numbers (`pk`), in their order."""
    if connection.dialect.name != "sqlite":
        numbered = insert(table).returning(table.c.pk, sort_by_parameter_order=True)
        return list(connection.scalars(numbered, [dict(row) for row in rows]))
    # What SQLite would give them: nobody else writes in this transaction.
    first = (connection.scalar(select(func.max(table.c.pk))) or 0) + 1
    pks = list(range(first, first + len(rows)))
    insert_rows(connection, table, [{"pk": pk, **row} for pk, row in zip(pks, rows, strict=True)])
    return pks


@lru_cache(maxsize=64)
def _prepared(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[Process, ...]]:
    """The command, and how each column's values are written, as its type has it."""
    types = [table.c[name].type.dialect_impl(dialect) for name in columns]
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    return sql, tuple(each.bind_processor(dialect) for each in types)
