"""Opening a base: connections, transactions, and which version of the schema it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, text

from kb.errors import DatabaseError
from kb.store.engines import make_engine
from kb.store.failures import in_one_line
from kb.store.revisions import HEAD, REVISIONS, VERSION_TABLE
from kb.store.urls import display, read_url, sqlite_path

# One writer at a time on PostgreSQL, as SQLite has it: events are shared by documents. Any constant would do.
_WRITER_LOCK = 0x6B62
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


class Database:
    """A base: where it is and how to talk to it.

    `Database(url)` only reads the URL; `open_database` also creates the base or checks its version. `timeout`
    is how many seconds a connection waits for a lock.

    Raises `DatabaseError` where the URL is none.
    """

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.url = read_url(url)
        self.name = display(self.url)
        self.timeout = timeout
        self._writer: Engine = make_engine(self.url, timeout)
        self._reader: Engine = make_engine(self.url, timeout, read_only=True)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite base; None on PostgreSQL."""
        return sqlite_path(self.url) if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether the base is on SQLite, else it is on PostgreSQL."""
        return self.dialect == "sqlite"

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.url.get_backend_name()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that cannot write, in a transaction that sees one state of the base."""
        with in_one_line(self.name), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction that no other writer disturbs; committed at the end, or not at
        all."""
        with in_one_line(self.name), self._writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            yield connection

    def version(self) -> str | None:
        """The revision of the schema that the base holds; None for an empty base.

        Raises `DatabaseError` where the base is not kb's or is newer than this kb.
        """
        if self.path is not None and not self.path.exists():
            return None
        with self.read() as connection:
            return _version(connection, self.name)

    def require_current(self) -> None:
        """Raise `DatabaseError` unless the base has the schema of this kb."""
        version = self.version()
        if version is None:
            raise DatabaseError(f"{self.name} is empty; `kb db upgrade` creates a base there")
        if version != HEAD:
            raise DatabaseError(
                f"{self.name} was made by an older kb (schema {version}, now {HEAD}); run `kb db upgrade`"
            )

    def upgrade(self) -> tuple[str | None, str]:
        """Create the base or bring it up to date; the versions before and after."""
        from kb.store.migrate import upgrade

        with self.write() as connection:
            before = _version(connection, self.name)
            if before != HEAD:
                upgrade(connection)
        return before, HEAD

    def close(self) -> None:
        """Give the connections back."""
        self._reader.dispose()
        self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(url: str, *, create: bool = True, timeout: float = 30.0) -> Database:
    """The base at a URL: created on first use (unless `create` is False), never upgraded behind one's back.

    Raises `DatabaseError` where there is none, or one that is foreign, older, newer, locked or unreadable.
    """
    database = Database(url, timeout)
    try:
        if create and database.version() is None:
            database.upgrade()
        else:
            database.require_current()
    except BaseException:
        database.close()
        raise
    return database


def _version(connection: Connection, name: str) -> str | None:
    tables = connection.scalars(text(_TABLES[connection.dialect.name])).all()
    if VERSION_TABLE not in tables:
        if tables:
            raise DatabaseError(f"{name} holds other tables and is not a kb base; name another")
        return None
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    if version is not None and version not in REVISIONS:
        raise DatabaseError(f"{name} was made by a newer kb (schema {version}); upgrade kb to read it")
    return version
