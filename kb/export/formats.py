"""The one table of export formats: a name, what it writes, how it lays out events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import NamedTuple, TextIO

from kb.errors import UnknownName
from kb.export.records import Records, event_cells, event_lines, event_objects
from kb.model import Event


class Format(NamedTuple):
    """A way to write records: its module, the shape in which it wants events, and whether people read it."""

    module: str
    events: Callable[[Iterable[Event]], Records]
    for_people: bool = False

    def write(self, records: Records, out: TextIO) -> None:
        """Write the records as they come."""
        import_module(self.module).write(records, out)


# A module is loaded when its format is asked for.
FORMATS: Mapping[str, Format] = {
    "table": Format("kb.export.table", event_lines, for_people=True),
    "json": Format("kb.export.json", event_objects),
    "jsonl": Format("kb.export.jsonl", event_objects),
    "csv": Format("kb.export.csv", event_cells),
    "markdown": Format("kb.export.markdown", event_lines, for_people=True),
}


def get_format(name: str) -> Format:
    """A format by name. Raises `UnknownName`, with near ones."""
    if name not in FORMATS:
        raise UnknownName("format", name, FORMATS)
    return FORMATS[name]


def write_events(events: Iterable[Event], name: str, out: TextIO) -> None:
    """Write events in a format, as they come."""
    chosen = get_format(name)
    chosen.write(chosen.events(events), out)


def write_records(records: Records, name: str, out: TextIO) -> None:
    """Write any records in a format, as they come."""
    get_format(name).write(records, out)
