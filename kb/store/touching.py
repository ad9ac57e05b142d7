"""The statements that stand at some places in time, those whose spans touch theirs, and what can tie them.

Many places are asked for at once: a query for each would cost more than what it finds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kb.events.groups import ABOUT_PRINCIPAL, ONCE
from kb.store.listed import fetch, rows_in
from kb.store.reach import REACHES, look_back, reach_of
from kb.store.statement_rows import chunks

# Two sources may date one happening a day apart (Beijing and New York): spans so near touch.
_NEAR = timedelta(days=1)
# Numbers further apart never agree, but where a tolerance says so (`kb.events.agreement`).
_ROUGH = 0.06
# Places of one query: each takes seven parameters for each class of length, and SQLite at most 32,766 in all.
_PLACES = 700
Row = Sequence[Any]


class Number(NamedTuple):
    """A number of a statement; `loose` where a tolerance says how far off it may be."""

    metric: str
    value: float
    loose: bool

    def is_near(self, other: Number) -> bool:
        """Whether the two can be told as one."""
        size = max(abs(self.value), abs(other.value))
        return self.loose or other.loose or abs(self.value - other.value) <= size * _ROUGH


# A number, or the number of an entity that takes part besides (None where there is none).
Tie = Number | int | None


class Place(NamedTuple):
    """A kind, the number of a principal, and a span: the statements of one place are always compared."""

    kind: str
    principal: int | None
    starts_on: date
    ends_on: date


@dataclass(slots=True)
class Around:
    """The numbers of the statements at a place with all their ties, and the ties of each that touches it."""

    own: list[int] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    others: list[tuple[Place, Sequence[Tie]]] = field(default_factory=list)


def ties_of(connection: Connection, kind: str, principal: int | None, pk: int) -> tuple[Tie, ...]:
    """The ties of one statement."""
    said, tables = _SAID[kind in ONCE]
    rows = rows_in(connection, f"SELECT {said} FROM statement AS s {tables} WHERE s.pk IN {{values}}", [pk])
    return tuple(ties_in(kind, principal, rows))


def touching(
    connection: Connection, places: Iterable[Place], known: Collection[Place]
) -> dict[Place, Around]:
    """What is at each place, and at those around it that are not known; nothing is tied where there is no principal."""
    found = {place: Around() for place in places}
    for is_once in (True, False):
        alike = (place for place in found if place.principal is not None and (place.kind in ONCE) == is_once)
        for some in chunks(alike, _PLACES):
            for number, pk, span, rows in _told(_ask(connection, some, is_once)):
                place = some[number]
                there = Place(place.kind, place.principal, *span)
                if there == place:
                    found[place].own.append(pk)
                    found[place].ties += ties_in(place.kind, place.principal, rows)
                elif there not in known:
                    found[place].others.append((there, ties_in(place.kind, place.principal, rows)))
    for some in chunks((place for place in found if place.principal is None), _PLACES):
        for number, pk in _ask_alone(connection, some):
            found[some[number]].own.append(pk)
    return found


def _told(rows: Iterable[Row]) -> Iterator[tuple[int, int, tuple[date, date], list[Row]]]:
    """The statements around each place (its number), with the rows of what they say."""
    told: dict[tuple[int, int], tuple[tuple[date, date], list[Row]]] = {}
    for number, pk, first, last, *said in rows:
        there = told.get((number, pk))
        if there is None:
            told[number, pk] = there = ((_day(first), _day(last)), [])
        there[1].append(said)
    for (number, pk), (span, all_said) in told.items():
        yield number, pk, span, all_said


def ties_in(kind: str, principal: int | None, rows: Iterable[Row]) -> list[Tie]:
    """The ties of statements in rows of what they say, as `_SAID` has them."""
    if kind not in ONCE:
        return [Number(row[0], float(row[1]), row[2] is not None) for row in rows if row[0] is not None]
    if kind in ABOUT_PRINCIPAL:
        return [None]
    return [row[0] for row in rows if row[0] not in (None, principal)] or [None]


# What a statement says that can tie it, and where it says so, by whether its kind comes once.
_SAID = {
    True: (
        "coalesce(e.same_as_pk, e.pk)",
        "LEFT JOIN statement_entity AS p ON p.statement_pk = s.pk LEFT JOIN entity AS e ON e.pk = p.entity_pk",
    ),
    False: ("m.metric, m.value, m.tolerance", "LEFT JOIN measure AS m ON m.statement_pk = s.pk"),
}


def _ask(connection: Connection, places: Sequence[Place], is_once: bool) -> Sequence[Row]:
    """A row for each participant or number of each statement that touches a place; at least one."""
    said, tables = _SAID[is_once]
    asked = [
        (number, place.principal, place.kind, *window)
        for number, place in enumerate(places)
        for window in _windows(place.starts_on, place.ends_on)
    ]
    # CROSS JOIN has SQLite go from the places to the statements.
    return _fetch(
        connection,
        "WITH place(number, principal, kind, reach, earliest, first, last) AS (VALUES {values}) "
        f"SELECT place.number, s.pk, s.starts_on, s.ends_on, {said} FROM place CROSS JOIN statement AS s {tables} "
        "WHERE s.principal_pk = place.principal AND s.kind = place.kind AND s.retired_at IS NULL "
        "AND s.reach = place.reach AND s.starts_on BETWEEN place.earliest AND place.last "
        "AND s.ends_on >= place.first",
        asked,
        ("int", "bigint", "text", "int", "date", "date", "date"),
    )


def _ask_alone(connection: Connection, places: Sequence[Place]) -> Sequence[Row]:
    """The numbers of the statements at places without a principal."""
    asked = [
        (number, place.kind, reach_of(*place[2:]), *map(date.isoformat, place[2:]))
        for number, place in enumerate(places)
    ]
    return _fetch(
        connection,
        "WITH place(number, kind, reach, first, last) AS (VALUES {values}) "
        "SELECT place.number, s.pk FROM place CROSS JOIN statement AS s "
        "WHERE s.principal_pk IS NULL AND s.kind = place.kind AND s.retired_at IS NULL "
        "AND s.reach = place.reach AND s.starts_on = place.first AND s.ends_on = place.last",
        asked,
        ("int", "text", "int", "date", "date"),
    )


def _fetch(
    connection: Connection, query: str, asked: Sequence[tuple[Any, ...]], types: Sequence[str]
) -> Sequence[Row]:
    """The rows of a query about rows of values."""
    sqlite = connection.dialect.name == "sqlite"
    mark = f"({', '.join('?' if sqlite else f'%s::{type_}' for type_ in types)})"
    return fetch(
        connection, query.format(values=", ".join([mark] * len(asked))), tuple(chain.from_iterable(asked))
    )


@lru_cache(maxsize=16_384)
def _windows(starts_on: date, ends_on: date) -> list[tuple[int, str, str, str]]:
    """For each class of length: the earliest first day of what touches the span, and the span with what is near."""
    first, last = _before(starts_on), _after(ends_on)
    return [
        (reach, look_back(first, reach).isoformat(), first.isoformat(), last.isoformat()) for reach in REACHES
    ]


@lru_cache(maxsize=16_384)
def _day(given: date | str) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


def _before(day: date) -> date:
    return day - _NEAR if day > date.min else day


def _after(day: date) -> date:
    return day + _NEAR if day < date.max else day
