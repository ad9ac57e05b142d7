"""Queries as text with named parameters, for the questions that are asked most.

They need no SQLAlchemy, which takes longer to load than a page of a timeline to answer. What a parameter is
follows from its name, so that PostgreSQL knows it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kb.store.listed import fetch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    Reading = sqlite3.Connection | Connection

_PARAMETER = re.compile(r"(?<![:\w]):([a-z]\w*)")
_TYPES = (
    (re.compile(r"start|end|day|day_before|day_after|after_day|as_of|earliest_\d+"), "date"),
    (re.compile(r"start_key|end_key|after|limit|(?:entity|key)_\d+"), "bigint"),
    (re.compile(r"value_\d+"), "numeric"),
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query with its parameters as `:name`; `sql` is as the database's driver takes it."""

    text: str
    sqlite: bool
    sql: str

    @classmethod
    def of(cls, text: str, sqlite: bool) -> Query:
        """The query for SQLite, or for PostgreSQL."""
        return cls(text, sqlite, text if sqlite else _PARAMETER.sub(_typed, text))

    def rows(self, connection: Reading, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """The rows as the driver gives them."""
        given = native(values) if self.sqlite else dict(values)
        if isinstance(connection, sqlite3.Connection):
            return connection.execute(self.sql, given).fetchall()
        return fetch(connection, self.sql, given)

    def render(self, values: Mapping[str, Any]) -> str:
        """The query with its values written in."""
        return _PARAMETER.sub(lambda match: _literal(values[match[1]]), self.text)


def is_sqlite(connection: Reading) -> bool:
    """Whether a connection is one to SQLite."""
    return isinstance(connection, sqlite3.Connection) or connection.dialect.name == "sqlite"


def native(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as sqlite3 takes them."""
    return {name: _sqlite_value(value) for name, value in values.items()}


def _sqlite_value(value: Any) -> Any:  # noqa: ANN401 - whatever a driver takes
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _typed(match: re.Match[str]) -> str:
    """The parameter with its type, as psycopg writes it: it would take a small number for a small type."""
    name = match[1]
    kind = next((kind for pattern, kind in _TYPES if pattern.fullmatch(name)), "text")
    return f"%({name})s::{kind}"


def _literal(value: Any) -> str:  # noqa: ANN401 - whatever a parameter may be
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"
