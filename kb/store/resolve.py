"""Which events the statements tell, kept up as statements come and go.

Only statements of the same kind and principal whose spans touch can tell the same event. So a change is
resolved again among the statements that it can concern (`kb.store.ties`, `kb.store.nearby`): the answer is the
one that resolving everything would give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection

from kb.events.conflicts import Conflict
from kb.events.grouping import UNSETTLED, Settled
from kb.model import Event, Judgement
from kb.store.entity_rows import entity_keys
from kb.store.event_rows import Resolved, sync_events
from kb.store.judgements import load_judgements
from kb.store.nearby import Concerned
from kb.store.same import events_of_records
from kb.store.ties import Change as Change
from kb.store.ties import affected
from kb.store.told import Told, numbers_by, told_by


def resolve_changes(
    connection: Connection,
    changes: Iterable[Change],
    former: Iterable[int],
    at: datetime,
    order: Mapping[str, int] | None = None,
    fresh: Mapping[int, Told] = MappingProxyType({}),
) -> dict[int, int]:
    """Bring the events up to date after `changes`; `former` numbers the events that lost a statement.

    New events of one day come to the base in the `order` of their statements, by id, where that is given.
    `fresh` are the statements, by number, that are coming: who calls puts them in afterwards, each with the number
    of its event, which is returned for all.
    """
    numbers = set(former)
    found = affected(connection, changes, numbers)
    return resolve_again(connection, found.pks, numbers, at, order, found, fresh)


def resolve_again(
    connection: Connection,
    pks: Iterable[int],
    former: Iterable[int],
    at: datetime,
    order: Mapping[str, int] | None = None,
    known: Concerned | None = None,
    fresh: Mapping[int, Told] = MappingProxyType({}),
) -> dict[int, int]:
    """As `resolve_changes`, where it is known which current statements are concerned, and what of them without
    all others."""
    numbers = set(former)
    told, judgements = _told(connection, set(pks), numbers, fresh)
    settled = known.settled({each.pk: each.record.id for each in told}) if known else UNSETTLED
    # Where much comes, most that was told before stays what it was.
    events = _untouched(told, numbers) if fresh and not judgements else {}
    standing = frozenset(events.values())
    resolved = _resolved(told, judgements, settled, standing)
    if order:
        resolved.sort(key=lambda each: min(order.get(name, len(order)) for name in each.event.statements))
    again = {name for each in resolved for name in each.event.statements}
    stay = {event for event, names in events.items() if not names & again}
    named = {name for each in resolved for name in each.event.entities}
    former_events = {
        each.pk: each.event_pk for each in told if each.pk not in fresh and each.event_pk not in stay
    }
    keys = {each for each in former_events.values() if each is not None} | numbers
    return sync_events(connection, keys, resolved, former_events, entity_keys(connection, named), at)


def _untouched(told: Iterable[Told], former: set[int]) -> dict[int, frozenset[str]]:
    """The statements of each event of which none went and none is known otherwise now."""
    events: dict[int, set[str]] = defaultdict(set)
    for each in told:
        if each.event_pk is not None and each.event_pk not in former:
            events[each.event_pk].add(each.record.id)
    return {event: frozenset(names) for event, names in events.items()}


def _resolved(
    told: Iterable[Told], judgements: list[Judgement], settled: Settled, standing: Collection[frozenset[str]]
) -> list[Resolved]:
    """The events that the statements tell, but for those of the groups `standing`."""
    held = {each.record.id: each for each in told}
    records = [each.record for each in held.values()]
    return [
        _with_rows(event, conflicts, held)
        for event, conflicts in events_of_records(records, judgements, settled, standing)
    ]


def _told(
    connection: Connection, pks: set[int], former: set[int], fresh: Mapping[int, Told]
) -> tuple[list[Told], list[Judgement]]:
    """These statements and those of the events, and the judgements on them."""
    pks |= numbers_by(connection, "event_pk", former)
    found = {each.pk: each for each in told_by(connection, "pk", sorted(pks))} | dict(fresh)
    return _with_partners(connection, found)


def _with_partners(connection: Connection, found: dict[int, Told]) -> tuple[list[Told], list[Judgement]]:
    """Also the statements that persons tied to these, with all that their events are told by."""
    while True:
        names = {each.record.id for each in found.values()}
        judgements = load_judgements(connection, names)
        named = {name for each in judgements for name in (each.left, each.right) if name}
        partners = told_by(connection, "id", sorted(named - names))
        events = {each.event_pk for each in (*partners, *found.values()) if each.event_pk is not None}
        known = found.keys() | {each.pk for each in partners}
        partners += told_by(connection, "pk", sorted(numbers_by(connection, "event_pk", events) - known))
        if not partners:
            return list(found.values()), judgements
        found |= {each.pk: each for each in partners}


def _with_rows(told: Event, conflicts: list[Conflict], held: Mapping[str, Told]) -> Resolved:
    tellers = [held[name] for name in told.statements]
    return Resolved(
        event=told,
        statement_pks=tuple(each.pk for each in tellers),
        texts=(told.title, *(each.record.quote for each in tellers)),
        asserted_on=min(each.asserted_on for each in tellers),
        conflicts=tuple(conflicts),
    )
