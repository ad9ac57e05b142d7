"""Column types that SQLite and PostgreSQL keep alike."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine


class Json(TypeDecorator[Any]):
    """Arrays and objects: text on SQLite (readable with json_each), jsonb on PostgreSQL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's part of SQLAlchemy is imported only where it is used."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: ISO text without a zone on SQLite, timestamptz on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; SQLite keeps no zone. Raises `ValueError` where the moment has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Comparable(TypeDecorator[Decimal]):
    """A number to compare and sum in SQL: numeric on PostgreSQL, integer or real on SQLite.

    SQLite keeps integers below 2**63 and rounds fractions to doubles, so the exact value stands in a text
    column beside it.
    """

    impl = Numeric(asdecimal=False)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ANN401 - SQLAlchemy's own signature
        """SQLite's numeric affinity reads the digits; psycopg takes the decimal as it is."""
        if dialect.name == "sqlite":
            return lambda value: None if value is None else format(value, "f")
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401
        """The number as the driver gives it."""
        return None
