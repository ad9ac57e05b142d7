"""Loading events in great numbers: rows as tuples straight to the driver, indexes made after the rows.

What is loaded is what the ordinary writer would hold, but that an event known to be one is not compared with
others. A document that comes later is: it may join an event that was loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Index, func, insert, select, text
from sqlalchemy.schema import CreateIndex, DropIndex

from kb.knowledge.kinds import get_kind
from kb.model import Entity
from kb.rows.spans import exact
from kb.store.bulk_rows import COLUMNS, Encoding, KnownEvent, Numbers, Row, rows_of
from kb.store.database import Database
from kb.store.entity_rows import known_keys, put_entities
from kb.store.keys import first_key, last_key
from kb.store.records import Run
from kb.store.rollups import Rollups
from kb.store.statement_rows import chunks
from kb.store.tables import document, event, kind, metadata, statement
from kb.store.write import put_run, this_run

# Events that one transaction takes, and those that are in memory at a time.
_TRANSACTION = 1_000_000
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many events were new, and how many the base held already."""

    added: int = 0
    known: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.added + other.added, self.known + other.known)


def load_events(
    database: Database,
    events: Iterable[KnownEvent],
    entities: Mapping[str, Entity],
    run: Run | None = None,
    *,
    transaction: int = _TRANSACTION,
) -> Loaded:
    """Hold the events; `entities` describes those that they name.

    Every `transaction` events are safe once written, so a load that breaks off is simply run again: what is
    held is left alone. Raises `UnknownName` for a kind that is none, `DatabaseError` where the base cannot be
    written.
    """
    run = run or this_run("load")
    waiting, loaded = iter(events), Loaded()
    while first := list(islice(waiting, 1)):
        with database.write() as connection, _indexes_after(connection):
            loader = _Loader(connection, entities, run)
            for chunk in chunks(islice(chain(first, waiting), transaction), _CHUNK):
                loaded += loader.load(chunk)
            loader.finish()
    with database.write() as connection:
        connection.execute(text("ANALYZE"))
    return loaded


class _Loader:
    """Writes chunks of events in one transaction."""

    def __init__(self, connection: Connection, entities: Mapping[str, Entity], run: Run) -> None:
        self._connection = connection
        self._entities = entities
        self._run = run
        self._run_pk: int | None = None
        self._encoding = _encoding(connection)
        self._moment = _moment(connection, run)
        self._keys: dict[str, int] = {}
        self._last: dict[date, int] = {}
        self._kinds = set(connection.scalars(select(kind.c.id)))
        self._next = 1 + max(_greatest(connection, table.c.pk) for table in (document, statement))
        self._is_empty = not _greatest(connection, event.c.pk)

    def load(self, chunk: Sequence[KnownEvent]) -> Loaded:
        """Hold the events that are new."""
        fresh = {each.id: each for each in chunk}
        for name in _held(self._connection, fresh):
            del fresh[name]
        if fresh:
            self._put_named(fresh.values())
            self._write(fresh)
        return Loaded(len(fresh), len(chunk) - len(fresh))

    def finish(self) -> None:
        """Let PostgreSQL go on counting after the numbers given."""
        if self._connection.dialect.name == "postgresql" and self._run_pk is not None:
            for name in ("document", "statement"):
                self._connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{name}', 'pk'), :last)"),
                    {"last": self._next},
                )

    def _write(self, fresh: Mapping[str, KnownEvent]) -> None:
        rows: dict[str, list[Row]] = defaultdict(list)
        rollups = Rollups()
        run_pk = self._put_run()
        # In the order of time, in which indexes grow fastest.
        for name, each in sorted(fresh.items(), key=lambda item: item[1].when.starts_on):
            keys = list(dict.fromkeys(self._keys[entity] for entity in each.entities))
            numbers = Numbers(
                self._next, self._number(each.when.starts_on), keys, run_pk, self._moment, self._run.at.date()
            )
            self._next += 1
            for table, made in rows_of(each, name, numbers, self._encoding).items():
                rows[table] += made
            rollups.count(each.kind, each.when.starts_on, keys, 1)
        for table in COLUMNS:
            insert_rows(self._connection, table, COLUMNS[table], rows[table])
        rollups.write(self._connection)

    def _number(self, day: date) -> int:
        """The day's next number."""
        if day not in self._last:
            self._last[day] = (not self._is_empty and self._last_held(day)) or first_key(day)
        self._last[day] += 1
        return self._last[day]

    def _last_held(self, day: date) -> int | None:
        of_day = event.c.pk.between(first_key(day), last_key(day))
        last: int | None = self._connection.scalar(select(func.max(event.c.pk)).where(of_day))
        return last

    def _put_named(self, fresh: Iterable[KnownEvent]) -> None:
        """The entities and kinds that the base does not hold yet."""
        named = {name for each in fresh for name in each.entities} - self._keys.keys()
        if named:
            keys = put_entities(self._connection, named, self._entities)
            known = known_keys(self._connection, keys.values())
            self._keys |= {name: known.get(key, key) for name, key in keys.items()}
        missing = {each.kind for each in fresh} - self._kinds
        if missing:
            rows = [{"id": get_kind(name).name} for name in sorted(missing)]
            self._connection.execute(insert(kind), rows)
            self._kinds |= missing

    def _put_run(self) -> int:
        if self._run_pk is None:
            self._run_pk = put_run(self._connection, self._run)
        return self._run_pk


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert tuples: many with one statement on SQLite, by COPY on PostgreSQL."""
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))
        return
    types = [metadata.tables[table].c[name].type.compile(connection.dialect).lower() for name in columns]
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


@contextmanager
def _indexes_after(connection: Connection) -> Iterator[None]:
    """An empty base gets its indexes once it is filled, in the same transaction."""
    indexes = [] if connection.scalar(select(event.c.pk).limit(1)) else list(_indexes(connection))
    for index in indexes:
        connection.execute(DropIndex(index))
    yield
    for index in indexes:
        connection.execute(CreateIndex(index))


def _indexes(connection: Connection) -> Iterator[Index]:
    from kb.store.schema import complete_metadata

    tables = complete_metadata().tables
    for name in COLUMNS:
        for index in sorted(tables[name].indexes, key=lambda index: str(index.name)):
            if index.name != "ix_event_text_terms" or connection.dialect.name == "postgresql":
                yield index


def _held(connection: Connection, names: Iterable[str]) -> list[str]:
    found: list[str] = []
    for chunk in chunks(names):
        found += connection.scalars(select(document.c.id).where(document.c.id.in_(chunk)))
    return found


def _greatest(connection: Connection, column: Any) -> int:  # noqa: ANN401 - a column of any table
    return connection.scalar(select(func.max(column))) or 0


def _encoding(connection: Connection) -> Encoding:
    if connection.dialect.name == "sqlite":
        return Encoding(date.isoformat, str, exact)
    return Encoding(_as_it_is, _jsonb, _as_it_is)


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - psycopg knows the type
    return value


def _jsonb(written: str) -> Any:  # noqa: ANN401 - psycopg is optional
    from psycopg.types.json import Jsonb

    return Jsonb(written, dumps=str.encode)


def _moment(connection: Connection, run: Run) -> Any:  # noqa: ANN401 - whatever the driver takes
    process = event.c.recorded_at.type.bind_processor(connection.dialect)
    return process(run.at) if process else run.at
