"""Queries past SQLAlchemy, about many values at once: a list goes to the database as one parameter, however long."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

# A query with its parameters, as a driver takes them.
Asked = tuple[str, tuple[Any, ...] | dict[str, Any]]
# Where the list stands in a query: `WHERE pk IN {values}`, or `FROM {values} AS given` for `given.value`.
_SQLITE, _POSTGRESQL = "(SELECT value FROM json_each(?))", "(SELECT unnest(%s::{}[]) AS value)"


def rows_in(connection: Connection, query: str, values: Iterable[int] | Iterable[str]) -> Sequence[Any]:
    """The rows, as the driver gives them, of a query that names one list of numbers or words as `{values}`."""
    given: list[Any] = list(values)
    return fetch(connection, *about(connection, query, given)) if given else []


def about(connection: Connection, query: str, given: list[Any]) -> Asked:
    """The query about a list, which may not be empty, and its parameter, as the driver takes them."""
    if connection.dialect.name == "sqlite":
        return query.format(values=_SQLITE), (json.dumps(given, ensure_ascii=False),)
    type_ = "bigint" if isinstance(given[0], int) else "text"
    return query.format(values=_POSTGRESQL.format(type_)), (given,)


def fetch(
    connection: Connection, sql: str, parameters: tuple[Any, ...] | dict[str, Any] = ()
) -> Sequence[Any]:
    """The rows of a driver's own SQL, as the driver gives them: what SQLAlchemy makes of a result costs more
    than many a query."""
    [rows] = fetch_all(connection, [(sql, parameters)])
    return rows


def fetch_all(connection: Connection, asked: Sequence[Asked]) -> list[Sequence[Any]]:
    """The rows of several queries, which go to a server together, with the start of the transaction where they are
    the first."""
    with in_one_go(connection) if len(asked) > 1 or _is_first(connection) else nullcontext():
        cursors = [_sent(connection, *each) for each in asked]
    return [_taken(cursor) for cursor in cursors]


def _sent(connection: Connection, sql: str, parameters: tuple[Any, ...] | dict[str, Any]) -> Any:  # noqa: ANN401 - a driver's cursor
    cursor = connection.connection.cursor()
    cursor.execute(sql, parameters)
    return cursor


def _taken(cursor: Any) -> Sequence[Any]:  # noqa: ANN401 - a driver's cursor
    with closing(cursor):
        rows: Sequence[Any] = cursor.fetchall()
        return rows


@contextmanager
def in_one_go(connection: Connection) -> Iterator[None]:
    """Commands in here are sent to a server without waiting for the answer to each; SQLAlchemy could read no rows.

    What a command did wrong may be told by a later one, or at the end.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    with driver.pipeline():
        yield


def _is_first(connection: Connection) -> bool:
    """Whether the driver has yet to begin the transaction."""
    if connection.dialect.name == "sqlite":
        return False
    driver: Any = connection.connection.driver_connection
    return not driver.info.transaction_status


def is_in_one_go(connection: Connection) -> bool:
    """Whether commands on PostgreSQL are sent so."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.info.pipeline_status)
