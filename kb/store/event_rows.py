"""Events as rows, both ways, with all that hangs on them: links to entities, searched text, rollups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, update

from kb.model import Event, Status
from kb.rows.spans import make_span, measure_json, read_measure, span_columns
from kb.store.driver_rows import EVENT_NAMES
from kb.store.inserting import Row, columns_of, few_in_one_go, insert_rows, update_rows
from kb.store.keys import day_of, first_key, last_key
from kb.store.listed import rows_in
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
    told: Mapping[int, int | None],
    entities: Mapping[str, int],
    at: datetime,
) -> dict[int, int]:
    """Make the rows of the events numbered in `former` those of `resolved`; equal ones are left alone.

    `told` gives for each statement that the base holds the number of the event that it told so far. The number of
    the event that each statement tells now is returned.
    """
    columns = {each.event.id: event_columns(each.event, each.asserted_on) for each in resolved}
    held = _held(connection, former, columns)
    keys = _keys(connection, resolved, held)
    kept = {name for name, key in keys.items() if name in held and held[name].pk == key}
    rows = columns_of(event, _COMPARED, connection.dialect)
    changed = [
        each
        for each in resolved
        if (name := each.event.id) in kept and held[name].row != rows.same(columns[name])
    ]
    rollups = Rollups()
    gone = [each for name, each in held.items() if name not in kept]
    fresh = [each for each in resolved if each.event.id not in kept]
    tells = {pk: keys[each.event.id] for each in resolved for pk in each.statement_pks}
    with few_in_one_go(connection, len(resolved)):
        _remove(connection, gone, rollups)
        _insert(connection, fresh, keys, columns, entities, at, rollups)
        _change(connection, changed, held, columns, entities, at, rollups)
        _link_statements(connection, tells, told, {each.pk for each in gone})
        rollups.write(connection)
    return tells


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


@dataclass(frozen=True, slots=True)
class _Held:
    """An event as the base holds it; `row` are the values of `_COMPARED` as the driver gives them."""

    pk: int
    kind: str
    starts_on: date
    has_conflicts: bool
    row: Row


def _held(connection: Connection, keys: Iterable[int], names: Iterable[str]) -> dict[str, _Held]:
    found: dict[str, _Held] = {}
    for column, values in (("pk", list(keys)), ("id", list(names))):
        query = f"SELECT pk, {', '.join(_COMPARED)} FROM event WHERE {column} IN {{values}}"
        for pk, *row in rows_in(connection, query, values):
            name, kind, *_, starts_on, conflicts = row
            found[name] = _Held(pk, kind, _day(starts_on), conflicts not in ("[]", []), tuple(row))
    return found


def _day(given: date | str) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


def _remove(connection: Connection, gone: Sequence[_Held], rollups: Rollups) -> None:
    keys = [each.pk for each in gone]
    linked = _linked(connection, keys)
    for each in gone:
        rollups.count(each.kind, each.starts_on, [row[0] for row in linked[each.pk]], -1)
    for chunk in chunks(keys):
        connection.execute(update(statement).where(statement.c.event_pk.in_(chunk)).values(event_pk=None))
        connection.execute(delete(event).where(event.c.pk.in_(chunk)))


def _linked(connection: Connection, keys: Iterable[int]) -> dict[int, list[Row]]:
    """The rows of `_LINK` for each event, in the order of their positions, as the driver gives them."""
    found: dict[int, list[Row]] = defaultdict(list)
    query = f"SELECT event_pk, {', '.join(_LINK)} FROM event_entity WHERE event_pk IN {{values}} ORDER BY position"
    for key, *row in rows_in(connection, query, keys):
        found[key].append(tuple(row))
    return found


def _keys(connection: Connection, resolved: Iterable[Resolved], held: Mapping[str, _Held]) -> dict[str, int]:
    """A number for each event: its former one while its first day stays, else the day's next."""
    keys: dict[str, int] = {}
    waiting: list[Event] = []
    for each in resolved:
        former = held.get(each.event.id)
        if former is not None and former.starts_on == each.event.when.starts_on:
            keys[each.event.id] = former.pk
        else:
            waiting.append(each.event)
    last = _last_used(connection, {told.when.starts_on for told in waiting})
    for told in waiting:
        last[told.when.starts_on] += 1
        keys[told.id] = last[told.when.starts_on]
    return keys


def _last_used(connection: Connection, days: Iterable[date]) -> dict[date, int]:
    """The greatest number on each day, counting those that are about to be removed."""
    last = {day: first_key(day) for day in days}
    for first, used in rows_in(connection, _GREATEST, sorted(last.values())):
        last[day_of(first)] = used or first
    return last


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
    insert_rows(connection, event_entity, [row for name in names for row in links[name]])
    insert_rows(
        connection,
        event_text,
        [{"event_pk": keys[each.event.id], "terms": index_terms(each.texts)} for each in fresh],
    )
    insert_rows(
        connection,
        event_conflict,
        [row for each in fresh for row in _conflict_rows(keys[each.event.id], each)],
    )
    for name in names:
        linked = [row["entity_pk"] for row in links[name]]
        rollups.count(columns[name]["kind"], columns[name]["starts_on"], linked, 1)


def _change(
    connection: Connection,
    changed: Sequence[Resolved],
    held: Mapping[str, _Held],
    columns: Mapping[str, dict[str, Any]],
    entities: Mapping[str, int],
    at: datetime,
    rollups: Rollups,
) -> None:
    """Rewrite events that keep their numbers, and of what hangs on them only what differs."""
    if not changed:
        return
    former = {held[each.event.id].pk: held[each.event.id] for each in changed}
    update_rows(
        connection,
        event,
        [{"pk": held[each.event.id].pk, "recorded_at": at, **columns[each.event.id]} for each in changed],
        "pk",
    )
    linked = _linked(connection, former)
    as_linked = columns_of(event_entity, _LINK, connection.dialect)
    relinked: dict[int, list[dict[str, Any]]] = {}
    for each in changed:
        key = held[each.event.id].pk
        links = link_rows(key, columns[each.event.id], entities)
        rollups.count(former[key].kind, former[key].starts_on, [row[0] for row in linked[key]], -1)
        rollups.count(each.event.kind, each.event.when.starts_on, [row["entity_pk"] for row in links], 1)
        if [as_linked.same(row) for row in links] != linked[key]:
            relinked[key] = links
    _delete_of(connection, event_entity, relinked)
    insert_rows(connection, event_entity, [row for links in relinked.values() for row in links])
    _delete_of(connection, event_conflict, [key for key, each in former.items() if each.has_conflicts])
    insert_rows(
        connection,
        event_conflict,
        [row for each in changed for row in _conflict_rows(held[each.event.id].pk, each)],
    )
    _change_terms(connection, {held[each.event.id].pk: index_terms(each.texts) for each in changed})


def _delete_of(connection: Connection, table: Table, keys: Iterable[int]) -> None:
    for chunk in chunks(keys):
        connection.execute(delete(table).where(table.c.event_pk.in_(chunk)))


def _change_terms(connection: Connection, terms: Mapping[int, str]) -> None:
    """What search reads is indexed again only where it differs."""
    held = rows_in(connection, "SELECT event_pk, terms FROM event_text WHERE event_pk IN {values}", terms)
    rows = [{"event_pk": key, "terms": terms[key]} for key, former in held if former != terms[key]]
    update_rows(connection, event_text, rows, "event_pk")


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


def _link_statements(
    connection: Connection,
    tells: Mapping[int, int],
    told: Mapping[int, int | None],
    gone: Collection[int],
) -> None:
    """Tell each statement the number of its event; that of one judged wrong is none."""
    rows = [
        {"pk": pk, "event_pk": tells.get(pk)}
        for pk, former in told.items()
        if (None if former in gone else former) != tells.get(pk)
    ]
    update_rows(connection, statement, rows, "pk")


# What an event's row says, but for when it was made; with what `_held` reads at known places.
_COMPARED = (
    "id", "kind", "status", "title", "edtf", "ends_on", "granularity", "qualifier", "bound", "fiscal_label",
    "reach", "asserted_on", "entities", "measures", "statements", "sources", "starts_on", "conflicts",
)  # fmt: skip
_LINK = ("entity_pk", "position", "reach", "starts_on", "ends_on", "kind", "asserted_on")
_GREATEST = (
    "SELECT day.value, (SELECT max(pk) FROM event WHERE pk BETWEEN day.value AND day.value + "
    f"{last_key(date.min) - first_key(date.min)}) FROM {{values}} AS day"
)
