"""Statements as the resolver sees them, read in great numbers as the database's driver gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kb.events.record import StatementRecord
from kb.model import Measure, Status
from kb.rows.spans import make_span
from kb.store.listed import rows_in
from kb.when.span import TimeSpan

_STATUSES = {status.value: status for status in Status}


@dataclass(frozen=True, slots=True)
class Told:
    """A current statement: its number, that of the event it told so far, and since when it is asserted."""

    pk: int
    event_pk: int | None
    asserted_on: date
    record: StatementRecord


class Teller(NamedTuple):
    """What the resolver wants to know of a document; `story` is the id of that whose story it tells."""

    id: str
    asserted_on: date
    published_on: date | None
    source: str
    story: str


def tellers(connection: Connection, documents: Iterable[int]) -> dict[int, Teller]:
    """The documents with these numbers."""
    return {
        pk: Teller(name, _day(asserted_on), published_on and _day(published_on), source, story)
        for pk, name, asserted_on, published_on, source, story in rows_in(connection, _TELLERS, documents)
    }


def told_by(connection: Connection, column: str, values: Iterable[int] | Iterable[str]) -> list[Told]:
    """The current statements that have one of the values in a column, in the order of their numbers."""
    rows = rows_in(connection, _STATEMENTS.format(column=column, values="{values}"), values)
    pks = [row[0] for row in rows]
    entities, measures = _entities(connection, pks), _measures(connection, pks)
    return [_told(row, tuple(entities.get(row[0], ())), tuple(measures.get(row[0], ()))) for row in rows]


def numbers_by(connection: Connection, column: str, values: Iterable[int] | Iterable[str]) -> set[int]:
    """The numbers of those statements alone."""
    query = f"SELECT pk FROM statement WHERE {column} IN {{values}} AND retired_at IS NULL"
    return {row[0] for row in rows_in(connection, query, values)}


def _told(row: Sequence[Any], entities: tuple[str, ...], measures: tuple[Measure, ...]) -> Told:
    pk, event_pk, document, asserted_on, published_on, source, story, name, kind, status, quote, *span = row
    record = StatementRecord(
        name,
        document,
        kind,
        _STATUSES[status],
        _span(*span),
        quote,
        entities[0] if entities else None,
        tuple(dict.fromkeys(entities)),
        measures,
        published_on and _day(published_on),
        source,
        story,
    )
    return Told(pk, event_pk, _day(asserted_on), record)


def _entities(connection: Connection, pks: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows_in(connection, _ENTITIES, pks):
        found[pk].append(name)
    return found


def _measures(connection: Connection, pks: Sequence[int]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    for pk, metric, exact, unit, basis, segment, period, tolerance, approximate, note in rows_in(
        connection, _MEASURES, pks
    ):
        found[pk].append(
            Measure(
                metric=metric, value=Decimal(exact), unit=unit, basis=basis, segment=segment, period=period,
                tolerance=tolerance, approximate=bool(approximate), note=note,
            )
        )  # fmt: skip
    return found


@lru_cache(maxsize=16_384)
def _span(starts_on: date | str, ends_on: date | str, *rest: Any) -> TimeSpan:  # noqa: ANN401 - words
    return make_span(_day(starts_on), _day(ends_on), *rest)


@lru_cache(maxsize=16_384)
def _day(given: date | str) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


# The story is the document which first told what another prints in nearly the same words.
_TELLER = """
    d.id, d.asserted_on, d.published_on,
    coalesce(nullif(d.publisher, ''), nullif(d.source, ''), nullif(d.title, ''), d.id), coalesce(f.id, d.id)
"""
_STORY = "LEFT JOIN near_copy AS n ON n.document_pk = d.pk LEFT JOIN document AS f ON f.pk = n.of_pk"
_TELLERS = f"SELECT d.pk, {_TELLER} FROM document AS d {_STORY} WHERE d.pk IN {{values}}"
_STATEMENTS = f"""
    SELECT s.pk, s.event_pk, {_TELLER}, s.id, s.kind, s.status, s.quote,
        s.starts_on, s.ends_on, s.granularity, s.qualifier, s.bound, s.fiscal_label
    FROM statement AS s JOIN document AS d ON d.pk = s.document_pk {_STORY}
    WHERE s.{{column}} IN {{values}} AND s.retired_at IS NULL ORDER BY s.pk
"""
_ENTITIES = """
    SELECT p.statement_pk, coalesce(k.id, e.id) FROM statement_entity AS p JOIN entity AS e ON e.pk = p.entity_pk
    LEFT JOIN entity AS k ON k.pk = e.same_as_pk
    WHERE p.statement_pk IN {values} ORDER BY p.statement_pk, p.position
"""
_MEASURES = """
    SELECT statement_pk, metric, exact, unit, basis, segment, period, tolerance, approximate, note
    FROM measure WHERE statement_pk IN {values} ORDER BY statement_pk, position
"""
