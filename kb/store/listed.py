"""Queries about many values at once: a list goes to the database as one parameter, however long it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

# Where the list stands in a query: `WHERE pk IN {values}`, or `FROM {values} AS given` for `given.value`.
_SQLITE, _POSTGRESQL = "(SELECT value FROM json_each(?))", "(SELECT unnest(%s::{}[]) AS value)"


def rows_in(connection: Connection, query: str, values: Iterable[int] | Iterable[str]) -> Sequence[Any]:
    """The rows, as the driver gives them, of a query that names one list of numbers or words as `{values}`."""
    given: list[Any] = list(values)
    if not given:
        return []
    if connection.dialect.name == "sqlite":
        sql, parameter = query.format(values=_SQLITE), json.dumps(given, ensure_ascii=False)
        return fetch(connection, sql, (parameter,))
    type_ = "bigint" if isinstance(given[0], int) else "text"
    return fetch(connection, query.format(values=_POSTGRESQL.format(type_)), (given,))


def fetch(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> Sequence[Any]:
    """The rows of a driver's own SQL, as the driver gives them: what SQLAlchemy makes of a result costs more
    than many a query."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
    finally:
        cursor.close()
