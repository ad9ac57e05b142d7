"""Totals, from the rollups that the writer keeps, and neighbours in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, func, literal_column, select

from kb.model import Event
from kb.store.database import Database
from kb.store.filters import Filter
from kb.store.garbage import no_search_for_garbage
from kb.store.prepared import Prepared, prepare, word, words
from kb.store.prepared import day as day_of_wish
from kb.store.query import Page, render, timeline
from kb.store.tables import day_total, entity, entity_day, entity_day_total, entity_pair, kind_day
from kb.when.span import TimeSpan

_Asked = tuple[Prepared, dict[str, Any]]
Period = Callable[[date], TimeSpan]
# The period that a day lies in, by name. A company's fiscal quarters are a function of its calendar.
PERIODS: Mapping[str, Period] = {
    # A century of days: making them takes as long as counting.
    "day": lru_cache(maxsize=36_525)(TimeSpan.day),
    "week": TimeSpan.week,
    "month": lambda day: TimeSpan.month(day.year, day.month),
    "quarter": lambda day: TimeSpan.quarter(day.year, (day.month + 2) // 3),
    "half": lambda day: TimeSpan.half(day.year, 1 + day.month // 7),
    "year": lambda day: TimeSpan.year(day.year),
    "decade": lambda day: TimeSpan.decade(day.year - day.year % 10),
}


def counts(
    database: Database,
    period: Period,
    *,
    entity_id: str | None = None,
    kinds: tuple[str, ...] = (),
    start: date | None = None,
    end: date | None = None,
) -> Page[tuple[TimeSpan, int]]:
    """How many events begin in each period, in order; periods without any are left out.

    Stands for `SELECT starts_on, events FROM day_total WHERE …` (`entity_day_total` for an entity), with kinds
    for `SELECT starts_on, SUM(events) FROM kind_day WHERE … GROUP BY starts_on` (`entity_day`); added up by
    period.
    """
    if kinds:
        source = kind_day if entity_id is None else entity_day
        days = select(source.c.starts_on, func.sum(source.c.events)).group_by(source.c.starts_on)
    else:
        source = day_total if entity_id is None else entity_day_total
        days = select(source.c.starts_on, source.c.events)
    query = _chosen(days, source, entity_id, kinds, start, end).order_by(source.c.starts_on)
    with _asked(database, query, entity_id, kinds, start, end) as (prepared, rows), no_search_for_garbage():
        return Page(
            _added_up(rows, period, as_text=database.is_sqlite),
            lambda: prepared[0].render(prepared[1]),
        )


def counts_by_kind(
    database: Database,
    *,
    entity_id: str | None = None,
    kinds: tuple[str, ...] = (),
    start: date | None = None,
    end: date | None = None,
) -> Page[tuple[str, int]]:
    """How many events of each kind begin in a window, most first.

    Stands for `SELECT kind, SUM(events) FROM kind_day WHERE … GROUP BY kind` (`entity_day` for an entity).
    """
    source = kind_day if entity_id is None else entity_day
    total = func.sum(source.c.events)
    query = _chosen(select(source.c.kind, total), source, entity_id, kinds, start, end)
    query = query.group_by(source.c.kind).order_by(total.desc(), source.c.kind)
    prepared, rows = _ask(database, query, entity_id, kinds, start, end)
    return Page(((row[0], int(row[1])) for row in rows), lambda: prepared[0].render(prepared[1]))


def counts_by_entity(
    database: Database,
    *,
    kinds: tuple[str, ...] = (),
    start: date | None = None,
    end: date | None = None,
    limit: int = 20,
) -> Page[tuple[str, int]]:
    """How many events of each entity begin in a window, most first.

    Stands for `SELECT entity.id, SUM(events) FROM entity_day JOIN entity … GROUP BY entity.id`.
    """
    total = func.sum(entity_day.c.events)
    sums = _chosen(select(entity_day.c.entity_pk, total.label("events")), entity_day, None, kinds, start, end)
    most = sums.group_by(entity_day.c.entity_pk).subquery("sums")
    query = select(entity.c.id, most.c.events).join(most, most.c.entity_pk == entity.c.pk)
    query = query.order_by(most.c.events.desc(), entity.c.id).limit(literal_column(str(int(limit))))
    prepared, rows = _ask(database, query, None, kinds, start, end)
    return Page(((row[0], int(row[1])) for row in rows), lambda: prepared[0].render(prepared[1]))


def _chosen(
    query: Select[Any],
    source: Table,
    entity_id: str | None,
    kinds: tuple[str, ...],
    start: date | None,
    end: date | None,
) -> Select[Any]:
    """The rows of a rollup for an entity, of kinds, in a window."""
    if entity_id is not None:
        named = select(entity.c.pk).where(entity.c.id == word("entity")).scalar_subquery()
        query = query.where(source.c.entity_pk == named)
    if kinds:
        query = query.where(source.c.kind.in_(words("kind", len(kinds))))
    if start is not None:
        query = query.where(source.c.starts_on >= day_of_wish("start"))
    if end is not None:
        query = query.where(source.c.starts_on <= day_of_wish("end"))
    return query


def _ask(
    database: Database,
    query: Select[Any],
    entity_id: str | None,
    kinds: tuple[str, ...],
    start: date | None,
    end: date | None,
) -> tuple[_Asked, Sequence[Sequence[Any]]]:
    with _asked(database, query, entity_id, kinds, start, end) as (asked, rows):
        return asked, list(rows)


@contextmanager
def _asked(
    database: Database,
    query: Select[Any],
    entity_id: str | None,
    kinds: tuple[str, ...],
    start: date | None,
    end: date | None,
) -> Iterator[tuple[_Asked, Iterable[Sequence[Any]]]]:
    given: dict[str, Any] = {"entity": entity_id, "start": start, "end": end}
    given = {name: value for name, value in given.items() if value is not None}
    given |= {f"kind_{at}": kind for at, kind in enumerate(kinds)}
    with database.read() as connection:
        prepared = prepare(query, connection.dialect)
        yield (prepared, given), prepared.each(connection, given)


def _added_up(rows: Iterable[Sequence[Any]], period: Period, as_text: bool) -> Iterator[tuple[TimeSpan, int]]:
    """Days in order, by the period that they lie in. Days as text compare as days do, and few need be read."""
    span, total, last = None, 0, None
    for day, number in rows:
        if last is None or day > last:
            if span is not None:
                yield span, int(total)
            span, total = period(date.fromisoformat(day) if as_text else day), 0
            last = (
                day
                if span.starts_on == span.ends_on
                else span.ends_on.isoformat()
                if as_text
                else span.ends_on
            )
        total += number
    if span is not None:
        yield span, int(total)


def together(database: Database, entity_id: str, limit: int = 20) -> Page[tuple[str, int]]:
    """The entities that share most events with one, with how many.

    Stands for `SELECT other, events FROM entity_pair WHERE entity = :entity ORDER BY events DESC`.
    """
    other = entity.alias("other")
    query = (
        select(other.c.id, entity_pair.c.events)
        .join_from(entity_pair, entity, entity.c.pk == entity_pair.c.entity_pk)
        .join(other, other.c.pk == entity_pair.c.other_pk)
        .where(entity.c.id == entity_id)
        .order_by(entity_pair.c.events.desc(), other.c.id)
        .limit(limit)
    )
    with database.read() as connection:
        rows = [(row[0], int(row[1])) for row in connection.execute(query)]
        dialect = connection.dialect
    return Page(rows, lambda: render(query, dialect))


def nearest(
    database: Database, day: date, wish: Filter | None = None, limit: int = 5
) -> tuple[Page[Event], Page[Event]]:
    """The events that begin before the day, the last first, and those that begin on it or after, in order.

    Stands for two timelines, `starts_on < :day ORDER BY pk DESC` and `starts_on >= :day ORDER BY pk`.
    """
    wish = replace(wish or Filter(), start=None, end=None, relation="starts")
    after = timeline(database, replace(wish, start=day), limit=limit)
    if day == date.min:
        return Page(), after
    before = replace(wish, end=day - timedelta(days=1))
    return timeline(database, before, order="newest", limit=limit), after
