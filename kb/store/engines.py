"""SQLAlchemy engines with the settings that kb needs of each database."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from kb.errors import DatabaseError
from kb.store.connections import connect_sqlite

if TYPE_CHECKING:
    import psycopg


def make_engine(url: URL, timeout: float, read_only: bool = False) -> Engine:
    """An engine that waits `timeout` seconds for locks and, where asked, cannot write.

    Raises `DatabaseError` where the driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(Path(str(url.database)), timeout, read_only)
    return _postgresql_engine(url, timeout, read_only)


def _sqlite_engine(path: Path, timeout: float, read_only: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=partial(connect_sqlite, path, timeout, read_only),
        poolclass=QueuePool,
        json_serializer=_dumps,
    )
    # A writer takes the lock at once: one that begins by reading could find its snapshot outdated.
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def connect_postgresql(url: URL, timeout: float) -> psycopg.Connection[tuple[Any, ...]]:
    """A plain connection to PostgreSQL whose transactions cannot write."""
    import psycopg

    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, **_connect_arguments(timeout, read_only=True))


def _connect_arguments(timeout: float, read_only: bool) -> dict[str, Any]:
    options = f"-c lock_timeout={int(timeout * 1000)} -c timezone=UTC"
    if read_only:
        options += " -c default_transaction_read_only=on"
    return {"options": options, "connect_timeout": max(2, int(timeout))}


def _postgresql_engine(url: URL, timeout: float, read_only: bool) -> Engine:
    try:
        return create_engine(
            url,
            connect_args=_connect_arguments(timeout, read_only),
            json_serializer=_dumps,
            isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        )
    except ModuleNotFoundError:
        raise DatabaseError("PostgreSQL needs the psycopg driver: pip install 'kb[postgresql]'") from None


# As `json.dumps` would make it for each value.
_dumps = json.JSONEncoder(ensure_ascii=False).encode
