"""What a timeline is asked for, and the condition that each wish puts on an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from kb.errors import DataError, UsageError
from kb.model import Measure, Status
from kb.store.tables import document, event, event_entity, event_text, measure, statement
from kb.store.terms import Phrase, read_query
from kb.when.granularity import Granularity

Relation = Literal["overlaps", "within", "starts"]
Match = Literal["any", "all"]
_COMPARISONS = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq}


@dataclass(frozen=True, slots=True)
class MeasureTest:
    """A wish such as `revenue > 30e9 USD`. Raises `UsageError` where the comparison is none of > >= < <=
    =."""

    metric: str
    comparison: str
    value: Decimal
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.comparison not in _COMPARISONS:
            raise UsageError(f"{self.comparison!r} compares nothing; write one of {' '.join(_COMPARISONS)}")

    def holds(self, measure: Measure) -> bool:
        """Whether a measure is what is wished for."""
        named = measure.metric == self.metric and self.unit in (None, measure.unit)
        return named and bool(_COMPARISONS[self.comparison](measure.value, self.value))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events a timeline shows; what is left out does not matter.

    `entities` are ids, of which an event must concern `match` any or all. Days are inside the window;
    `relation` says whether an event's span `overlaps` the window, lies `within` it or `starts` in it.
    `granularity` is the coarsest that is shown. `source` is a document's source, publisher or address.
    `as_of` shows what had been asserted by that day. Raises `UsageError` where the window is reversed.
    """

    entities: tuple[str, ...] = ()
    match: Match = "any"
    start: date | None = None
    end: date | None = None
    relation: Relation = "overlaps"
    kinds: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str | None = None
    granularity: Granularity | None = None
    source: str | None = None
    language: str | None = None
    measures: tuple[MeasureTest, ...] = ()
    as_of: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise UsageError(
                f"the window is reversed: it ends on {self.end} before it starts on {self.start}"
            )

    @property
    def phrases(self) -> list[Phrase]:
        """The phrases of `text`. Raises `DataError` where it has no letter or digit to look for."""
        phrases = read_query(self.text) if self.text is not None else []
        if self.text is not None and not phrases:
            raise DataError(f"{self.text!r} has no letter or digit to search for")
        return phrases


def on_event(wish: Filter) -> list[ColumnElement[bool]]:
    """The conditions that only the event's own row and its statements can answer."""
    found: list[ColumnElement[bool]] = []
    if wish.statuses:
        found.append(event.c.status.in_([status.value for status in wish.statuses]))
    if wish.granularity is not None:
        kept = [unit.value for unit in Granularity if unit.rank <= wish.granularity.rank]
        found.append(event.c.granularity.in_(kept))
    return [*found, *_on_documents(wish), *(_measured(test) for test in wish.measures)]


def concerns(entities: Sequence[int], match: Match) -> list[ColumnElement[bool]]:
    """The event concerns any of the entities, or each of them."""
    groups = [entities] if match == "any" else [[entity] for entity in entities]
    # Another name for the table, as a run of an entity's timeline reads it too.
    also = event_entity.alias("also")
    return [
        exists().where(also.c.event_pk == event.c.pk, also.c.entity_pk.in_(group))
        for group in groups
        if group
    ]


def contains(phrases: Sequence[Phrase], sqlite: bool) -> ColumnElement[bool]:
    """The event's stored terms hold every phrase."""
    find = func.instr if sqlite else func.strpos
    return and_(*(find(event_text.c.terms, phrase.row) > 0 for phrase in phrases))


def in_window(
    wish: Filter, starts_on: ColumnElement[date], ends_on: ColumnElement[date], earliest: date | None
) -> Iterator[ColumnElement[bool]]:
    """The span lies to the window as wished; `earliest` is the first day on which such a span can start."""
    if wish.end is not None:
        yield (ends_on if wish.relation == "within" else starts_on) <= wish.end
        if wish.relation == "within":
            yield starts_on <= wish.end
    if wish.start is None:
        return
    if wish.relation == "overlaps":
        yield ends_on >= wish.start
        if earliest is not None:
            yield starts_on >= earliest
    else:
        yield starts_on >= wish.start


def _on_documents(wish: Filter) -> Iterator[ColumnElement[bool]]:
    told = select(statement.c.pk).join(document, document.c.pk == statement.c.document_pk)
    told = told.where(statement.c.event_pk == event.c.pk)
    if wish.source is not None:
        named = (document.c.source, document.c.publisher, document.c.url)
        yield told.where(or_(*(column == wish.source for column in named))).exists()
    if wish.language is not None:
        # zh finds zh-Hant and zh-Hans.
        begins = func.substr(document.c.language, 1, len(wish.language) + 1)
        yield told.where(or_(document.c.language == wish.language, begins == f"{wish.language}-")).exists()


def _measured(test: MeasureTest) -> ColumnElement[bool]:
    told = select(measure.c.metric).join(statement, statement.c.pk == measure.c.statement_pk)
    told = told.where(statement.c.event_pk == event.c.pk, measure.c.metric == test.metric)
    if test.unit is not None:
        told = told.where(measure.c.unit == test.unit)
    return told.where(_COMPARISONS[test.comparison](measure.c.value, test.value)).exists()
