"""Entities as records."""

from __future__ import annotations

from collections.abc import Iterable

from kb.export.records import Records
from kb.model import Entity

_COLUMNS = ("entity", "type", "tickers", "names")


def entity_records(counted: Iterable[tuple[Entity, int | None]]) -> Records:
    """Entities with the number of their events, where that is known."""
    rows = [
        {
            "entity": entity.id,
            "type": entity.type.value,
            "events": count,
            "tickers": list(entity.tickers),
            "names": list(dict.fromkeys(name for names in entity.names.values() for name in names)),
        }
        for entity, count in counted
    ]
    known = any(row["events"] is not None for row in rows)
    return Records(("entity", "events", *_COLUMNS[1:]) if known else _COLUMNS, rows)
