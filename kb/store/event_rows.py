"""Events as rows, both ways, with all that hangs on them: links to entities, searched text, rollups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, RowMapping, bindparam, delete, func, insert, or_, select, update

from kb.model import Event, Status
from kb.rows.spans import make_span, measure_json, read_measure, span_columns
from kb.store.columns import BigInteger
from kb.store.driver_rows import EVENT_NAMES
from kb.store.inserting import insert_rows
from kb.store.keys import first_key, last_key
from kb.store.prepared import Prepared, prepare
from kb.store.reach import reach_of
from kb.store.rollups import Rollups
from kb.store.statement_rows import chunks
from kb.store.tables import event, event_conflict, event_entity, event_text, statement
from kb.store.terms import index_terms

if TYPE_CHECKING:
    from kb.events.conflicts import Conflict

# What makes an `Event`, in the order in which `read_event` takes it.
EVENT_COLUMNS = tuple(event.c[name] for name in EVENT_NAMES)


@dataclass(frozen=True, slots=True)
class Resolved:
    """An event as its statements make it: the rows that tell it, the texts that search reads, since when."""

    event: Event
    statement_pks: tuple[int, ...]
    texts: tuple[str, ...]
    asserted_on: date
    conflicts: tuple[Conflict, ...] = ()


def read_event(row: Sequence[Any]) -> Event:
    """The event of a row of `EVENT_COLUMNS`."""
    return Event(
        id=row[1],
        kind=row[2],
        title=row[3],
        when=make_span(*row[4:10]),
        status=Status(row[10]),
        entities=tuple(row[11]),
        measures=tuple(map(read_measure, row[12])),
        statements=tuple(row[13]),
        sources=tuple(row[14]),
        conflicts=tuple(row[15]),
    )


def sync_events(
    connection: Connection,
    former: Collection[int],
    resolved: Sequence[Resolved],
    entities: Mapping[str, int],
    at: datetime,
) -> None:
    """Make the rows of the events numbered in `former` those of `resolved`; equal ones are left alone."""
    held = _held(connection, former, [each.event.id for each in resolved])
    columns = {each.event.id: event_columns(each.event, each.asserted_on) for each in resolved}
    kept = {name for name, row in held.items() if name in columns and _same(row, columns[name])}
    rollups = Rollups()
    _remove(connection, [row for name, row in held.items() if name not in kept], rollups)
    fresh = [each for each in resolved if each.event.id not in kept]
    keys = {name: row["pk"] for name, row in held.items() if name in kept}
    keys.update(_new_keys(connection, fresh, held))
    _insert(connection, fresh, keys, columns, entities, at, rollups)
    _link_statements(connection, resolved, keys)
    rollups.write(connection)


def event_columns(told: Event, asserted_on: date) -> dict[str, Any]:
    """The columns that follow from the event itself."""
    return {
        "id": told.id,
        "kind": told.kind,
        "status": told.status.value,
        "title": told.title,
        **span_columns(told.when),
        "reach": reach_of(told.when.starts_on, told.when.ends_on),
        "asserted_on": asserted_on,
        "entities": list(told.entities),
        "measures": [measure_json(each) for each in told.measures],
        "statements": list(told.statements),
        "sources": list(told.sources),
        "conflicts": list(told.conflicts),
    }


def link_rows(pk: int, columns: Mapping[str, Any], entities: Mapping[str, int]) -> list[dict[str, Any]]:
    """The event's rows in `event_entity`."""
    shared = {name: columns[name] for name in ("reach", "starts_on", "ends_on", "kind", "asserted_on")}
    return [
        {"entity_pk": entities[name], "event_pk": pk, "position": position, **shared}
        for position, name in enumerate(dict.fromkeys(columns["entities"]))
    ]


def _held(connection: Connection, keys: Iterable[int], names: Iterable[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for column, values in ((event.c.pk, keys), (event.c.id, names)):
        for chunk in chunks(values):
            found.update(
                (row["id"], row) for row in connection.execute(_EVENTS.where(column.in_(chunk))).mappings()
            )
    return found


def _same(row: RowMapping, columns: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in columns.items())


def _remove(connection: Connection, rows: list[RowMapping], rollups: Rollups) -> None:
    keys = [row["pk"] for row in rows]
    linked = _linked(connection, keys)
    for row in rows:
        rollups.count(row["kind"], row["starts_on"], linked.get(row["pk"], ()), -1)
    for chunk in chunks(keys):
        connection.execute(update(statement).where(statement.c.event_pk.in_(chunk)).values(event_pk=None))
        connection.execute(delete(event).where(event.c.pk.in_(chunk)))


def _linked(connection: Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for chunk in chunks(keys):
        query = select(event_entity.c.event_pk, event_entity.c.entity_pk)
        for event_pk, entity_pk in connection.execute(query.where(event_entity.c.event_pk.in_(chunk))):
            found.setdefault(event_pk, []).append(entity_pk)
    return found


def _new_keys(
    connection: Connection, fresh: Iterable[Resolved], held: Mapping[str, RowMapping]
) -> dict[str, int]:
    """A number for each event: its former one while its first day stays, else the day's next."""
    keys: dict[str, int] = {}
    last: dict[date, int] = {}
    for each in fresh:
        day = each.event.when.starts_on
        row = held.get(each.event.id)
        if row is not None and row["starts_on"] == day:
            keys[each.event.id] = row["pk"]
            continue
        if day not in last:
            last[day] = _last_used(connection, day, held)
        last[day] += 1
        keys[each.event.id] = last[day]
    return keys


def _last_used(connection: Connection, day: date, held: Mapping[str, RowMapping]) -> int:
    """The greatest number on the day, counting those just removed, which their events may take back."""
    first = first_key(day)
    [[used]] = _greatest(connection.dialect).rows(connection, {"first": first, "last": last_key(day)})
    removed: list[int] = [row["pk"] for row in held.values() if row["starts_on"] == day]
    return max([used or first, *removed])


@lru_cache(maxsize=8)
def _greatest(dialect: Dialect) -> Prepared:
    """Asked for each new day of a batch."""
    first, last = (bindparam(name, type_=BigInteger) for name in ("first", "last"))
    return prepare(select(func.max(event.c.pk)).where(event.c.pk.between(first, last)), dialect)


def _insert(
    connection: Connection,
    fresh: Sequence[Resolved],
    keys: Mapping[str, int],
    columns: Mapping[str, dict[str, Any]],
    entities: Mapping[str, int],
    at: datetime,
    rollups: Rollups,
) -> None:
    if not fresh:
        return
    names = [each.event.id for each in fresh]
    insert_rows(connection, event, [{"pk": keys[name], "recorded_at": at, **columns[name]} for name in names])
    links = {name: link_rows(keys[name], columns[name], entities) for name in names}
    rows = [row for name in names for row in links[name]]
    insert_rows(connection, event_entity, rows)
    insert_rows(
        connection,
        event_text,
        [{"event_pk": keys[each.event.id], "terms": index_terms(each.texts)} for each in fresh],
    )
    conflicts = [row for each in fresh for row in _conflict_rows(keys[each.event.id], each)]
    if conflicts:
        connection.execute(insert(event_conflict), conflicts)
    for name in names:
        linked = [row["entity_pk"] for row in links[name]]
        rollups.count(columns[name]["kind"], columns[name]["starts_on"], linked, 1)


def _conflict_rows(pk: int, each: Resolved) -> list[dict[str, Any]]:
    return [
        {
            "event_pk": pk,
            "position": position,
            "left_id": conflict.left,
            "right_id": conflict.right,
            "field": conflict.field,
            "left_value": conflict.values[0],
            "right_value": conflict.values[1],
            "message": conflict.message,
        }
        for position, conflict in enumerate(each.conflicts)
    ]


def _link_statements(connection: Connection, resolved: Iterable[Resolved], keys: Mapping[str, int]) -> None:
    rows = [
        {"_statement": pk, "_event": keys[each.event.id]} for each in resolved for pk in each.statement_pks
    ]
    if rows:
        connection.execute(_LINK, rows)


_EVENTS = select(event)
_LINK = (
    update(statement)
    .where(
        statement.c.pk == bindparam("_statement", type_=statement.c.pk.type),
        or_(
            statement.c.event_pk.is_(None), statement.c.event_pk != bindparam("_event", type_=event.c.pk.type)
        ),
    )
    .values(event_pk=bindparam("_event", type_=event.c.pk.type))
)
