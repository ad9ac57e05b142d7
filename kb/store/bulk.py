"""Loading events in great numbers: staged as tuples, then made the rows of all tables by one statement each.

What is loaded is what the ordinary writer would hold, but that an event known to be one is not compared with
others. A document that comes later is: it may join an event that was loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from kb.knowledge.kinds import get_kind
from kb.model import Entity
from kb.rows.spans import exact
from kb.store import bulk_sql
from kb.store.bulk_room import count_rows as count_rows
from kb.store.bulk_room import held, indexes_after, is_judged, room, writing_in_bulk
from kb.store.database import Database
from kb.store.document_rows import put_run
from kb.store.entity_rows import known_entities, put_entities
from kb.store.keys import day_of, first_key, last_key
from kb.store.known import (
    Encoding,
    KnownEvent,
    Named,
    Row,
    quoted,
    staged_event,
    staged_links,
    staged_measures,
)
from kb.store.records import Run
from kb.store.resolve import Change, resolve_changes
from kb.store.statement_rows import chunks
from kb.store.tables import document, event, kind, statement
from kb.store.write import this_run

# Events that one transaction takes, and those that are in memory at a time.
_TRANSACTION = 1_000_000
_CHUNK = 10_000
# Times as many that the first transaction of an empty base takes: its indexes are made once, after all of them.
_FIRST = 16


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

    Every `transaction` events are safe once written, in an empty SQLite file the first sixteen times as many, so a load
    that breaks off is simply run again: what is held is left alone. Raises `UnknownName` for a kind that is none,
    `DatabaseError` where the base cannot be written.
    """
    run = run or this_run("load")
    waiting, loaded = iter(events), Loaded()
    while first := list(islice(waiting, 1)):
        with writing_in_bulk(database) as connection, room(connection):
            loader = _Loader(connection, entities, run)
            most = transaction * (_FIRST if loader.is_first else 1)
            with indexes_after(connection):
                loaded += loader.load(islice(chain(first, waiting), most), transaction)
            loader.settle()
    count_rows(database)
    return loaded


class _Loader:
    """Loads events in one transaction."""

    def __init__(self, connection: Connection, entities: Mapping[str, Entity], run: Run) -> None:
        self._connection = connection
        self._entities = entities
        self._run = run
        self._encoding = _encoding(connection)
        self._named: dict[str, Named] = {}
        self._roles: dict[str, tuple[str, str]] = {}
        self._last: dict[date, int] = {}
        self._pk = max(_greatest(connection, table.c.pk) for table in (document, statement))
        self._is_empty = not _greatest(connection, event.c.pk)

    @property
    def is_first(self) -> bool:
        """Whether the base holds no event, and no word on any, and may be without indexes for long: PostgreSQL's
        readers would wait for them."""
        is_sqlite = self._connection.dialect.name == "sqlite"
        return is_sqlite and self._is_empty and not is_judged(self._connection)

    def load(self, events: Iterable[KnownEvent], staged: int) -> Loaded:
        """Hold the events that are new, of which so many are staged at a time."""
        waiting, loaded = iter(events), Loaded()
        while first := list(islice(waiting, 1)):
            loaded += self._load(islice(chain(first, waiting), staged))
        return loaded

    def _load(self, events: Iterable[KnownEvent]) -> Loaded:
        given = self._pk
        self._execute(*bulk_sql.DROP, *bulk_sql.CREATE)
        for chunk in chunks(events, _CHUNK):
            self._put_named(chunk)
            self._stage(chunk)
        given = self._pk - given
        known = sum(self._execute(query) for query in (bulk_sql.REPEATED, bulk_sql.HELD))
        if known:
            self._execute(*bulk_sql.ORPHANS)
        if known < given:
            self._fill()
        return Loaded(given - known, known)

    def _stage(self, chunk: Sequence[KnownEvent]) -> None:
        rows: dict[str, list[Row]] = {name: [] for name in bulk_sql.STAGES}
        today, named = self._run.at.date(), self._named
        for each in chunk:
            self._pk += 1
            ours = [named[name] for name in each.entities]
            number = self._number(each.when.starts_on)
            rows["staged_event"].append(staged_event(each, self._pk, number, ours, today, self._encoding))
            rows["staged_link"] += staged_links(self._pk, ours, self._roles[each.kind])
            if each.measures:
                rows["staged_measure"] += staged_measures(self._pk, each.measures, self._encoding)
        for name, columns in bulk_sql.STAGES.items():
            insert_rows(self._connection, name, columns, rows[name])

    def _fill(self) -> None:
        """The rows of all tables; PostgreSQL then goes on counting after the numbers given."""
        values = {"run": put_run(self._connection, self._run), "at": _moment(self._connection, self._run)}
        to_json = "" if self._connection.dialect.name == "sqlite" else "jsonb"
        self._execute(*bulk_sql.INDEXES)
        for query in bulk_sql.FILL:
            made = query.format(json=to_json)
            with held(self._connection) if query in bulk_sql.HOLDING else nullcontext():
                self._execute(made, **{name: value for name, value in values.items() if f":{name}" in made})
        if to_json:
            for name in ("document", "statement"):
                self._execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'pk'), :last)", last=self._pk)

    def settle(self) -> None:
        """A person may have had a word on an event that was there before: it holds again."""
        rows = self._connection.execute(text(bulk_sql.JUDGED)).all()
        if rows:
            changes = [
                Change(row.kind, row.principal_pk, day_of(row.event_pk), _day(row.ends_on)) for row in rows
            ]
            resolve_changes(self._connection, changes, {row.event_pk for row in rows}, self._run.at)
        self._execute(*bulk_sql.DROP)

    def _execute(self, *queries: str, **values: Any) -> int:  # noqa: ANN401 - parameters
        """Run the statements; the number of rows that the last one touched."""
        return [self._connection.execute(text(query), values).rowcount for query in queries][-1]

    def _number(self, day: date) -> int:
        """The day's next number."""
        last = self._last.get(day) or (not self._is_empty and self._last_held(day)) or first_key(day)
        self._last[day] = last + 1
        return last + 1

    def _last_held(self, day: date) -> int | None:
        of_day = event.c.pk.between(first_key(day), last_key(day))
        last: int | None = self._connection.scalar(select(func.max(event.c.pk)).where(of_day))
        return last

    def _put_named(self, chunk: Iterable[KnownEvent]) -> None:
        """The entities and kinds that the base does not hold yet."""
        names = {name for each in chunk for name in each.entities} - self._named.keys()
        if names:
            keys = put_entities(self._connection, names, self._entities)
            merged = known_entities(self._connection, keys.values())
            for name in names:
                known, ident = merged.get(keys[name], (keys[name], name))
                self._named[name] = Named(keys[name], known, ident, quoted(ident))
        kinds = {each.kind for each in chunk} - self._roles.keys()
        if kinds:
            self._roles |= {name: get_kind(name).roles for name in kinds}
            missing = kinds - set(self._connection.scalars(select(kind.c.id)))
            if missing:
                self._connection.execute(insert(kind), [{"id": name} for name in sorted(missing)])


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert tuples into a staging table: many with one statement on SQLite, by COPY on PostgreSQL."""
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))
        return
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([bulk_sql.type_of(name) for name in columns])
        for row in rows:
            copy.write_row(row)


def _greatest(connection: Connection, column: Any) -> int:  # noqa: ANN401 - a column of any table
    return connection.scalar(select(func.max(column))) or 0


def _encoding(connection: Connection) -> Encoding:
    if connection.dialect.name == "sqlite":
        return Encoding(date.isoformat, exact)
    return Encoding(_as_it_is, _as_it_is)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - psycopg knows the type
    return value


def _moment(connection: Connection, run: Run) -> Any:  # noqa: ANN401 - whatever the driver takes
    process = event.c.recorded_at.type.bind_processor(connection.dialect)
    return process(run.at) if process else run.at
