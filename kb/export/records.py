"""What every tabular format writes: columns, and records that have a value for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kb.export.contract import EVENT_COLUMNS, event_object
from kb.export.labels import date_label
from kb.export.measures import format_measures
from kb.model import Event

Record: TypeAlias = Mapping[str, object]


class Records(NamedTuple):
    """Named columns and records; a value is text, a number, None, or a list of these or of objects."""

    columns: Sequence[str]
    rows: Iterable[Record]


def event_objects(events: Iterable[Event]) -> Records:
    """Events for programs that read JSON: measures are objects."""
    return Records(EVENT_COLUMNS, map(event_object, events))


def event_cells(events: Iterable[Event]) -> Records:
    """Events for spreadsheets: every column is text, measures are written as `kb import` reads them."""
    return Records(
        EVENT_COLUMNS,
        ({**event_object(event), "measures": format_measures(event.measures)} for event in events),
    )


def event_lines(events: Iterable[Event]) -> Records:
    """Events for readers: the columns that matter, dates as people write them."""
    return Records(("event", "date", "kind", "status", "sources", "entities", "title"), map(_line, events))


def _line(event: Event) -> Record:
    return {
        "event": event.id,
        "date": date_label(event.when),
        "kind": event.kind,
        "status": event.status.value,
        "sources": len(event.sources),
        "entities": list(event.entities),
        "title": event.title,
    }


def cell(value: object) -> str:
    """A value as the text of one cell; the items of a list are parted by `; `."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(cell, value))
    return str(value)
