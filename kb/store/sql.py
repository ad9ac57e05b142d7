"""SQL as a person writes it, on a connection that cannot write."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from kb.errors import DatabaseError
from kb.store.connections import connect_sqlite
from kb.store.database import Database
from kb.store.engines import connect_postgresql
from kb.store.failures import first_line

# What SQLite may do for a person: read. ATTACH would open, and create, other files; PRAGMA would lift the
# ban.
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_PRAGMAS = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "compile_options", "database_list", "data_version",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave: the names of the columns, and the rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def run_sql(database: Database, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
    """The rows of one query. The connection cannot write, attach files or change settings.

    Parameters stand where the driver wants them (`?` or `:name` on SQLite, `%s` or `%(name)s` on PostgreSQL).
    Raises `DatabaseError`, in one line, where the query is wrong or tries to write.
    """
    if not query.strip():
        raise DatabaseError("there is no SQL to run")
    return (_on_sqlite if database.is_sqlite else _on_postgresql)(database, query, parameters)


def _on_sqlite(database: Database, query: str, parameters: Any) -> Rows:  # noqa: ANN401
    assert database.path is not None
    try:
        with closing(connect_sqlite(database.path, database.timeout, read_only=True)) as connection:
            connection.set_authorizer(_authorize)
            cursor = connection.execute(query, parameters)
            return Rows(tuple(column[0] for column in cursor.description or ()), cursor.fetchall())
    except sqlite3.Warning as warning:
        raise DatabaseError(f"SQL: {first_line(warning)}") from None
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise DatabaseError(f"SQL: {_reason(error)}") from None


def _authorize(action: int, name: str | None, *_: str | None) -> int:
    allowed = (
        action in _ALLOWED
        or (action == sqlite3.SQLITE_PRAGMA and (name or "").lower() in _PRAGMAS)
        # How FTS5 declares its columns in memory; the table itself may not be modified.
        or (action == sqlite3.SQLITE_UPDATE and name == "sqlite_master")
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _reason(error: Exception) -> str:
    message = first_line(error)
    return (
        "only reading is allowed here" if message in ("not authorized", "authorization denied") else message
    )


def _on_postgresql(database: Database, query: str, parameters: Any) -> Rows:  # noqa: ANN401
    import psycopg

    try:
        # A connection of its own, closed afterwards, so that no setting outlives the query.
        with closing(connect_postgresql(database.url, database.timeout)) as connection:
            connection.read_only = True
            # After a first query, the transaction cannot be made to write; a prepared one is a single
            # statement.
            connection.execute("SELECT 1")
            cursor = connection.execute(query, parameters or None, prepare=True)
            columns = tuple(column.name for column in cursor.description or ())
            return Rows(columns, cursor.fetchall() if columns else [])
    except psycopg.errors.ReadOnlySqlTransaction:
        raise DatabaseError("SQL: only reading is allowed here") from None
    except (psycopg.Error, ValueError) as error:
        raise DatabaseError(f"SQL: {first_line(error)}") from None
