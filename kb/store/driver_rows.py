"""Events from rows as the drivers give them: text on SQLite, days and lists on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from kb.model import Event, Measure, Status
from kb.rows.spans import make_span, read_measure
from kb.when.span import TimeSpan

# What makes an `Event`, in the order in which these read it.
EVENT_NAMES = (
    "pk", "id", "kind", "title", "starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal_label",
    "status", "entities", "measures", "statements", "sources", "conflicts",
)  # fmt: skip
_STATUSES = {status.value: status for status in Status}


def sqlite_event(row: Sequence[Any]) -> Event:
    """The event of a row of `EVENT_COLUMNS` as sqlite3 gives it."""
    _, name, kind, title, starts_on, ends_on, granularity, qualifier, bound, label, *rest = row
    status, entities, measures, statements, sources, conflicts = rest
    return Event(
        name,
        kind,
        title,
        _span(starts_on, ends_on, granularity, qualifier, bound, label),
        _STATUSES[status],
        _words(entities),
        _measures(measures) if measures != "[]" else (),
        _ids(statements),
        _words(sources),
        _words(conflicts),
    )


def postgresql_event(row: Sequence[Any]) -> Event:
    """The event of a row of `EVENT_COLUMNS` as psycopg gives it."""
    return Event(
        row[1],
        row[2],
        row[3],
        make_span(*row[4:10]),
        _STATUSES[row[10]],
        tuple(row[11]),
        tuple(map(read_measure, row[12])),
        *map(tuple, row[13:]),
    )


def event_reader(sqlite: bool) -> Callable[[Sequence[Any]], Event]:
    """What reads a row of `EVENT_COLUMNS` from the database's driver."""
    return sqlite_event if sqlite else postgresql_event


@lru_cache(maxsize=16_384)
def _span(starts_on: str, ends_on: str, *rest: Any) -> TimeSpan:  # noqa: ANN401 - as `make_span`
    return make_span(date.fromisoformat(starts_on), date.fromisoformat(ends_on), *rest)


def _ids(written: str) -> tuple[str, ...]:
    """Ids are hashes, each of another statement: a cache would not help, and most often there is one."""
    if "," in written or "\\" in written or len(written) < len('[""]'):
        return tuple(json.loads(written))
    return (written[2:-2],)


@lru_cache(maxsize=16_384)
def _words(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))


@lru_cache(maxsize=4_096)
def _measures(written: str) -> tuple[Measure, ...]:
    return tuple(map(read_measure, json.loads(written)))
