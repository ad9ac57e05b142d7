"""What a database is spared while many rows go in at once: watched keys, tested checks, growing indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Index, select, text
from sqlalchemy.schema import CreateIndex, DropIndex

from kb.store import bulk_sql
from kb.store.database import Database
from kb.store.tables import event, judgement

# What SQLite may keep in memory while it loads, in KiB.
_ROOM = 1024 * 1024


def is_judged(connection: Connection) -> bool:
    """Whether persons had a word on anything."""
    return connection.scalar(select(judgement.c.pk).limit(1)) is not None


@contextmanager
def writing_in_bulk(database: Database) -> Iterator[Connection]:
    """A transaction of rows that refer to each other and to what was looked up in it; to take rows out again, as
    judgements may need, takes keys that are watched."""
    with database.write(keys_hold=True) as connection:
        if not is_judged(connection):
            yield connection
            return
    with database.write() as connection:
        yield connection


@contextmanager
def held(connection: Connection) -> Iterator[None]:
    """SQLite takes our word for the CHECKs of the rows."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def room(connection: Connection) -> Iterator[None]:
    """More memory for SQLite, whose indexes grow at all places at once."""
    if connection.dialect.name != "sqlite":
        yield
        return
    [[before]] = connection.exec_driver_sql("PRAGMA cache_size")
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


@contextmanager
def indexes_after(connection: Connection) -> Iterator[None]:
    """An empty base gets its indexes once it is filled, in the same transaction, and PostgreSQL's its foreign
    keys, which are then checked all at once and not row by row."""
    is_filled = connection.scalar(select(event.c.pk).limit(1))
    indexes = [] if is_filled else list(_indexes(connection))
    keys = [] if is_filled or connection.dialect.name == "sqlite" else _foreign_keys(connection)
    for table, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for index in indexes:
        connection.execute(DropIndex(index))
    yield
    for index in indexes:
        connection.execute(CreateIndex(index))
    for table, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _foreign_keys(connection: Connection) -> Sequence[Sequence[str]]:
    """The table, name and definition of each foreign key of the tables that are filled."""
    tables = ", ".join(f"'{name}'::regclass" for name in (*bulk_sql.FILLED, *bulk_sql.ROLLUPS))
    return connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        f"WHERE contype = 'f' AND conrelid IN ({tables}) ORDER BY 1, 2"
    ).all()


def _indexes(connection: Connection) -> Iterator[Index]:
    from kb.store.schema import complete_metadata

    tables = complete_metadata().tables
    for name in bulk_sql.FILLED:
        for index in sorted(tables[name].indexes, key=lambda index: str(index.name)):
            if index.name != "ix_event_text_terms" or connection.dialect.name == "postgresql":
                yield index


def count_rows(database: Database) -> None:
    """Let the database know how many rows there are of what, from a sample, and fold SQLite's log."""
    with database.write() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA analysis_limit = 2000")
        connection.execute(text("ANALYZE"))
