"""The query behind every timeline: which events, in which order, from where on.

Events are numbered in the order of their first days (kb.store.keys), so a page is the least or greatest
numbers that fit. An index holds them in that order for each entity or kind and class of length
(kb.store.reach); the page is the head of these runs merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    union,
    union_all,
)

from kb.store.conditions import (
    concerns,
    concerns_all_but_first,
    contains,
    in_window,
    of_kinds,
    on_event,
)
from kb.store.event_rows import EVENT_COLUMNS
from kb.store.filters import Filter
from kb.store.prepared import Prepared, prepare
from kb.store.reach import REACHES
from kb.store.shape import Order as Order
from kb.store.shape import Paging, Parameter, Shape, count, day, key, keys, shape_of, values_of, word, words
from kb.store.tables import entity, event, event_entity, event_text
from kb.store.terms import Phrase

# A word with more hits than this is looked for in the texts of the timeline, newest or oldest first.
COMMON = 2_000
# Kinds asked for together that still get a run each.
_FEW_KINDS = 3

_search = table("event_search", column("rowid"))
# Spelled out, as the expression of the index is.
_SPACE: ColumnElement[str] = literal_column("' '")
_terms_vector = func.array_to_tsvector(func.string_to_array(func.btrim(event_text.c.terms), _SPACE))


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement of the wish's shape, and the wish's values for it."""

    prepared: Prepared
    values: dict[str, Any]


def select_events(connection: Connection, wish: Filter, entities: Sequence[int], paging: Paging) -> Asked:
    """The rows of `EVENT_COLUMNS` for a filter whose entities have these numbers."""
    dialect = connection.dialect
    phrases = wish.phrases
    query = full_text_query(phrases, dialect.name)
    sqlite = dialect.name == "sqlite"
    first = bool(phrases) and _search_first(connection, query, entities, sqlite)
    shape = shape_of(wish, len(entities), paging, len(phrases), first, sqlite)
    return Asked(_events(shape, dialect), values_of(wish, entities, paging, phrases, query))


def entity_numbers(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of the entities that the base holds."""
    if not ids:
        return {}
    prepared = _numbers_of_entities(len(ids), connection.dialect)
    return dict(prepared.rows(connection, {f"id_{at}": name for at, name in enumerate(ids)}))  # type: ignore[arg-type]


def count_hits(connection: Connection, query: str, most: int) -> int:
    """How many events the full-text index finds for a query in its own language, counted up to `most`."""
    prepared = _count_of_hits(connection.dialect)
    [row] = prepared.rows(connection, {"query": query, "limit": most})
    return int(row[0])


def full_text_query(phrases: Sequence[Phrase], dialect: str) -> str:
    """All terms of the phrases, in the language of the database's full-text index."""
    return fts5_query(phrases) if dialect == "sqlite" else tsquery(phrases)


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


@lru_cache(maxsize=512)
def _events(shape: Shape, dialect: Dialect) -> Prepared:
    page = _keys(shape).subquery("page")
    query = select(*EVENT_COLUMNS).join(page, page.c.pk == event.c.pk)
    return prepare(query.order_by(_ordered(shape, event.c.pk)), dialect)


@lru_cache(maxsize=64)
def _numbers_of_entities(count: int, dialect: Dialect) -> Prepared:
    return prepare(select(entity.c.id, entity.c.pk).where(entity.c.id.in_(words("id", count))), dialect)


@lru_cache(maxsize=8)
def _count_of_hits(dialect: Dialect) -> Prepared:
    hits = _hits(dialect.name == "sqlite").limit(count("limit")).subquery()
    return prepare(select(func.count()).select_from(hits), dialect)


def _search_first(connection: Connection, query: str, entities: Sequence[int], sqlite: bool) -> bool:
    """FTS5 gives hits in the order of time, so it goes first, unless an entity's timeline is shorter."""
    if sqlite and not entities:
        return True
    return count_hits(connection, query, COMMON) < COMMON


def _keys(shape: Shape) -> Select[Any]:
    if shape.search_first:
        return _searched(shape)
    runs = _runs_of_entities(shape) if shape.entities else _runs_of_kinds(shape)
    if shape.phrases:
        runs = [_with_text(run, shape) for run in runs]
    return _merge(runs, shape)


def _searched(shape: Shape) -> Select[Any]:
    number: ColumnElement[int] = _search.c.rowid if shape.sqlite else event_text.c.event_pk
    query = _hits(shape.sqlite).join(event, event.c.pk == number)
    if shape.sqlite:
        query = query.join(event_text, event_text.c.event_pk == number)
    if shape.start and shape.relation != "overlaps":
        query = query.where(number >= key("start_key"))
    if shape.end:
        query = query.where(number <= key("end_key"))
    if shape.as_of:
        query = query.where(event.c.asserted_on <= day("as_of"))
    query = query.where(
        contains(shape),
        *of_kinds(shape, event.c.kind),
        *in_window(shape, event.c.starts_on, event.c.ends_on),
        *concerns(keys("entity", shape.entities), shape.match),
        *on_event(shape),
    )
    return _paged(query, number, shape)


def _hits(sqlite: bool) -> Select[Any]:
    """The numbers of the events that have all terms, in a row or not."""
    if sqlite:
        match = literal_column("event_search").op("MATCH")(word("query"))
        return select(_search.c.rowid.label("pk")).where(match)
    from sqlalchemy.dialects.postgresql import TSQUERY

    match = _terms_vector.op("@@")(cast(word("query"), TSQUERY))
    return select(event_text.c.event_pk.label("pk")).where(match)


def _runs_of_entities(shape: Shape) -> list[Select[Any]]:
    """A run for each entity (the first, where all must take part) and class of length."""
    leading: list[Parameter] = keys("entity", shape.entities if shape.match == "any" else 1)
    needs_event = [*on_event(shape), *concerns_all_but_first(shape)]
    runs = []
    for leader in leading:
        for reach in REACHES:
            run = _run(event_entity, event_entity.c.event_pk, shape, reach)
            run = run.where(event_entity.c.entity_pk == leader, *of_kinds(shape, event_entity.c.kind))
            if needs_event or shape.phrases:
                run = run.join(event, event.c.pk == event_entity.c.event_pk).where(*needs_event)
            runs.append(run)
    return runs


def _runs_of_kinds(shape: Shape) -> list[Select[Any]]:
    """A run for each kind, or for all, and class of length."""
    few = 0 < shape.kinds <= _FEW_KINDS
    runs = []
    for reach in REACHES:
        run = _run(event, event.c.pk, shape, reach).where(*on_event(shape))
        if few:
            runs += [run.where(event.c.kind == word(f"kind_{at}")) for at in range(shape.kinds)]
        else:
            runs.append(run.where(*of_kinds(shape, event.c.kind)))
    return runs


def _run(source: Table, number: ColumnElement[int], shape: Shape, reach: int) -> Select[Any]:
    """One class of length, in the order of an index that begins with it."""
    starts_on = source.c.starts_on
    query = select(number.label("pk")).where(
        source.c.reach == literal_column(str(reach)),
        *in_window(shape, starts_on, source.c.ends_on, f"earliest_{reach}"),
    )
    if shape.as_of:
        query = query.where(source.c.asserted_on <= day("as_of"))
    return _paged(query, number, shape, starts_on)


def _paged(
    query: Select[Any],
    number: ColumnElement[int],
    shape: Shape,
    starts_on: ColumnElement[date] | None = None,
) -> Select[Any]:
    newest = shape.order == "newest"
    if shape.after:
        query = query.where(number < key("after") if newest else number > key("after"))
        if starts_on is not None:
            last = day("after_day")
            query = query.where(starts_on <= last if newest else starts_on >= last)
    if not shape.limit:
        return query
    order: list[ColumnElement[Any]] = [number] if starts_on is None else [starts_on, number]
    return query.order_by(*(_ordered(shape, each) for each in order)).limit(count("limit"))


def _with_text(run: Select[Any], shape: Shape) -> Select[Any]:
    return run.join(event_text, event_text.c.event_pk == event.c.pk).where(contains(shape))


def _merge(runs: list[Select[Any]], shape: Shape) -> Select[Any]:
    distinct = shape.entities > 1 and shape.match == "any"
    parts = [select(run.subquery().c.pk) if shape.limit else run for run in runs]
    merged = (union if distinct else union_all)(*parts).subquery("runs")
    query = select(merged.c.pk)
    return query.order_by(_ordered(shape, merged.c.pk)).limit(count("limit")) if shape.limit else query


def _ordered(shape: Shape, each: ColumnElement[Any]) -> ColumnElement[Any]:
    return each.desc() if shape.order == "newest" else each.asc()
