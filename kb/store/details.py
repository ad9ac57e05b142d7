"""A timeline with all its evidence, event by event: however long it is, a page of it is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from kb.model import Entity, Event, EventDetail
from kb.store.database import Database
from kb.store.entity_rows import read_entities
from kb.store.filters import Filter
from kb.store.judgements import load_judgements
from kb.store.query import read_evidence, read_page
from kb.store.shape import Order, Paging
from kb.store.statement_rows import chunks, load_statements
from kb.store.tables import judgement, statement
from kb.store.timeline import entity_numbers, select_events

_PAGE = 500
# Entities recur from page to page.
_MOST_DESCRIBED = 20_000


def event_details(
    database: Database,
    wish: Filter | None = None,
    *,
    order: Order = "oldest",
    limit: int | None = None,
    evidence: bool = True,
) -> Iterator[EventDetail]:
    """The events of `kb.store.query.timeline` with what tells them, as the base is at one moment.

    Without `evidence`, with the descriptions of their entities only. The base's connection is given back when
    the last event was taken, or the iterator is closed.
    """
    wish = wish or Filter()
    with database.read() as connection:
        read = _Reader(connection, evidence)
        for rows in _pages(connection, wish, order, limit):
            yield from read.details(read_page(connection, rows, wish.as_of) or ())


def evidence_of(database: Database, events: Sequence[Event]) -> Iterator[EventDetail]:
    """The events with what tells them now."""
    with database.read() as connection:
        read = _Reader(connection, evidence=True)
        for page in chunks(events, _PAGE):
            yield from read.details(page)


class _Reader:
    """Reads what hangs on the events of a page."""

    def __init__(self, connection: Connection, evidence: bool) -> None:
        self._connection = connection
        self._evidence = evidence
        self._described: dict[str, Entity] = {}
        self._judged = connection.execute(select(judgement.c.pk).limit(1)).first() is not None

    def details(self, events: Sequence[Event]) -> Iterator[EventDetail]:
        """The events in their order, each with its evidence as asserted."""
        self._describe({name for event in events for name in event.entities})
        if not self._evidence:
            yield from (EventDetail(event, (), (), self._entities(event)) for event in events)
            return
        names = [name for event in events for name in event.statements]
        current = statement.c.retired_at.is_(None)
        told = {
            stored.statement.id: read_evidence(stored)
            for chunk in chunks(names)
            for stored in load_statements(self._connection, statement.c.id.in_(chunk) & current)
        }
        judged = load_judgements(self._connection, names) if self._judged else []
        for event in events:
            own = set(event.statements)
            yield EventDetail(
                event,
                tuple(told[name] for name in event.statements if name in told),
                tuple(each for each in judged if {each.left, each.right} & own),
                self._entities(event),
            )

    def _describe(self, names: set[str]) -> None:
        if len(self._described) > _MOST_DESCRIBED:
            self._described.clear()
        for chunk in chunks(sorted(names - self._described.keys())):
            self._described |= read_entities(self._connection, chunk)

    def _entities(self, event: Event) -> dict[str, Entity]:
        return {name: self._described[name] for name in event.entities if name in self._described}


def _pages(
    connection: Connection, wish: Filter, order: Order, limit: int | None
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of the timeline, page by page, each asked for by the key of the last row before it."""
    known = entity_numbers(connection, wish.entities)
    numbers = [known[name] for name in wish.entities if name in known]
    if wish.entities and (not numbers or (wish.match == "all" and len(numbers) < len(wish.entities))):
        return
    after, left = None, limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(_PAGE, left)
        asked = select_events(connection, wish, numbers, Paging(order, after, size))
        rows = asked.prepared.rows(connection, asked.values)
        if rows:
            yield rows
        if len(rows) < size:
            return
        after, left = rows[-1][0], None if left is None else left - size
