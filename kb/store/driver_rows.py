"""Events from rows as the drivers give them: days are text on SQLite, lists on both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from kb.model import Event, Measure, Status
from kb.rows.spans import make_span, read_measure
from kb.when.span import TimeSpan

# What makes an `Event`, in the order in which it is read; the last of them are lists.
EVENT_NAMES = (
    "pk", "id", "kind", "title", "starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal_label",
    "status", "entities", "measures", "statements", "sources", "conflicts",
)  # fmt: skip
_LISTS = frozenset({"entities", "measures", "statements", "sources", "conflicts"})
_STATUSES = {status.value: status for status in Status}


def event_columns(sqlite: bool) -> str:
    """The columns of `event` that `read_driver_event` reads. PostgreSQL's driver would read each list anew,
    however often it had read the same."""
    return ", ".join(
        f"event.{name}" if sqlite or name not in _LISTS else f"CAST(event.{name} AS text) AS {name}"
        for name in EVENT_NAMES
    )


def read_driver_event(row: Sequence[Any]) -> Event:
    """The event of a row of `event_columns` as the driver gives it."""
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


@lru_cache(maxsize=16_384)
def _span(starts_on: date | str, ends_on: date | str, *rest: Any) -> TimeSpan:  # noqa: ANN401 - as `make_span`
    return make_span(_day(starts_on), _day(ends_on), *rest)


def _day(given: date | str) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


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
