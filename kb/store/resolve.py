"""Which events the statements tell, kept up as statements come and go.

Only statements of the same kind and principal whose spans touch can tell the same event. So a change is
resolved again among the statements that touch it, those that touch these, and so on: the answer is the one
that resolving everything would give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from kb.events.conflicts import Conflict
from kb.model import Event, Judgement
from kb.store.entity_rows import entity_keys
from kb.store.event_rows import Resolved, sync_events
from kb.store.judgements import load_judgements
from kb.store.reach import REACHES, look_back
from kb.store.same import events_of
from kb.store.statement_rows import Stored, chunks, load_statements
from kb.store.tables import statement

# Two sources may date one happening a day apart (Beijing and New York): spans so near touch.
_NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that came or went: where in time, of which kind and principal."""

    kind: str
    principal_pk: int | None
    starts_on: date
    ends_on: date


def resolve_changes(
    connection: Connection, changes: Iterable[Change], former: Iterable[int], at: datetime
) -> None:
    """Bring the events up to date after `changes`; `former` numbers the events that lost a statement."""
    affected, judgements = _affected(connection, changes, set(former))
    keys = {stored.event_pk for stored in affected if stored.event_pk is not None} | set(former)
    resolved = _resolved(affected, judgements)
    named = {name for each in resolved for name in each.event.entities}
    sync_events(connection, keys, resolved, entity_keys(connection, named), at)


def _affected(
    connection: Connection, changes: Iterable[Change], former: set[int]
) -> tuple[list[Stored], list[Judgement]]:
    """The statements that touch a change, directly or through others, and the judgements on them."""
    pks: set[int] = set()
    for (kind, principal), spans in _blocks(changes).items():
        pks |= _touching(connection, kind, principal, spans)
    for chunk in chunks(former):
        pks.update(connection.scalars(select(statement.c.pk).where(statement.c.event_pk.in_(chunk))))
    found = {stored.statement.id: stored for stored in _load(connection, statement.c.pk, sorted(pks))}
    return _with_partners(connection, found)


def _with_partners(connection: Connection, found: dict[str, Stored]) -> tuple[list[Stored], list[Judgement]]:
    """Also the statements that persons tied to these, with all that their events are told by."""
    while True:
        judgements = load_judgements(connection, found)
        named = {name for each in judgements for name in (each.left, each.right) if name}
        partners = _load(connection, statement.c.id, sorted(named - found.keys()))
        events = {each.event_pk for each in (*partners, *found.values()) if each.event_pk is not None}
        partners += _load(connection, statement.c.event_pk, sorted(events))
        fresh = {each.statement.id: each for each in partners if each.statement.id not in found}
        if not fresh:
            return list(found.values()), judgements
        found |= fresh


def _load(connection: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> list[Stored]:
    current = statement.c.retired_at.is_(None)
    found = []
    for chunk in chunks(values):
        found += load_statements(connection, and_(column.in_(chunk), current))
    return found


def _blocks(changes: Iterable[Change]) -> dict[tuple[str, int | None], list[tuple[date, date]]]:
    blocks: dict[tuple[str, int | None], list[tuple[date, date]]] = defaultdict(list)
    for change in changes:
        blocks[change.kind, change.principal_pk].append((change.starts_on, change.ends_on))
    return blocks


def _touching(
    connection: Connection, kind: str, principal: int | None, spans: list[tuple[date, date]]
) -> set[int]:
    """The numbers of the block's current statements in the windows, which grow with what they meet."""
    found: set[int] = set()
    searched: list[tuple[date, date]] = []
    windows = _merged(spans)
    while windows != searched:
        searched = windows
        for first, last in windows:
            rows = connection.execute(_near(kind, principal, first, last)).all()
            found.update(row.pk for row in rows)
            spans = [*spans, *((row.starts_on, row.ends_on) for row in rows)]
        windows = _merged(spans)
    return found


def _near(kind: str, principal: int | None, first: date, last: date) -> Select[tuple[int, date, date]]:
    first, last = _before(first), _after(last)
    at_all: list[ColumnElement[bool]] = [
        and_(statement.c.reach == reach, statement.c.starts_on.between(look_back(first, reach), last))
        for reach in REACHES
    ]
    return select(statement.c.pk, statement.c.starts_on, statement.c.ends_on).where(
        statement.c.kind == kind,
        statement.c.principal_pk.is_(None) if principal is None else statement.c.principal_pk == principal,
        statement.c.retired_at.is_(None),
        or_(*at_all),
        statement.c.ends_on >= first,
    )


def _merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The windows that the spans cover, joined where they touch."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(set(spans)):
        if merged and first <= _after(merged[-1][1]):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _before(day: date) -> date:
    return day - _NEAR if day > date.min else day


def _after(day: date) -> date:
    return day + _NEAR if day < date.max else day


def _resolved(affected: list[Stored], judgements: Iterable[Judgement]) -> list[Resolved]:
    by_id = {stored.statement.id: stored for stored in affected}
    return [_with_rows(event, conflicts, by_id) for event, conflicts in events_of(affected, judgements)]


def _with_rows(told: Event, conflicts: list[Conflict], by_id: Mapping[str, Stored]) -> Resolved:
    tellers = [by_id[name] for name in told.statements]
    return Resolved(
        event=told,
        statement_pks=tuple(stored.pk for stored in tellers),
        texts=(told.title, *(stored.statement.quote for stored in tellers)),
        asserted_on=min(stored.row["asserted_on"] for stored in tellers),
        conflicts=tuple(conflicts),
    )
