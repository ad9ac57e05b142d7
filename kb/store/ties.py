"""Which statements a change can concern: those of its span, and those that a number or participant ties to them.

Statements of one kind and principal with one span are grouped together. With those of other spans that touch
theirs they can have to do only by a number that is near, or, where such a thing happens once, by who else
takes part (`kb.events.grouping`). So a change is followed along these ties and no further: among statements
of a span, to the spans tied to any of them, and so on. The answer is the one that resolving everything gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, Dialect, Select, and_, bindparam, func, null, or_, select

from kb.events.grouping import ABOUT_PRINCIPAL, ONCE
from kb.store.columns import BigInteger
from kb.store.prepared import Prepared, prepare
from kb.store.reach import REACHES, look_back, reach_of
from kb.store.tables import entity, measure, statement, statement_entity

Span = tuple[date, date]
# Two sources may date one happening a day apart (Beijing and New York): spans so near touch.
_NEAR = timedelta(days=1)
# Numbers further apart never agree, but where a tolerance says so (`kb.events.agreement`).
_ROUGH = 0.06


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


class Ties:
    """What statements of one span can be tied by to those of others."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[Number]] = defaultdict(list)
        self._others: set[Tie] = set()

    def add(self, ties: Iterable[Tie]) -> None:
        """Those of one more statement."""
        for tie in ties:
            if isinstance(tie, Number):
                self._numbers[tie.metric].append(tie)
            else:
                self._others.add(tie)

    def hold(self, ties: Iterable[Tie]) -> bool:
        """Whether a statement with these is tied to any."""
        return any(map(self._holds, ties))

    def _holds(self, tie: Tie) -> bool:
        if isinstance(tie, Number):
            return any(tie.is_near(each) for each in self._numbers.get(tie.metric, ()))
        return tie in self._others


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that came, went or was judged: where in time, of which kind and principal.

    `ties` are those of a statement that is no longer there; None where they are not known any more.
    """

    kind: str
    principal_pk: int | None
    starts_on: date
    ends_on: date
    ties: tuple[Tie, ...] | None = ()


def ties_of(connection: Connection, kind: str, principal: int | None, pk: int) -> tuple[Tie, ...]:
    """The ties of one statement."""
    rows = _prepared(_of_one(kind in ONCE), connection.dialect).rows(connection, {"pk": pk})
    return tuple(tie for _, ties in _read(rows, kind, principal).values() for tie in ties)


def concerned(connection: Connection, changes: Iterable[Change]) -> set[int]:
    """The numbers of the current statements that the changes can concern."""
    blocks: dict[tuple[str, int | None], list[Change]] = defaultdict(list)
    for change in changes:
        blocks[change.kind, change.principal_pk].append(change)
    found: set[int] = set()
    for (kind, principal), block in blocks.items():
        found |= _Block(connection, kind, principal, block).follow()
    return found


class _Block:
    """The statements of one kind and principal."""

    def __init__(
        self, connection: Connection, kind: str, principal: int | None, changes: Sequence[Change]
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._principal = principal
        self._gone: dict[Span, list[Tie]] = defaultdict(list)
        # Ties that nobody knows any more could be to all.
        self._is_open = any(change.ties is None for change in changes)
        for change in changes:
            self._gone[change.starts_on, change.ends_on] += change.ties or ()

    def follow(self) -> set[int]:
        """The numbers of the statements that the changes lead to."""
        found: set[int] = set()
        waiting, seen = list(self._gone), set(self._gone)
        while waiting:
            own, tied = self._around(waiting.pop())
            found |= own
            waiting += tied - seen
            seen |= tied
        return found

    def _around(self, span: Span) -> tuple[set[int], set[Span]]:
        """The statements of a span, and the other spans that are tied to it."""
        query, values = self._query(span)
        rows = _prepared(query, self._connection.dialect).rows(self._connection, values)
        told = _read(rows, self._kind, self._principal)
        own = {pk for pk, (place, _) in told.items() if place == span}
        ties = Ties()
        ties.add(self._gone.get(span, ()))
        for pk in own:
            ties.add(told[pk][1])
        others = (told[pk] for pk in told.keys() - own)
        return own, {place for place, theirs in others if self._is_open or ties.hold(theirs)}

    def _query(self, span: Span) -> tuple[Select[Any], Mapping[str, Any]]:
        """What touches the span; nothing can be tied to a statement without a principal."""
        if self._principal is None:
            return _alone(), {
                "kind": self._kind, "reach": reach_of(*span), "first": span[0], "last": span[1],
            }  # fmt: skip
        first, last = _before(span[0]), _after(span[1])
        earliest = {f"earliest_{reach}": look_back(first, reach) for reach in REACHES}
        given = {"kind": self._kind, "principal": self._principal, "first": first, "last": last}
        return _touching(self._kind in ONCE), {**given, **earliest}


# Statements are made once: making one takes longer than running it.
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)


_PLACE = statement.c.pk, statement.c.starts_on, statement.c.ends_on


@cache
def _of_one(once: bool) -> Select[Any]:
    return _with_ties(once).where(statement.c.pk == bindparam("pk", type_=BigInteger))


@cache
def _touching(once: bool) -> Select[Any]:
    starts_on = statement.c.starts_on
    classes = [
        and_(statement.c.reach == reach, starts_on.between(bindparam(f"earliest_{reach}", type_=Date), _LAST))
        for reach in REACHES
    ]
    return _with_ties(once).where(
        statement.c.kind == bindparam("kind"),
        statement.c.principal_pk == bindparam("principal", type_=BigInteger),
        statement.c.retired_at.is_(None),
        or_(*classes),
        statement.c.ends_on >= _FIRST,
    )


@cache
def _alone() -> Select[Any]:
    return select(*_PLACE, null().label("tie")).where(
        statement.c.kind == bindparam("kind"),
        statement.c.principal_pk.is_(None),
        statement.c.retired_at.is_(None),
        statement.c.reach == bindparam("reach"),
        statement.c.starts_on == _FIRST,
        statement.c.ends_on == _LAST,
    )


def _with_ties(once: bool) -> Select[Any]:
    """A row for each participant of a statement, or each number; at least one."""
    if not once:
        number = measure.c.metric.label("tie"), measure.c.value, measure.c.tolerance
        return select(*_PLACE, *number).outerjoin(measure, measure.c.statement_pk == statement.c.pk)
    known = func.coalesce(entity.c.same_as_pk, entity.c.pk).label("tie")
    return (
        select(*_PLACE, known)
        .outerjoin(statement_entity, statement_entity.c.statement_pk == statement.c.pk)
        .outerjoin(entity, entity.c.pk == statement_entity.c.entity_pk)
    )


def _read(rows: Iterable[Any], kind: str, principal: int | None) -> dict[int, tuple[Span, list[Tie]]]:
    """The span and the ties of each statement, of rows as the driver gives them."""
    told: dict[int, tuple[Span, list[Tie]]] = {}
    for pk, first, last, tie, *number in rows:
        if pk not in told:
            told[pk] = (_day(first), _day(last)), []
        if tie is None or tie == principal or kind in ABOUT_PRINCIPAL & ONCE:
            continue
        told[pk][1].append(tie if kind in ONCE else Number(tie, float(number[0]), number[1] is not None))
    if kind in ONCE:
        for _, ties in told.values():
            ties += [] if ties else [None]
    return told


def _day(given: date | str) -> date:
    """SQLite keeps days as text."""
    return date.fromisoformat(given) if isinstance(given, str) else given


@lru_cache(maxsize=16)
def _prepared(query: Select[Any], dialect: Dialect) -> Prepared:
    return prepare(query, dialect)


def _before(day: date) -> date:
    return day - _NEAR if day > date.min else day


def _after(day: date) -> date:
    return day + _NEAR if day < date.max else day
