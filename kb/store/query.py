"""What the base is asked: each question is one SQL statement, which its answer carries in `.sql`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Dialect, func, or_, select

from kb.errors import UnknownName
from kb.model import Entity, PublishedHow
from kb.store.database import Database
from kb.store.entity_rows import read_entities
from kb.store.event_rows import EVENT_COLUMNS, read_event
from kb.store.judgements import load_judgements
from kb.store.pages import Page as Page
from kb.store.pages import find_entity_id as find_entity_id
from kb.store.pages import read_page as read_page
from kb.store.pages import timeline as timeline
from kb.store.places import with_places
from kb.store.records import EventDetail, Evidence
from kb.store.statement_rows import Stored, load_statements
from kb.store.tables import document, entity, event, kind_day, statement

_T = TypeVar("_T")


def event_detail(database: Database, name: str) -> EventDetail:
    """An event by its id, or by the beginning of it, with all that tells it, as asserted.

    Stands for `SELECT * FROM timeline WHERE id = :name` and `SELECT * FROM evidence WHERE event = :name ORDER
    BY asserted_on`. Raises `UnknownName` where no event, or more than one, has that id.
    """
    with database.read() as connection:
        row = _find_event(connection, name)
        told = load_statements(connection, statement.c.event_pk == row[0])
        evidence = with_places(connection, map(read_evidence, sorted(told, key=_as_asserted)))
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
    found = find_entity_id(database, name)
    with database.read() as connection:
        return read_entities(connection, [found])[found]


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
        published_how=PublishedHow(row["published_how"]) if row["published_how"] else None,
        author=row["author"],
        copy_of=row["copy_of"],
        similarity=row["similarity"],
    )


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
