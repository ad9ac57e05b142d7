"""What a timeline is asked for, apart from the values: questions of one shape share one SQL statement.

Building a statement takes longer than running it, so each shape's is built once; the values of a wish are its
parameters, by the names that stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from kb.store.filters import Filter, Match
from kb.store.keys import day_of, first_key, last_key
from kb.store.reach import REACHES, look_back
from kb.store.relations import Relation, bounds
from kb.store.terms import Phrase
from kb.when.granularity import Granularity

Order = Literal["oldest", "newest"]


@dataclass(frozen=True, slots=True)
class Paging:
    """Order, number of the last event seen, and how many to show (None for all)."""

    order: Order = "oldest"
    after: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts a wish has; numbers say how many of them."""

    sqlite: bool
    entities: int
    match: Match
    relation: Relation
    start: bool
    end: bool
    kinds: int
    statuses: int
    granularities: int
    source: bool
    language: bool
    measures: tuple[tuple[str, bool], ...]
    as_of: bool
    phrases: int
    search_first: bool
    order: Order
    after: bool
    limit: bool


def shape_of(
    wish: Filter,
    entities: int,
    paging: Paging,
    phrases: int,
    search_first: bool,
    sqlite: bool,
) -> Shape:
    """The shape of a wish with so many entities and phrases."""
    return Shape(
        sqlite=sqlite,
        entities=entities,
        match=wish.match,
        relation=wish.relation,
        start=wish.start is not None,
        end=wish.end is not None,
        kinds=len(wish.kinds),
        statuses=len(wish.statuses),
        granularities=len(_kept(wish.granularity)),
        source=wish.source is not None,
        language=wish.language is not None,
        measures=tuple((test.comparison, test.unit is not None) for test in wish.measures),
        as_of=wish.as_of is not None,
        phrases=phrases,
        search_first=search_first,
        order=paging.order,
        after=paging.after is not None,
        limit=paging.limit is not None,
    )


def values_of(
    wish: Filter, entities: Sequence[int], paging: Paging, phrases: Sequence[Phrase], query: str
) -> dict[str, Any]:
    """The parameters of a wish; `query` asks the full-text index for the phrases."""
    values: dict[str, Any] = {"as_of": wish.as_of, "limit": paging.limit, "query": query}
    values |= _numbered("entity", entities) | _numbered("kind", wish.kinds)
    values |= _numbered("status", [status.value for status in wish.statuses])
    values |= _numbered("granularity", _kept(wish.granularity))
    values |= _numbered("phrase", [phrase.row for phrase in phrases])
    values |= {"source": wish.source, "language": wish.language}
    for position, test in enumerate(wish.measures):
        named = {"metric": test.metric, "unit": test.unit, "value": test.value}
        values |= {f"{name}_{position}": value for name, value in named.items()}
    return values | dict(_days(wish, paging))


def _days(wish: Filter, paging: Paging) -> Iterator[tuple[str, Any]]:
    yield from bounds(wish.start, wish.end).items()
    if wish.start is not None:
        yield "start_key", first_key(wish.start)
        # What meets the window ends on the day before.
        first = wish.start - (wish.start > date.min) * (wish.relation == "meets") * timedelta(days=1)
        yield from ((f"earliest_{reach}", look_back(first, reach)) for reach in REACHES)
    if wish.end is not None:
        yield "end_key", last_key(wish.end)
    if paging.after is not None:
        yield "after", paging.after
        yield "after_day", day_of(paging.after)


def _kept(coarsest: Granularity | None) -> list[str]:
    if coarsest is None:
        return []
    return [unit.value for unit in Granularity if unit.rank <= coarsest.rank]


def _numbered(name: str, values: Sequence[Any]) -> dict[str, Any]:
    return {f"{name}_{position}": value for position, value in enumerate(values)}
