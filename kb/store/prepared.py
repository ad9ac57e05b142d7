"""Statements made once and run often.

They go past SQLAlchemy's own way with parameters and rows, which costs more than the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Date, Dialect, Select, Text, bindparam

from kb.store.asked import native


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query with parameters, and its SQL as the driver of a database takes it."""

    query: Select[Any]
    sql: str
    constants: Mapping[str, Any]
    dialect: Dialect

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """The rows as the driver gives them."""
        return list(self.each(connection, values))

    def each(self, connection: Connection, values: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
        """The same, one after another: ten thousand at once set off a search for garbage."""
        given = {**self.constants, **values}
        given = native(given) if self.dialect.name == "sqlite" else given
        return cast("Iterable[Sequence[Any]]", connection.exec_driver_sql(self.sql, given).cursor)

    def render(self, values: Mapping[str, Any]) -> str:
        """The SQL with its values written in."""
        query = self.query.params(values)
        return str(query.compile(dialect=self.dialect, compile_kwargs={"literal_binds": True}))


def prepare(query: Select[Any], dialect: Dialect) -> Prepared:
    """The query as the database is asked it, with parameters by name."""
    by_name: Callable[..., Dialect] = type(dialect)
    compiled = query.compile(dialect=by_name(paramstyle="named") if dialect.name == "sqlite" else dialect)
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return Prepared(query, str(compiled), constants, dialect)


def day(name: str) -> BindParameter[Any]:
    """A parameter that is a day."""
    return bindparam(name, type_=Date)


def word(name: str) -> BindParameter[Any]:
    """A parameter that is text."""
    return bindparam(name, type_=Text)


def words(name: str, count: int) -> list[BindParameter[Any]]:
    """As many parameters that are text."""
    return [word(f"{name}_{position}") for position in range(count)]
