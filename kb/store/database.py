"""Opening a base: connections, transactions, and which version of the schema it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kb.errors import DatabaseError
from kb.store.asked import Query, is_sqlite
from kb.store.connections import Readers
from kb.store.failures import in_one_line
from kb.store.listed import in_one_go
from kb.store.revisions import HEAD, REVISIONS, VERSION_TABLE
from kb.store.urls import read_place

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

    from kb.store.asked import Reading

# One writer at a time on PostgreSQL, as SQLite has it: events are shared by documents. Any constant would do.
_LOCK = f"SELECT pg_advisory_xact_lock({0x6B62})"
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


class Database:
    """A base: where it is and how to talk to it.

    `Database(url)` only reads the URL; `open_database` also creates the base or checks its version. `timeout`
    is how many seconds a connection waits for a lock. With `read_only` nothing can be written through it.

    Raises `DatabaseError` where the URL is none.
    """

    def __init__(self, url: str, timeout: float = 30.0, read_only: bool = False) -> None:
        self._place = read_place(url)
        self.name = self._place.name
        self.timeout = timeout
        self._read_only = read_only
        self._readers = Readers(self.path, timeout) if self.path else None
        if not self.is_sqlite:
            self._require_driver()

    @cached_property
    def url(self) -> URL:
        """Where the base is, as SQLAlchemy writes it."""
        return self._place.url

    @property
    def path(self) -> Path | None:
        """The file of a SQLite base; None on PostgreSQL."""
        return self._place.path

    @property
    def is_sqlite(self) -> bool:
        """Whether the base is on SQLite, else it is on PostgreSQL."""
        return self.path is not None

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return "sqlite" if self.is_sqlite else "postgresql"

    @cached_property
    def _writer(self) -> Engine:
        from kb.store.engines import make_engine

        return make_engine(self.url, self.timeout, self._read_only)

    @cached_property
    def _reader(self) -> Engine:
        from kb.store.engines import make_engine

        return make_engine(self.url, self.timeout, read_only=True)

    def _require_driver(self) -> None:
        """Raise `DatabaseError` where PostgreSQL's driver is not installed."""
        _ = self._reader

    @contextmanager
    def ask(self) -> Iterator[Reading]:
        """As `read`, for `kb.store.asked.Query`: on SQLite without SQLAlchemy, which takes long to load."""
        if self._readers is None:
            with self.read() as connection:
                yield connection
        else:
            with in_one_line(self.name), self._readers.read() as plain:
                yield plain

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that cannot write, in a transaction that sees one state of the base."""
        with in_one_line(self.name), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, keys_hold: bool = False) -> Iterator[Connection]:
        """A connection in a transaction that no other writer disturbs; committed at the end, or not at
        all. With `keys_hold` SQLite takes the writer's word that no row refers to one that is not there."""
        watched = not (keys_hold and self.is_sqlite)
        with (
            in_one_line(self.name),
            self._writer.connect() as connection,
            nullcontext() if watched else _unchecked_keys(connection),
            connection.begin(),
        ):
            if not self.is_sqlite:
                with in_one_go(connection):
                    connection.exec_driver_sql(_LOCK)
            yield connection

    def version(self) -> str | None:
        """The revision of the schema that the base holds; None for an empty base.

        Raises `DatabaseError` where the base is not kb's or is newer than this kb.
        """
        if self.path is not None and not self.path.exists():
            return None
        with self.ask() as connection:
            return _version(connection, self.name)

    def require_current(self) -> None:
        """Raise `DatabaseError` unless the base has the schema of this kb."""
        version = self.version()
        if version is None and self.path is not None and not self.path.exists():
            raise DatabaseError(
                f"there is no file {self.path}; `kb ingest` and `kb db upgrade` make a base there"
            )
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
        if self._readers is not None:
            self._readers.close()
        for engine in ("_reader", "_writer"):
            if engine in self.__dict__:
                self.__dict__[engine].dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(
    url: str, *, create: bool = True, timeout: float = 30.0, read_only: bool = False
) -> Database:
    """The base at a URL: created on first use (unless `create` is False), never upgraded behind one's back.

    With `read_only` nothing can be written through it.

    Raises `DatabaseError` where there is none, or one that is foreign, older, newer, locked or unreadable.
    """
    database = Database(url, timeout, read_only)
    try:
        if create and database.version() is None:
            database.upgrade()
        else:
            database.require_current()
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _unchecked_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes this between transactions only, hence past SQLAlchemy, which would begin one."""
    plain: Any = connection.connection.driver_connection
    plain.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        plain.execute("PRAGMA foreign_keys = ON")


def _version(connection: Reading, name: str) -> str | None:
    sqlite = is_sqlite(connection)
    tables = {
        row[0] for row in Query.of(_TABLES["sqlite" if sqlite else "postgresql"], sqlite).rows(connection, {})
    }
    if VERSION_TABLE not in tables:
        if tables:
            raise DatabaseError(f"{name} holds other tables and is not a kb base; name another")
        return None
    rows = Query.of(f"SELECT version_num FROM {VERSION_TABLE}", sqlite).rows(connection, {})
    version: str | None = rows[0][0] if rows else None
    if version is not None and version not in REVISIONS:
        raise DatabaseError(f"{name} was made by a newer kb (schema {version}); upgrade kb to read it")
    return version
