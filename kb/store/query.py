"""What the base is asked: each question is one SQL statement, which its answer carries in `.sql`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Dialect, Select, func, or_, select

from kb.errors import DataError, UnknownName
from kb.model import Entity, Event
from kb.store.database import Database
from kb.store.driver_rows import event_reader
from kb.store.entity_rows import fold_name, read_entities
from kb.store.event_rows import EVENT_COLUMNS, read_event
from kb.store.filters import Filter
from kb.store.judgements import load_judgements
from kb.store.prepared import Prepared, prepare
from kb.store.records import EventDetail, Evidence
from kb.store.shape import Order, Paging, day, keys, word
from kb.store.statement_rows import Stored, chunks, load_statements
from kb.store.tables import document, entity, entity_name, event, kind_day, statement
from kb.store.timeline import entity_numbers, select_events

_T = TypeVar("_T")


class Page(list[_T]):
    """Rows in order, with the SQL that gave them and the cursor to go on with (None at the end)."""

    def __init__(
        self, rows: Iterable[_T] = (), render: Callable[[], str] = str, cursor: str | None = None
    ) -> None:
        super().__init__(rows)
        self.cursor = cursor
        self._render = render

    @property
    def sql(self) -> str:
        """The SQL, with its values written in."""
        return self._render()


def timeline(
    database: Database,
    wish: Filter | None = None,
    *,
    order: Order = "oldest",
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[Event]:
    """The events that fit, by first day, and then as the base came to know them.

    Stands for `SELECT * FROM timeline WHERE starts_on <= :end AND ends_on >= :start AND kind IN (…) …
    ORDER BY pk LIMIT :limit`. With a `limit`, the page's `cursor` asks for the next one; pages neither repeat
    nor lose events while the base grows. With `as_of`, an event is told only by what had been asserted by
    then, though it is looked for as it is known today (`kb.store.past.timeline_then` looks as one did then).
    Raises `DataError` for a cursor that is none.
    """
    wish = wish or Filter()
    with database.read() as connection:
        numbers = entity_numbers(connection, wish.entities)
        if _nobody(wish, numbers):
            return Page()
        paging = Paging(order, _read_cursor(cursor), limit if limit is None else limit + 1)
        asked = select_events(
            connection, wish, [numbers[name] for name in wish.entities if name in numbers], paging
        )
        rows = asked.prepared.rows(connection, asked.values)
        more = limit is not None and len(rows) > limit
        shown = rows[:limit] if more else rows
        events = _read_events(connection, shown, wish.as_of)
    return Page(
        events,
        lambda: asked.prepared.render(asked.values),
        _cursor(shown[-1][0]) if more and shown else None,
    )


def event_detail(database: Database, name: str) -> EventDetail:
    """An event by its id, or by the beginning of it, with all that tells it, as asserted.

    Stands for `SELECT * FROM timeline WHERE id = :name` and `SELECT * FROM evidence WHERE event = :name ORDER
    BY asserted_on`. Raises `UnknownName` where no event, or more than one, has that id.
    """
    with database.read() as connection:
        row = _find_event(connection, name)
        told = load_statements(connection, statement.c.event_pk == row[0])
        evidence = tuple(map(read_evidence, sorted(told, key=_as_asserted)))
        judged = tuple(load_judgements(connection, [each.statement.id for each in told]))
    return EventDetail(read_event(row), evidence, judged)


def evidence(database: Database, source: str) -> list[Evidence]:
    """The current statements of the documents with this id, source, publisher or address, in the order of the
    text.

    Stands for `SELECT * FROM evidence WHERE source = :source ORDER BY document, start_char`.
    """
    named = (document.c.id, document.c.source, document.c.publisher, document.c.url)
    with database.read() as connection:
        told = load_statements(
            connection,
            statement.c.retired_at.is_(None) & or_(*(column == source for column in named)),
        )
    return [
        read_evidence(each)
        for each in sorted(told, key=lambda each: (each.row["document"], each.statement.start))
    ]


def entities(database: Database, *, new: bool = False) -> Page[tuple[Entity, int]]:
    """The entities with the number of their events, most first; `new` keeps those that nobody confirmed.

    Stands for `SELECT entity.id, SUM(events) FROM entity JOIN entity_day … GROUP BY entity.id`.
    """
    from kb.store.tables import entity_day

    count = func.coalesce(func.sum(entity_day.c.events), 0)
    query = (
        select(entity.c.id, count)
        .outerjoin(entity_day, entity_day.c.entity_pk == entity.c.pk)
        .group_by(entity.c.id)
        .order_by(count.desc(), entity.c.id)
    )
    if new:
        query = query.where(entity.c.provisional)
    with database.read() as connection:
        counts = [(row[0], int(row[1])) for row in connection.execute(query)]
        known = read_entities(connection)
        dialect = connection.dialect
    return Page(((known[name], number) for name, number in counts), lambda: render(query, dialect))


def find_entity(database: Database, name: str) -> Entity:
    """The entity of the base with that id, name (of any script, in any case) or ticker, or the one that a
    person said it is.

    Stands for `SELECT entity_pk FROM entity_name WHERE folded = :name`. Raises `UnknownName` with near names.
    """
    with database.read() as connection:
        found = _entity_id(connection, name)
        return read_entities(connection, [found])[found]


def find_entity_id(database: Database, name: str) -> str:
    """As `find_entity`, its id alone, which takes a tenth of the time."""
    with database.read() as connection:
        return _entity_id(connection, name)


def _entity_id(connection: Connection, name: str) -> str:
    dialect = connection.dialect
    found = _known_id(dialect).rows(connection, {"id": name})
    found = found or _known_id_by_name(dialect).rows(connection, {"name": fold_name(name)})
    if not found:
        known = connection.scalars(select(entity_name.c.name).union(select(entity.c.id))).all()
        raise UnknownName("entity", name, known)
    return str(found[0][0])


@lru_cache(maxsize=8)
def _known_id(dialect: Dialect) -> Prepared:
    return prepare(_known().where(entity.c.id == word("id")), dialect)


@lru_cache(maxsize=8)
def _known_id_by_name(dialect: Dialect) -> Prepared:
    query = _known().join(entity_name, entity_name.c.entity_pk == entity.c.pk)
    query = query.where(entity_name.c.folded == word("name"))
    return prepare(query.order_by(entity.c.provisional, entity.c.id).limit(1), dialect)


def _known() -> Select[tuple[str]]:
    """An entity's id, or that of the one that a person said it is."""
    known = entity.alias("known")
    query = select(func.coalesce(known.c.id, entity.c.id)).select_from(entity)
    return query.outerjoin(known, known.c.pk == entity.c.same_as_pk)


def kinds(database: Database) -> Page[tuple[str, int]]:
    """The kinds that happen in the base, with the number of their events, most first.

    Stands for `SELECT kind, SUM(events) FROM kind_day GROUP BY kind`.
    """
    count = func.sum(kind_day.c.events)
    query = select(kind_day.c.kind, count).group_by(kind_day.c.kind).order_by(count.desc(), kind_day.c.kind)
    with database.read() as connection:
        rows = [(row[0], int(row[1])) for row in connection.execute(query)]
        dialect = connection.dialect
    return Page(rows, lambda: render(query, dialect))


def read_evidence(stored: Stored) -> Evidence:
    """A stored statement as evidence."""
    row = stored.row
    return Evidence(
        statement=stored.statement,
        sentence_text=row["sentence"],
        document=row["document"],
        asserted_on=row["asserted_on"],
        recorded_at=row["recorded_at"],
        source=row["source"],
        title=row["title"],
        publisher=row["publisher"],
        url=row["url"],
        language=row["language"],
        published_on=row["published_on"],
        version=row["version"],
        event=row["event"],
    )


def _read_events(connection: Connection, rows: Sequence[Sequence[Any]], as_of: date | None) -> list[Event]:
    read = event_reader(connection.dialect.name == "sqlite")
    later = _told_later(connection, [row[0] for row in rows], as_of) if as_of else set()
    if not later:
        return list(map(read, rows))
    # Resolving needs the rooms that read texts; a plain timeline does without.
    from kb.store.past import as_asserted

    told = as_asserted(connection, sorted(later), as_of) if as_of else {}
    return [event for row in rows for event in (told[row[0]] if row[0] in later else [read(row)])]


def _told_later(connection: Connection, events: Sequence[int], as_of: date) -> set[int]:
    """Those of the events that somebody told after the day, too."""
    found: set[int] = set()
    for chunk in chunks(events):
        # Few lengths, so that few statements are made; a number that is given twice does no harm.
        size = 1 << (len(chunk) - 1).bit_length()
        padded = chunk + chunk[:1] * (size - len(chunk))
        values = {f"key_{at}": key for at, key in enumerate(padded)}
        found.update(
            row[0] for row in _later(size, connection.dialect).rows(connection, {**values, "day": as_of})
        )
    return found


@lru_cache(maxsize=32)
def _later(count: int, dialect: Dialect) -> Prepared:
    query = select(statement.c.event_pk).join(document, document.c.pk == statement.c.document_pk)
    told = statement.c.event_pk.in_(keys("key", count))
    return prepare(query.where(told, document.c.asserted_on > day("day")), dialect)


def _nobody(wish: Filter, keys: dict[str, int]) -> bool:
    """Entities are asked for that no event of the base concerns."""
    missing = [name for name in wish.entities if name not in keys]
    return bool(missing) and (wish.match == "all" or len(missing) == len(wish.entities))


def _find_event(connection: Connection, name: str) -> Sequence[Any]:
    # "~" sorts after the letters and digits of ids.
    begins = event.c.id.between(name, f"{name}~") if name else event.c.id == name
    rows = connection.execute(select(*EVENT_COLUMNS).where(begins).order_by(event.c.id).limit(6)).all()
    exact = [row for row in rows if row[1] == name]
    if not exact and len(rows) > 1:
        raise UnknownName("event", name, [row[1] for row in rows])
    if not rows:
        raise UnknownName("event", name, ())
    return (exact or rows)[0]


def _as_asserted(stored: Stored) -> tuple[date, str, int]:
    return stored.row["asserted_on"], stored.row["document"], stored.statement.start


def render(query: ClauseElement, dialect: Dialect) -> str:
    """The SQL of a query with its values written in."""
    return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _cursor(key: int) -> str:
    return base64.urlsafe_b64encode(key.to_bytes(7, "big")).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        key = int.from_bytes(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True), "big")
    except (ValueError, binascii.Error):
        key = 0
    if not date.min.toordinal() <= key >> 25 <= date.max.toordinal():
        raise DataError(f"{cursor!r} is not a cursor of a timeline; start again without it")
    return key
