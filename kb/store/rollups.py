"""Counts kept beside the events, so that totals over ten million events need no scan of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import permutations
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, update

from kb.store.inserting import columns_of, run_many
from kb.store.tables import day_total, entity_day, entity_day_total, entity_pair, kind_day

_TABLES = (kind_day, day_total, entity_day, entity_day_total, entity_pair)


class Rollups:
    """Changes of the counts, added up and then written at once."""

    def __init__(self) -> None:
        self._changes: dict[Table, Counter[tuple[Any, ...]]] = {table: Counter() for table in _TABLES}

    def count(self, kind: str, day: date, entities: Iterable[int], sign: int) -> None:
        """Count an event in (1) or out (-1)."""
        keys = list(entities)
        self._changes[kind_day][day, kind] += sign
        self._changes[day_total][(day,)] += sign
        for key in keys:
            self._changes[entity_day][key, day, kind] += sign
            self._changes[entity_day_total][key, day] += sign
        for pair in permutations(keys, 2):
            self._changes[entity_pair][pair] += sign

    def write(self, connection: Connection) -> None:
        """Write the changes, in one order for all writers."""
        for table, changes in self._changes.items():
            ordered = sorted(changes.items())
            _add(connection, table, [(*key, by) for key, by in ordered if by > 0])
            _subtract(connection, table, [(*key, -by) for key, by in ordered if by < 0])
            changes.clear()


def _add(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Past SQLAlchemy's way with rows: each event is counted in several times."""
    if not rows:
        return
    columns = columns_of(table, tuple(column.name for column in table.columns), connection.dialect)
    names = ", ".join(columns.names)
    keys = ", ".join(column.name for column in table.primary_key.columns)
    marks = ", ".join(["?" if columns.is_text else "%s"] * len(columns.names))
    run_many(
        connection,
        f"INSERT INTO {table.name} ({names}) VALUES ({marks}) "
        f"ON CONFLICT ({keys}) DO UPDATE SET events = {table.name}.events + excluded.events",
        list(map(columns.written, rows)),
    )


def _subtract(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Counts that reach nothing are no rows."""
    if not rows:
        return
    keys = list(table.primary_key.columns)
    here = and_(*(column == bindparam(f"_{column.name}") for column in keys))
    by = bindparam("_by", type_=table.c.events.type)
    values = [dict(zip([f"_{column.name}" for column in keys] + ["_by"], row, strict=True)) for row in rows]
    connection.execute(delete(table).where(here, table.c.events <= by), values)
    connection.execute(
        update(table).where(here, table.c.events > by).values(events=table.c.events - by), values
    )
