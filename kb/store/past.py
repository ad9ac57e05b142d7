"""What the base held, or could have known, at an earlier time: events made again from what was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from kb.errors import UnknownName
from kb.model import Entity, Event, Judgement, Measure
from kb.store.database import Database
from kb.store.entity_rows import read_entities
from kb.store.filters import Filter
from kb.store.judgements import load_judgements, read_judgement
from kb.store.query import read_evidence, render
from kb.store.records import EventDetail
from kb.store.relations import holds
from kb.store.same import events_of
from kb.store.statement_rows import Stored, load_statements
from kb.store.tables import document, judgement, statement
from kb.store.terms import index_terms


def timeline_then(
    database: Database,
    wish: Filter | None = None,
    *,
    recorded_by: datetime | None = None,
    newest: bool = False,
    limit: int | None = None,
) -> list[Event]:
    """The events as the base held them at a moment (`recorded_by`), from what was asserted by `wish.as_of`.

    Unlike `timeline`, which shows today's events that somebody had told by then, this resolves the statements
    of that time anew: later news changes nothing. It reads them all, so it takes longer on a large base.
    Stands for `SELECT * FROM statement WHERE recorded_at <= :then AND (retired_at IS NULL OR
    retired_at > :then)`.
    """
    found = details_then(database, wish, recorded_by=recorded_by, newest=newest, limit=limit)
    return [detail.event for detail in found]


def details_then(
    database: Database,
    wish: Filter | None = None,
    *,
    recorded_by: datetime | None = None,
    newest: bool = False,
    limit: int | None = None,
) -> list[EventDetail]:
    """As `timeline_then`, with all that told of the events."""
    wish = wish or Filter()
    with database.read() as connection:
        told = load_statements(connection, _held(recorded_by, wish.as_of))
        judged = _judged(connection, recorded_by)
        described = read_entities(connection)
    by_id = {stored.statement.id: stored for stored in told}
    events = [event for event, _ in events_of(told, judged) if _fits(event, wish, by_id)]
    events.sort(key=lambda event: (event.when.starts_on, event.when.ends_on, event.id), reverse=newest)
    return [_detail(event, by_id, judged, described) for event in events[:limit]]


def _detail(
    event: Event, by_id: dict[str, Stored], judged: Sequence[Judgement], described: Mapping[str, Entity]
) -> EventDetail:
    names = set(event.statements)
    return EventDetail(
        event,
        tuple(read_evidence(by_id[each]) for each in event.statements),
        tuple(each for each in judged if {each.left, each.right} & names),
        {name: described[name] for name in event.entities if name in described},
    )


def held_sql(database: Database, wish: Filter, recorded_by: datetime | None) -> str:
    """The SQL of the statements that `timeline_then` resolves."""
    query = select(statement).join(document).where(_held(recorded_by, wish.as_of))
    with database.read() as connection:
        return render(query, connection.dialect)


def event_then(
    database: Database, name: str, *, as_of: date | None = None, recorded_by: datetime | None = None
) -> EventDetail:
    """As `kb.store.query.event_detail`, of what had been asserted by a day, as the base held it at a moment.

    An event that had another id then is found by the id it has now. Raises `UnknownName` where nobody had
    told of it.
    """
    with database.read() as connection:
        told = load_statements(connection, _held(recorded_by, as_of))
        judged = _judged(connection, recorded_by)
    by_id = {stored.statement.id: stored for stored in told}
    events = [event for event, _ in events_of(told, judged)]
    found = [event for event in events if event.id.startswith(name)] if name else []
    found = found or [event for event in events if _tells_now(event, name, by_id)]
    if len(found) != 1:
        raise UnknownName("event", name, [event.id for event in found])
    return _detail(found[0], by_id, judged, {})


def _tells_now(event: Event, name: str, by_id: dict[str, Stored]) -> bool:
    now = {by_id[each].row["event"] for each in event.statements}
    return bool(name) and any(each and each.startswith(name) for each in now)


def as_asserted(connection: Connection, keys: Sequence[int], day: date) -> dict[int, list[Event]]:
    """The events with these numbers, each told only by what had been asserted by the day."""
    asserted = and_(statement.c.event_pk.in_(keys), document.c.asserted_on <= day)
    told: dict[int, list[Stored]] = defaultdict(list)
    for stored in load_statements(connection, asserted):
        told[stored.event_pk or 0].append(stored)
    judged = load_judgements(connection, [each.statement.id for group in told.values() for each in group])
    return {key: [event for event, _ in events_of(group, judged)] for key, group in told.items()}


def _held(moment: datetime | None, day: date | None) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if moment is None:
        conditions.append(statement.c.retired_at.is_(None))
    else:
        conditions.append(statement.c.recorded_at <= moment)
        conditions.append(or_(statement.c.retired_at.is_(None), statement.c.retired_at > moment))
    if day is not None:
        conditions.append(document.c.asserted_on <= day)
    return and_(*conditions)


def _judged(connection: Connection, moment: datetime | None) -> list[Judgement]:
    """The judgements that stood then, whatever became of them since."""
    query = select(judgement).order_by(judgement.c.pk)
    if moment is not None:
        query = query.where(
            judgement.c.judged_at <= moment,
            or_(judgement.c.retracted_at.is_(None), judgement.c.retracted_at > moment),
        )
    judged = [read_judgement(row) for row in connection.execute(query).mappings()]
    return judged if moment is None else [replace(each, retracted_at=None) for each in judged]


def _fits(event: Event, wish: Filter, by_id: dict[str, Stored]) -> bool:
    """What `kb.store.filters` says in SQL, of an event that is in no table."""
    told = [by_id[name] for name in event.statements]
    return (
        _in_window(event, wish)
        and _concerns(event, wish)
        and (not wish.kinds or event.kind in wish.kinds)
        and (not wish.statuses or event.status in wish.statuses)
        and (wish.granularity is None or event.when.granularity.rank <= wish.granularity.rank)
        and all(any(test.holds(measure) for measure in _measures(told)) for test in wish.measures)
        and (wish.source is None or wish.source in _named(told))
        and (wish.language is None or any(_speaks(each, wish.language) for each in told))
        and _contains(event, told, wish)
    )


def _in_window(event: Event, wish: Filter) -> bool:
    return holds(wish.relation, event.when.starts_on, event.when.ends_on, wish.start, wish.end)


def _concerns(event: Event, wish: Filter) -> bool:
    named = [entity in event.entities for entity in wish.entities]
    return not named or (any(named) if wish.match == "any" else all(named))


def _measures(told: Iterable[Stored]) -> list[Measure]:
    return [measure for each in told for measure in each.statement.measures]


def _named(told: Iterable[Stored]) -> set[str | None]:
    return {each.row[column] for each in told for column in ("source", "publisher", "url")}


def _speaks(stored: Stored, language: str) -> bool:
    spoken = stored.row["language"] or ""
    return spoken == language or spoken.startswith(f"{language}-")


def _contains(event: Event, told: Sequence[Stored], wish: Filter) -> bool:
    if wish.text is None:
        return True
    terms = index_terms((event.title, *(each.statement.quote for each in told)))
    return all(phrase.row in terms for phrase in wish.phrases)
