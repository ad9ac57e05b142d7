"""The statements of an event, at a place in time, or tied to others, read as `kb.store.units` has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from kb.events.groups import ABOUT_PRINCIPAL, ONCE, names_days, stage
from kb.model import Measure, Status
from kb.store.listed import fetch, rows_in
from kb.store.reach import look_back, reach_of
from kb.store.statement_rows import chunks
from kb.store.touching import Place
from kb.store.units import Teller, Ties, Window
from kb.when.granularity import Granularity, Qualifier

# Numbers further apart never agree, but where a tolerance says so (`kb.events.agreement`).
_ROUGH = Decimal("0.06")
_MOST = Decimal(10) ** 100
# Kinds and principals of one query.
_BLOCKS = 700
_STATUSES = {status.value: status for status in Status}
Row = Sequence[Any]


def tellers_of(connection: Connection, place: Place, event_pks: Iterable[int]) -> list[Teller]:
    """The current statements of events that are of a place's kind and principal."""
    query = f"{_select(place.kind)} WHERE s.event_pk IN {{values}} AND s.retired_at IS NULL"
    told = _told(rows_in(connection, query, event_pks), place.kind)
    return [each for each in told if each.place[:2] == place[:2]]


def tellers_at(connection: Connection, place: Place) -> list[Teller]:
    """The current statements of a place."""
    window = Window(place.ends_on, place.starts_on, (reach_of(place.starts_on, place.ends_on),))
    return [each for each in _ask(connection, place, window) if each.place == place]


def tied(connection: Connection, place: Place, ties: Ties, window: Window, most: int = -1) -> list[Teller]:
    """The current statements of a place's kind and principal that lie in a window and that ties hold;
    of those that look near, so `most`, by class of length."""
    if place.kind in ONCE:
        condition, values = _once(place, ties)
    elif not ties.measures:
        return []
    else:
        condition, values = _numbers(ties)
    return [each for each in _ask(connection, place, window, condition, values, most) if ties.hold(each)]


def crowded(
    connection: Connection, blocks: Iterable[tuple[str, int | None]], number: int
) -> set[tuple[str, int | None]]:
    """Those kinds and principals of which there are more current statements than so many."""
    found: set[tuple[str, int | None]] = set()
    for some in chunks((each for each in blocks if each[1] is not None), _BLOCKS):
        values = [("bigint", number)] + [
            pair for kind, principal in some for pair in (("text", kind), ("bigint", principal))
        ]
        query = _CROWDED.format(number="{bigint}", values=", ".join(["({text}, {bigint})"] * len(some)))
        found |= {(kind, principal) for kind, principal in _fetch(connection, query, values)}
    return found


def is_judged(connection: Connection, kind: str, principal: int) -> bool:
    """Whether a person had a word on a current statement of a kind and principal."""
    return bool(_fetch(connection, _JUDGED, [("bigint", principal), ("text", kind)]))


def _once(place: Place, ties: Ties) -> tuple[str, list[tuple[str, Any]]]:
    """Who else takes part, as a condition."""
    if place.kind in ABOUT_PRINCIPAL:
        return "", []
    conditions, values = [], list[tuple[str, Any]]()
    if ties.others:
        marks = ", ".join(["{bigint}"] * len(ties.others))
        conditions.append(f"EXISTS ({_OTHERS} AND coalesce(o.same_as_pk, o.pk) IN ({marks}))")
        values += [("bigint", each) for each in sorted(ties.others)]
    if ties.nobody:
        conditions.append(f"NOT EXISTS ({_OTHERS} AND coalesce(o.same_as_pk, o.pk) <> s.principal_pk)")
    return f" AND ({' OR '.join(conditions)})", values


def _numbers(ties: Ties) -> tuple[str, list[tuple[str, Any]]]:
    """Numbers near one of these, as a condition."""
    near, values = [], list[tuple[str, Any]]()
    for metric, low, high in _ranges(ties.measures):
        near.append(
            "n.metric = {text} AND (n.tolerance IS NOT NULL OR n.value BETWEEN {numeric} AND {numeric})"
        )
        values += [("text", metric), ("numeric", low), ("numeric", high)]
    alike = " OR ".join(near)
    return f" AND EXISTS (SELECT 1 FROM measure AS n WHERE n.statement_pk = s.pk AND ({alike}))", values


def _ranges(measures: Iterable[Measure]) -> list[tuple[str, Decimal, Decimal]]:
    """Where numbers that agree with these must lie, by metric, ranges that meet made one."""
    ranges = sorted(
        (each.metric, -_MOST, _MOST)
        if each.tolerance
        else (each.metric, each.value - abs(each.value) * _ROUGH, each.value + abs(each.value) * _ROUGH)
        for each in measures
    )
    found: list[tuple[str, Decimal, Decimal]] = []
    for metric, low, high in ranges:
        if found and found[-1][0] == metric and low <= found[-1][2]:
            found[-1] = (metric, found[-1][1], max(high, found[-1][2]))
        else:
            found.append((metric, low, high))
    return found


def _ask(
    connection: Connection,
    place: Place,
    window: Window,
    condition: str = "",
    given: Sequence[tuple[str, Any]] = (),
    most: int = -1,
) -> list[Teller]:
    """The current statements in a window, each class of length asked for by its part of the index."""
    runs, values = [], list[tuple[str, Any]]()
    limit = f" LIMIT {most}" if most >= 0 else ""
    for reach in window.reaches:
        runs.append(
            "SELECT * FROM (SELECT s.pk FROM statement AS s WHERE s.principal_pk = {bigint} AND s.kind = {text}"
            f" AND s.reach = {reach} AND s.starts_on BETWEEN {{date}} AND {{date}} AND s.ends_on >= {{date}}"
            f" AND s.retired_at IS NULL{condition}{limit}) AS run_{reach}"
        )
        earliest = look_back(window.lower, reach)
        values += [("bigint", place.principal), ("text", place.kind)]
        values += [("date", day.isoformat()) for day in (earliest, window.upper, window.lower)]
        values += given
    query = f"{_select(place.kind)} WHERE s.pk IN ({' UNION ALL '.join(runs)})"
    return _told(_fetch(connection, query, values), place.kind)


def _fetch(connection: Connection, query: str, values: Sequence[tuple[str, Any]]) -> Sequence[Row]:
    """The rows of a query that names the type of each value where it stands."""
    sqlite = connection.dialect.name == "sqlite"
    marks = {name: "?" if sqlite else f"%s::{name}" for name in ("bigint", "text", "date", "numeric")}
    given = (float(each) if sqlite and isinstance(each, Decimal) else each for _, each in values)
    return fetch(connection, query.format(**marks), tuple(given))


def _select(kind: str) -> str:
    """A row for each number of a statement and each who takes part; at least one."""
    others = (kind in ONCE and kind not in ABOUT_PRINCIPAL) or ""
    return _TELLERS.format(
        other="coalesce(o.same_as_pk, o.pk)" if others else "NULL",
        joined=others
        and "LEFT JOIN statement_entity AS p ON p.statement_pk = s.pk LEFT JOIN entity AS o ON o.pk = p.entity_pk",
    )


def _told(rows: Iterable[Row], kind: str) -> list[Teller]:
    told: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        told[row[0]].append(row)
    return [_teller(said, kind) for said in told.values()]


def _teller(rows: list[Row], kind: str) -> Teller:
    (
        pk,
        event_pk,
        document_pk,
        principal,
        of_kind,
        first,
        last,
        granularity,
        qualifier,
        status,
        published,
        *_,
    ) = rows[0]
    place = Place(of_kind, principal, _day(first), _day(last))
    return Teller(
        pk,
        event_pk,
        document_pk,
        place,
        stage(of_kind, _STATUSES[status], place.ends_on, published and _day(published)),
        names_days(Granularity(granularity), Qualifier(qualifier or "")),
        tuple(dict.fromkeys(_measure(*row[12:]) for row in rows if row[12] is not None)),
        frozenset(row[11] for row in rows if row[11] not in (None, principal)),
    )


@lru_cache(maxsize=16_384)
def _measure(
    metric: str,
    exact: str,
    unit: str,
    basis: str | None,
    segment: str | None,
    period: str | None,
    tolerance: str | None,
    approximate: int,
    note: str | None,
) -> Measure:
    return Measure(
        metric=metric, value=Decimal(exact), unit=unit, basis=basis, segment=segment, period=period,
        tolerance=tolerance, approximate=bool(approximate), note=note,
    )  # fmt: skip


@lru_cache(maxsize=16_384)
def _day(given: date | str) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


# A rumor of what is past by then counts as an account of it, and only of rumors is the day of publication asked.
_TELLERS = """
    SELECT s.pk, s.event_pk, s.document_pk, s.principal_pk, s.kind, s.starts_on, s.ends_on, s.granularity,
        s.qualifier, s.status,
        CASE s.status WHEN 'rumored' THEN (SELECT d.published_on FROM document AS d WHERE d.pk = s.document_pk) END,
        {other}, m.metric, m.exact, m.unit, m.basis, m.segment, m.period, m.tolerance, m.approximate, m.note
    FROM statement AS s LEFT JOIN measure AS m ON m.statement_pk = s.pk {joined}
"""
_OTHERS = (
    "SELECT 1 FROM statement_entity AS r JOIN entity AS o ON o.pk = r.entity_pk WHERE r.statement_pk = s.pk"
)
_CROWDED = """
    WITH most(number) AS (VALUES ({number})), block(kind, principal) AS (VALUES {values})
    SELECT block.kind, block.principal FROM block CROSS JOIN most WHERE EXISTS (
        SELECT 1 FROM statement AS s WHERE s.principal_pk = block.principal AND s.kind = block.kind
            AND s.retired_at IS NULL LIMIT 1 OFFSET (SELECT number FROM most))
"""
# CROSS JOIN has SQLite go from the judgements to the statements.
_JUDGED = """
    SELECT 1 FROM judgement AS j CROSS JOIN statement AS s
    WHERE (s.id = j.left_id OR s.id = j.right_id)
        AND s.principal_pk = {bigint} AND s.kind = {text} AND s.retired_at IS NULL
    LIMIT 1
"""
