"""The query behind every timeline: which events, in which order, from where on.

Events are numbered in the order of their first days (kb.store.keys), so a page is the least or greatest
numbers that fit. An index holds them in that order for each entity or kind and class of length
(kb.store.reach); the page is the head of these runs merged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kb.store.asked import Query, is_sqlite
from kb.store.conditions import (
    concerns,
    concerns_all_but_first,
    contains,
    in_window,
    names,
    numbered_in_window,
    of_kinds,
    on_event,
)
from kb.store.driver_rows import event_columns
from kb.store.filters import Filter
from kb.store.reach import REACHES
from kb.store.shape import Order as Order
from kb.store.shape import Paging, Shape, shape_of, values_of
from kb.store.terms import Phrase

if TYPE_CHECKING:
    from kb.store.asked import Reading

# A word with more hits than this is looked for in the texts of the timeline, newest or oldest first.
COMMON = 2_000
# Kinds asked for together that still get a run each.
_FEW_KINDS = 3

# The numbers of the events that have all terms, in a row or not. Spelled out, as the expression of the index is.
_HITS = {
    True: "SELECT event_search.rowid AS pk FROM event_search{} WHERE event_search MATCH :query",
    False: "SELECT event_text.event_pk AS pk FROM event_text{} WHERE"
    " array_to_tsvector(string_to_array(btrim(event_text.terms), ' ')) @@ CAST(:query AS tsquery)",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement of the wish's shape, and the wish's values for it."""

    prepared: Query
    values: dict[str, Any]


def select_events(connection: Reading, wish: Filter, entities: Sequence[int], paging: Paging) -> Asked:
    """The rows of `event_columns` for a filter whose entities have these numbers."""
    phrases, sqlite = wish.phrases, is_sqlite(connection)
    query = full_text_query(phrases, sqlite)
    if phrases and not sqlite:
        _plan_for_the_words(connection)
    first = bool(phrases) and (not entities or _is_rare(connection, query))
    shape = shape_of(wish, len(entities), paging, len(phrases), first, sqlite)
    return Asked(_events(shape), values_of(wish, entities, paging, phrases, query))


def entity_numbers(connection: Reading, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of the entities that the base holds."""
    if not ids:
        return {}
    query = f"SELECT id, pk FROM entity WHERE id IN ({', '.join(names('id', len(ids)))})"
    rows = Query.of(query, is_sqlite(connection)).rows(
        connection, {f"id_{at}": name for at, name in enumerate(ids)}
    )
    return {row[0]: row[1] for row in rows}


def count_hits(connection: Reading, query: str, most: int) -> int:
    """How many events the full-text index finds for a query in its own language, counted up to `most`."""
    sqlite = is_sqlite(connection)
    counting = Query.of(f"SELECT count(*) FROM ({_HITS[sqlite].format('')} LIMIT :limit) AS hits", sqlite)
    [row] = counting.rows(connection, {"query": query, "limit": most})
    return int(row[0])


def full_text_query(phrases: Sequence[Phrase], sqlite: bool) -> str:
    """All terms of the phrases, in the language of the database's full-text index."""
    return fts5_query(phrases) if sqlite else tsquery(phrases)


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
def _events(shape: Shape) -> Query:
    return Query.of(
        f"SELECT {event_columns(shape.sqlite)}\nFROM event JOIN (\n{_keys(shape)}\n) AS page ON page.pk = event.pk\n"
        f"ORDER BY event.pk {_direction(shape)}",
        shape.sqlite,
    )


def _plan_for_the_words(connection: Reading) -> None:
    """How rare they are decides where PostgreSQL had better begin: a plan kept for any words would be a bad one."""
    if not isinstance(connection, sqlite3.Connection):
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")


def _is_rare(connection: Reading, query: str) -> bool:
    """Whether the hits are fewer than an entity's timeline may be long."""
    return count_hits(connection, query, COMMON) < COMMON


def _keys(shape: Shape) -> str:
    if shape.search_first:
        return _searched(shape)
    runs = _runs_of_entities(shape) if shape.entities else _runs_of_kinds(shape)
    return _merge(list(runs), shape)


def _searched(shape: Shape) -> str:
    number = "event_search.rowid" if shape.sqlite else "event_text.event_pk"
    joins = f" JOIN event ON event.pk = {number}"
    if shape.sqlite:
        joins += f" JOIN event_text ON event_text.event_pk = {number}"
    conditions = [
        *numbered_in_window(shape, number),
        *(["event.asserted_on <= :as_of"] if shape.as_of else []),
        *contains(shape),
        *of_kinds(shape, "event.kind"),
        *in_window(shape, "event"),
        *concerns(names("entity", shape.entities), shape.match),
        *on_event(shape),
        *_after(shape, number),
    ]
    query = " AND ".join([_HITS[shape.sqlite].format(joins), *conditions])
    return query + _page(shape, number)


def _runs_of_entities(shape: Shape) -> Iterator[str]:
    """A run for each entity (the first, where all must take part) and class of length."""
    leading = names("entity", shape.entities if shape.match == "any" else 1)
    needed = [*on_event(shape), *concerns_all_but_first(shape)]
    joins = " JOIN event ON event.pk = event_entity.event_pk" if needed or shape.phrases else ""
    for leader in leading:
        for reach in REACHES:
            conditions = [
                f"event_entity.entity_pk = {leader}", *of_kinds(shape, "event_entity.kind"), *needed,
            ]  # fmt: skip
            yield _run(shape, "event_entity", "event_pk", reach, conditions, joins)


def _runs_of_kinds(shape: Shape) -> Iterator[str]:
    """A run for each kind, or for all, and class of length."""
    few = 0 < shape.kinds <= _FEW_KINDS
    kinds = [[f"event.kind = {kind}"] for kind in names("kind", shape.kinds)] if few else None
    for reach in REACHES:
        for of_kind in kinds or [[*of_kinds(shape, "event.kind")]]:
            yield _run(shape, "event", "pk", reach, [*on_event(shape), *of_kind])


def _run(shape: Shape, table: str, key: str, reach: int, conditions: Iterable[str], joins: str = "") -> str:
    """One class of length, in the order of an index that begins with it."""
    number = f"{table}.{key}"
    if shape.phrases:
        joins += " JOIN event_text ON event_text.event_pk = event.pk"
    every = [
        f"{table}.reach = {reach}",
        *in_window(shape, table, f"earliest_{reach}"),
        *([f"{table}.asserted_on <= :as_of"] if shape.as_of else []),
        *_after(shape, number, f"{table}.starts_on"),
        *conditions,
        *contains(shape),
    ]
    query = f"SELECT {number} AS pk FROM {table}{joins} WHERE {' AND '.join(every)}"
    return query + _page(shape, f"{table}.starts_on", number)


def _after(shape: Shape, number: str, starts_on: str | None = None) -> Iterator[str]:
    """Beyond the last event of the page before."""
    if shape.after:
        sign = "<" if shape.order == "newest" else ">"
        yield f"{number} {sign} :after"
        if starts_on is not None:
            yield f"{starts_on} {sign}= :after_day"


def _page(shape: Shape, *order: str) -> str:
    if not shape.limit:
        return ""
    return f" ORDER BY {', '.join(f'{each} {_direction(shape)}' for each in order)} LIMIT :limit"


def _merge(runs: list[str], shape: Shape) -> str:
    union = " UNION " if shape.entities > 1 and shape.match == "any" else " UNION ALL "
    parts = [
        f"SELECT run_{at}.pk FROM ({run}) AS run_{at}" if shape.limit else run for at, run in enumerate(runs)
    ]
    return f"SELECT runs.pk FROM (\n{f'{chr(10)}{union.strip()} '.join(parts)}\n) AS runs" + _page(
        shape, "runs.pk"
    )


def _direction(shape: Shape) -> str:
    return "DESC" if shape.order == "newest" else "ASC"
