"""The query behind every timeline: which events, in which order, from where on.

Events are numbered in the order of their first days (kb.store.keys), so a page is the least or greatest
numbers that fit. An index holds them in that order for each entity or kind and class of length
(kb.store.reach); the page is the head of these runs merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    union,
    union_all,
)

from kb.store.event_rows import EVENT_COLUMNS
from kb.store.filters import Filter, concerns, contains, in_window, on_event
from kb.store.keys import day_of, first_key, last_key
from kb.store.reach import REACHES, look_back
from kb.store.tables import event, event_entity, event_text
from kb.store.terms import Phrase

Order = Literal["oldest", "newest"]
# A word with more hits than this is looked for in the texts of the timeline, newest or oldest first.
COMMON = 2_000
# Kinds asked for together that still get a run each.
_FEW_KINDS = 3

_search = table("event_search", column("rowid"))
_terms_vector = func.array_to_tsvector(func.string_to_array(func.btrim(event_text.c.terms), " "))


@dataclass(frozen=True, slots=True)
class Paging:
    """Order, number of the last event seen, and how many to show (None for all)."""

    order: Order = "oldest"
    after: int | None = None
    limit: int | None = None


def select_events(
    connection: Connection, wish: Filter, entities: Sequence[int], paging: Paging
) -> Select[Any]:
    """The rows of `EVENT_COLUMNS` for a filter whose entities have these numbers."""
    keys = _keys(connection, wish, entities, paging).subquery("page")
    newest = paging.order == "newest"
    return (
        select(*EVENT_COLUMNS)
        .join(keys, keys.c.pk == event.c.pk)
        .order_by(event.c.pk.desc() if newest else event.c.pk)
    )


def count_hits(connection: Connection, phrases: Sequence[Phrase], most: int) -> int:
    """How many events have all terms of the phrases, counted up to `most`."""
    hits = _hits(connection, phrases).limit(most).subquery()
    return int(connection.scalar(select(func.count()).select_from(hits)) or 0)


def _keys(connection: Connection, wish: Filter, entities: Sequence[int], paging: Paging) -> Select[Any]:
    sqlite = connection.dialect.name == "sqlite"
    phrases = wish.phrases
    if phrases and _search_first(connection, phrases, entities, sqlite):
        return _searched(connection, wish, phrases, entities, paging)
    runs = _runs_of_entities(wish, entities, paging) if entities else _runs_of_kinds(wish, paging)
    if phrases:
        runs = [_with_text(run, phrases, sqlite) for run in runs]
    return _merge(runs, paging, distinct=len(entities) > 1 and wish.match == "any")


def _search_first(
    connection: Connection, phrases: Sequence[Phrase], entities: Sequence[int], sqlite: bool
) -> bool:
    """FTS5 gives hits in the order of time, so it goes first, unless an entity's timeline is shorter."""
    if sqlite and not entities:
        return True
    return count_hits(connection, phrases, COMMON) < COMMON


def _searched(
    connection: Connection,
    wish: Filter,
    phrases: Sequence[Phrase],
    entities: Sequence[int],
    paging: Paging,
) -> Select[Any]:
    sqlite = connection.dialect.name == "sqlite"
    hits = _hits(connection, phrases)
    key: ColumnElement[int] = _search.c.rowid if sqlite else event_text.c.event_pk
    query = hits.join(event, event.c.pk == key)
    if sqlite:
        query = query.join(event_text, event_text.c.event_pk == key)
    if wish.start is not None and wish.relation != "overlaps":
        query = query.where(key >= first_key(wish.start))
    if wish.end is not None:
        query = query.where(key <= last_key(wish.end))
    if wish.kinds:
        query = query.where(event.c.kind.in_(wish.kinds))
    if wish.as_of is not None:
        query = query.where(event.c.asserted_on <= wish.as_of)
    query = query.where(
        contains(phrases, sqlite),
        *in_window(wish, event.c.starts_on, event.c.ends_on, None),
        *concerns(entities, wish.match),
        *on_event(wish),
    )
    return _paged(query, key, paging)


def _hits(connection: Connection, phrases: Sequence[Phrase]) -> Select[Any]:
    """The numbers of the events that have all terms, in a row or not."""
    if connection.dialect.name == "sqlite":
        match = literal_column("event_search").op("MATCH")(fts5_query(phrases))
        return select(_search.c.rowid.label("pk")).where(match)
    from sqlalchemy.dialects.postgresql import TSQUERY

    match = _terms_vector.op("@@")(cast(literal(tsquery(phrases), Text), TSQUERY))
    return select(event_text.c.event_pk.label("pk")).where(match)


def fts5_query(phrases: Sequence[Phrase]) -> str:
    """All terms, in FTS5's language; terms are letters and digits, so quotes keep them plain."""
    return " AND ".join(
        f'"{term}"{" *" if phrase.prefix and term is phrase.terms[-1] else ""}'
        for phrase in phrases
        for term in phrase.terms
    )


def tsquery(phrases: Sequence[Phrase]) -> str:
    """All terms, in PostgreSQL's language for tsquery."""
    return " & ".join(
        f"'{term}'{':*' if phrase.prefix and term is phrase.terms[-1] else ''}"
        for phrase in phrases
        for term in phrase.terms
    )


def _runs_of_entities(wish: Filter, entities: Sequence[int], paging: Paging) -> list[Select[Any]]:
    """A run for each entity (the first, where all must take part) and class of length."""
    leading = entities if wish.match == "any" else entities[:1]
    also = concerns(entities[1:], "all") if wish.match == "all" else []
    needs_event = [*on_event(wish), *also]
    runs = []
    for entity in leading:
        for reach in REACHES:
            run = _run(event_entity, event_entity.c.event_pk, wish, reach, paging)
            run = run.where(event_entity.c.entity_pk == entity)
            if wish.kinds:
                run = run.where(event_entity.c.kind.in_(wish.kinds))
            if needs_event or wish.text is not None:
                run = run.join(event, event.c.pk == event_entity.c.event_pk).where(*needs_event)
            runs.append(run)
    return runs


def _runs_of_kinds(wish: Filter, paging: Paging) -> list[Select[Any]]:
    """A run for each kind, or for all, and class of length."""
    few = 0 < len(wish.kinds) <= _FEW_KINDS
    runs = []
    for reach in REACHES:
        run = _run(event, event.c.pk, wish, reach, paging).where(*on_event(wish))
        if few:
            runs += [run.where(event.c.kind == kind) for kind in wish.kinds]
        else:
            runs.append(run.where(event.c.kind.in_(wish.kinds)) if wish.kinds else run)
    return runs


def _run(source: Table, key: ColumnElement[int], wish: Filter, reach: int, paging: Paging) -> Select[Any]:
    """One class of length, in the order of an index that begins with it."""
    earliest = look_back(wish.start, reach) if wish.start is not None else None
    starts_on = source.c.starts_on
    query = select(key.label("pk")).where(
        source.c.reach == reach, *in_window(wish, starts_on, source.c.ends_on, earliest)
    )
    if wish.as_of is not None:
        query = query.where(source.c.asserted_on <= wish.as_of)
    return _paged(query, key, paging, starts_on)


def _paged(
    query: Select[Any], key: ColumnElement[int], paging: Paging, starts_on: ColumnElement[date] | None = None
) -> Select[Any]:
    newest = paging.order == "newest"
    if paging.after is not None:
        query = query.where(key < paging.after if newest else key > paging.after)
        if starts_on is not None:
            day = day_of(paging.after)
            query = query.where(starts_on <= day if newest else starts_on >= day)
    if paging.limit is None:
        return query
    order: list[ColumnElement[Any]] = [key] if starts_on is None else [starts_on, key]
    return query.order_by(*(each.desc() if newest else each.asc() for each in order)).limit(paging.limit)


def _with_text(run: Select[Any], phrases: Sequence[Phrase], sqlite: bool) -> Select[Any]:
    return run.join(event_text, event_text.c.event_pk == event.c.pk).where(contains(phrases, sqlite))


def _merge(runs: list[Select[Any]], paging: Paging, distinct: bool) -> Select[Any]:
    parts = [select(run.subquery().c.pk) if paging.limit is not None else run for run in runs]
    merged = (union if distinct else union_all)(*parts).subquery("runs")
    query = select(merged.c.pk)
    if paging.limit is None:
        return query
    key = merged.c.pk.desc() if paging.order == "newest" else merged.c.pk.asc()
    return query.order_by(key).limit(paging.limit)
