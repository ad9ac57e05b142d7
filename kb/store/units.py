"""What the statements of one span tell of one event, and what can tie it to what others tell.

Only what a unit's numbers or participants tie to it, on days that its span shares, can have to do with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import chain

from kb.events.agreement import NO_CURRENCY, agree
from kb.events.groups import MOVES, ONCE
from kb.model import Measure
from kb.store.reach import REACHES, reach_of
from kb.store.touching import Number, Place, Tie

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Teller:
    """A current statement: its number, event and document, and what could tie it to others.

    `others` are the numbers of those who take part besides the principal.
    """

    pk: int
    event_pk: int | None
    document_pk: int
    place: Place
    stage: str
    names_days: bool
    measures: tuple[Measure, ...]
    others: frozenset[int]


@dataclass(frozen=True)
class Unit:
    """The statements of one span that tell one event, by its number or, where it has none yet, by another name."""

    label: object
    place: Place
    tellers: tuple[Teller, ...]

    @cached_property
    def pks(self) -> frozenset[int]:
        """The numbers of its statements."""
        return frozenset(each.pk for each in self.tellers)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """All numbers that it gives."""
        return tuple(dict.fromkeys(chain.from_iterable(each.measures for each in self.tellers)))

    @cached_property
    def others(self) -> frozenset[int]:
        """All who take part besides the principal."""
        return frozenset().union(*(each.others for each in self.tellers))

    @property
    def stages(self) -> frozenset[str]:
        """What its statements say of a milestone: one word, but where persons joined them."""
        return frozenset(each.stage for each in self.tellers)

    @property
    def days(self) -> int:
        """How long its span is."""
        return (self.place.ends_on - self.place.starts_on).days + 1

    def contains(self, other: Unit) -> bool:
        """Whether the other's span lies in its own, which is longer."""
        inside = self.place.starts_on <= other.place.starts_on and other.place.ends_on <= self.place.ends_on
        return inside and self.days > other.days

    @property
    def ties(self) -> Ties:
        """What ties it to others."""
        return Ties(self.measures, self.others, any(not each.others for each in self.tellers))


@dataclass(frozen=True, slots=True)
class Ties:
    """Numbers, and for a kind that comes once participants; `nobody` where a statement names none.

    They are `rough` where of the numbers only metric and value are known.
    """

    measures: tuple[Measure, ...]
    others: frozenset[int]
    nobody: bool
    rough: bool = False

    @classmethod
    def of(cls, ties: Iterable[Tie]) -> Ties:
        """Those of a statement that is no longer there."""
        numbers = [each for each in ties if isinstance(each, Number)]
        measures = tuple(
            Measure(each.metric, Decimal(each.value), NO_CURRENCY, tolerance="0%" if each.loose else None)
            for each in numbers
        )
        others = [each for each in ties if not isinstance(each, Number)]
        return cls(
            measures, frozenset(each for each in others if each is not None), None in others, rough=True
        )

    def hold(self, each: Teller) -> bool:
        """Whether a statement that looked near is tied. Who takes part was looked up exactly."""
        return self.rough or each.place.kind in ONCE or self.agree(each)

    def agree(self, each: Teller) -> bool:
        """Whether a statement gives one of the numbers."""
        return any(agree(one, two) for one in self.measures for two in each.measures)


@dataclass(frozen=True, slots=True)
class Window:
    """Spans that begin by `upper` and end from `lower` on."""

    lower: date
    upper: date
    reaches: tuple[int, ...] = REACHES

    @classmethod
    def around(cls, place: Place) -> Window:
        """Spans that share a day with a place; moves of a price may be told a day apart."""
        first, last = _near(place)
        return cls(first, last)

    @classmethod
    def over(cls, place: Place) -> Window:
        """Spans that hold a place."""
        reach = reach_of(place.starts_on, place.ends_on)
        return cls(place.ends_on, place.starts_on, REACHES[REACHES.index(reach) :])

    @classmethod
    def inside(cls, place: Place) -> Window:
        """Days in a place. The first may be a move that was told a day before."""
        first = (
            place.starts_on + _DAY if place.kind in MOVES and place.starts_on < date.max else place.starts_on
        )
        return cls(first, place.ends_on, REACHES[:1])


def _near(place: Place) -> tuple[date, date]:
    if place.kind not in MOVES:
        return place.starts_on, place.ends_on
    first = place.starts_on - _DAY if place.starts_on > date.min else place.starts_on
    return first, place.ends_on + _DAY if place.ends_on < date.max else place.ends_on


def units_of(tellers: Iterable[Teller]) -> Iterator[Unit]:
    """The units of statements that tell events."""
    found: dict[tuple[int, Place], list[Teller]] = defaultdict(list)
    for each in tellers:
        if each.event_pk is not None:
            found[each.event_pk, each.place].append(each)
    for (event_pk, place), told in found.items():
        yield Unit(event_pk, place, tuple(told))
