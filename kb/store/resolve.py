"""Which events the statements tell, kept up as statements come and go.

Only statements of the same kind and principal whose spans touch can tell the same event. So a change is
resolved again among the statements that it can concern (`kb.store.ties`): the answer is the one that resolving
everything would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from kb.events.conflicts import Conflict
from kb.model import Event, Judgement
from kb.store.entity_rows import entity_keys
from kb.store.event_rows import Resolved, sync_events
from kb.store.judgements import load_judgements
from kb.store.same import events_of
from kb.store.statement_rows import Stored, chunks, load_current
from kb.store.tables import statement
from kb.store.ties import Change as Change
from kb.store.ties import concerned


def resolve_changes(
    connection: Connection,
    changes: Iterable[Change],
    former: Iterable[int],
    at: datetime,
    order: Mapping[str, int] | None = None,
) -> None:
    """Bring the events up to date after `changes`; `former` numbers the events that lost a statement.

    New events of one day come to the base in the `order` of their statements, by id, where that is given.
    """
    affected, judgements = _affected(connection, changes, set(former))
    keys = {stored.event_pk for stored in affected if stored.event_pk is not None} | set(former)
    resolved = _resolved(affected, judgements)
    if order:
        resolved.sort(key=lambda each: min(order.get(name, len(order)) for name in each.event.statements))
    named = {name for each in resolved for name in each.event.entities}
    sync_events(connection, keys, resolved, entity_keys(connection, named), at)


def _affected(
    connection: Connection, changes: Iterable[Change], former: set[int]
) -> tuple[list[Stored], list[Judgement]]:
    """The statements that a change can concern, and the judgements on them."""
    pks = concerned(connection, changes)
    for chunk in chunks(former):
        pks.update(connection.scalars(select(statement.c.pk).where(statement.c.event_pk.in_(chunk))))
    found = {stored.statement.id: stored for stored in load_current(connection, "pk", sorted(pks))}
    return _with_partners(connection, found)


def _with_partners(connection: Connection, found: dict[str, Stored]) -> tuple[list[Stored], list[Judgement]]:
    """Also the statements that persons tied to these, with all that their events are told by."""
    while True:
        judgements = load_judgements(connection, found)
        named = {name for each in judgements for name in (each.left, each.right) if name}
        partners = load_current(connection, "id", sorted(named - found.keys()))
        events = {each.event_pk for each in (*partners, *found.values()) if each.event_pk is not None}
        partners += load_current(connection, "event_pk", sorted(events))
        fresh = {each.statement.id: each for each in partners if each.statement.id not in found}
        if not fresh:
            return list(found.values()), judgements
        found |= fresh


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
