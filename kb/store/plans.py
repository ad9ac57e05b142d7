"""Plans and what became of them, and where sources disagree: the views `schedule` and `conflict`, typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Date, bindparam, func, select, text

from kb.model import Event, Status
from kb.store.database import Database
from kb.store.event_rows import EVENT_COLUMNS, read_event
from kb.store.query import Page, render
from kb.store.schedule import CURRENT, schedule_query
from kb.store.tables import document
from kb.store.types import Moment

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Revision:
    """A date that was given to a milestone; `slip_days` counts from the one before, None for the first."""

    entity: str
    milestone: str
    revision: int
    status: Status
    edtf: str
    starts_on: date
    ends_on: date
    former_edtf: str | None
    slip_days: int | None
    said_on: date
    asserted_on: date
    speaker: str | None
    publisher: str | None
    source: str | None
    quote: str
    event: str | None
    statement: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two statements of one event that cannot both be right."""

    event: str
    kind: str
    title: str
    field: str
    left_value: str
    right_value: str
    left_quote: str
    right_quote: str
    left_source: str | None
    right_source: str | None
    left_statement: str
    right_statement: str
    message: str


def schedule(
    database: Database, entity: str, *, as_of: date | None = None, recorded_by: datetime | None = None
) -> Page[Revision]:
    """The history of each planned milestone of an entity (its id), in the order in which dates were given.

    `as_of` leaves out what was asserted later, `recorded_by` what the base came to hold later: the history is
    made from what is left. Stands for `SELECT * FROM schedule WHERE entity = :entity ORDER BY milestone,
    revision`.
    """
    query = _history(database, f"AND {_NAMED}", "WHERE entity = :entity", as_of, recorded_by)
    return _ask(database, query.bindparams(bindparam("entity", entity)), _revision)


def schedules(
    database: Database, *, as_of: date | None = None, recorded_by: datetime | None = None
) -> Page[Revision]:
    """As `schedule`, of every entity. Stands for `SELECT * FROM schedule ORDER BY entity, milestone,
    revision`."""
    return _ask(database, _history(database, "", "", as_of, recorded_by), _revision)


def _history(
    database: Database, about: str, where: str, as_of: date | None, recorded_by: datetime | None
) -> Any:  # noqa: ANN401
    held, moments = (CURRENT, {}) if recorded_by is None else (_HELD, {"then": recorded_by})
    asked = f"{held} {about} AND document.asserted_on <= :as_of"
    return (
        text(
            f"SELECT * FROM ({schedule_query(database.dialect, asked)}) AS schedule "
            f"{where} ORDER BY entity, milestone, revision"
        )
        .bindparams(bindparam("as_of", as_of or date.max, Date))
        .bindparams(*(bindparam(name, value, Moment) for name, value in moments.items()))
        .columns(starts_on=Date, ends_on=Date, said_on=Date, asserted_on=Date)
    )


def conflicts(database: Database) -> Page[Disagreement]:
    """All that sources disagree about, by event. Stands for `SELECT * FROM conflict ORDER BY event,
    field`."""
    names = ", ".join(each.name for each in fields(Disagreement))
    query = text(f"SELECT {names} FROM conflict ORDER BY event, field, right_value")
    return _ask(database, query, lambda row: Disagreement(*row))


def gaps(database: Database, today: date) -> Page[Event]:
    """What was to happen before `today` and was never reported: no actual event of its principal and
    milestone came since, and no later date was given.

    A delay is of a shipment, guidance of earnings; a rumor of what is past already is no plan. Stands for
    the SQL in `.sql`, over `event`.
    """
    columns = ", ".join(f"plan.{column.name}" for column in EVENT_COLUMNS)
    query = text(_GAPS.format(columns=columns)).columns(*EVENT_COLUMNS)
    return _ask(database, query.bindparams(bindparam("today", today, Date)), read_event)


def newest_day(database: Database) -> date | None:
    """The newest publication date of a document. Stands for `SELECT max(published_on) FROM document`."""
    with database.read() as connection:
        newest: date | None = connection.scalar(select(func.max(document.c.published_on)))
    return newest


# The statements that could be about the entity, so that no others are read.
_NAMED = """statement.pk IN (
    SELECT statement_pk FROM statement_entity JOIN entity AS named ON named.pk = statement_entity.entity_pk
    JOIN entity AS known ON known.pk = coalesce(named.same_as_pk, named.pk)
    WHERE known.id = :entity)"""
# What the base held at a moment, but for what had been judged wrong.
_HELD = """statement.recorded_at <= :then AND (statement.retired_at IS NULL OR statement.retired_at > :then)
    AND NOT EXISTS (
        SELECT 1 FROM judgement
        WHERE judgement.left_id = statement.id AND judgement.verdict = 'wrong'
          AND judgement.judged_at <= :then
          AND (judgement.retracted_at IS NULL OR judgement.retracted_at > :then))"""
_MILESTONE = "CASE {0}.kind WHEN 'delay' THEN 'shipment' WHEN 'guidance' THEN 'earnings' ELSE {0}.kind END"
_GAPS = f"""
SELECT {{columns}}
FROM event AS plan
JOIN event_entity AS lead ON lead.event_pk = plan.pk AND lead.position = 0
WHERE plan.ends_on < :today AND plan.status IN ('planned', 'forecast', 'rumored')
  AND NOT (plan.status = 'rumored' AND plan.ends_on <= plan.asserted_on) AND NOT EXISTS (
    SELECT 1 FROM event_entity AS later_lead JOIN event AS later ON later.pk = later_lead.event_pk
    WHERE later_lead.entity_pk = lead.entity_pk AND later_lead.position = 0
      AND {_MILESTONE.format("later")} = {_MILESTONE.format("plan")}
      AND (later.status = 'actual' AND later.kind <> 'delay'
             AND (later.ends_on >= plan.starts_on OR later.asserted_on >= plan.asserted_on)
           OR later.status IN ('cancelled', 'denied') AND later.asserted_on >= plan.asserted_on
           OR later.status IN ('planned', 'forecast', 'rumored') AND later.ends_on > plan.ends_on))
ORDER BY plan.pk
"""


def _ask(database: Database, query: Any, read: Callable[[Any], _T]) -> Page[_T]:  # noqa: ANN401
    with database.read() as connection:
        rows = connection.execute(query).all()
        dialect = connection.dialect
    return Page(map(read, rows), lambda: render(query, dialect))


def _revision(row: Any) -> Revision:  # noqa: ANN401
    values = dict(row._mapping)
    return Revision(**{**values, "status": Status(values["status"])})
