"""Predicted annotations against gold ones: pure functions from two `Annotations` to one `Score`.

Dates match by place and are then judged by value; events match where their characters overlap and their days
and kind agree, and are then judged by entity, status and measures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Protocol, TypeVar

from benchmarks.annotations import Annotations, Event, Measure, Time
from benchmarks.tally import Share, Tally


class Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Spanned)
P = TypeVar("P", bound=Spanned)
Kept = TypeVar("Kept", Time, Event)
Pair = tuple[S, S]


@dataclass(frozen=True, slots=True)
class DateScore:
    """Dates: `strict` by equal characters, `relaxed` by overlap, `correct` by overlap and equal days."""

    strict: Tally = field(default_factory=Tally)
    relaxed: Tally = field(default_factory=Tally)
    correct: Tally = field(default_factory=Tally)
    values: Share = field(default_factory=Share)
    qualifiers: Share = field(default_factory=Share)
    fiscal: Share = field(default_factory=Share)
    false: int = 0


@dataclass(frozen=True, slots=True)
class EventScore:
    """Events: `found` by place, days and kind; the rest is judged in those that were found."""

    found: Tally = field(default_factory=Tally)
    with_principal: Tally = field(default_factory=Tally)
    principal: Share = field(default_factory=Share)
    status: Share = field(default_factory=Share)
    amounts: Tally = field(default_factory=Tally)
    measures: Tally = field(default_factory=Tally)
    basis: Share = field(default_factory=Share)


@dataclass(frozen=True, slots=True)
class Score:
    """Both scores of one text or of several together."""

    dates: DateScore = field(default_factory=DateScore)
    events: EventScore = field(default_factory=EventScore)

    def __add__(self, other: Score) -> Score:
        return Score(_sum(self.dates, other.dates), _sum(self.events, other.events))


def score(predicted: Annotations, gold: Annotations) -> Score:
    """Judge one text."""
    predicted, gold = without_optional(predicted, gold)
    return Score(
        score_dates(predicted.times, gold.times, match_times(predicted, gold)),
        score_events(predicted.events, gold.events, match_events(predicted, gold)),
    )


def without_optional(predicted: Annotations, gold: Annotations) -> tuple[Annotations, Annotations]:
    """Both without gold's optional dates and events, and without what was found for them."""
    times = _unspared(predicted.times, match(gold.times, predicted.times, overlap))
    events = _unspared(predicted.events, match(gold.events, predicted.events, event_likeness))
    required = Annotations(
        tuple(time for time in gold.times if not time.optional),
        tuple(event for event in gold.events if not event.optional),
    )
    return Annotations(times, events), required


def _unspared(predicted: Sequence[Kept], pairs: Iterable[Pair[Kept]]) -> tuple[Kept, ...]:
    """The predicted ones but those that match an optional one better than any required one."""
    spared = {id(found) for wanted, found in pairs if wanted.optional}
    return tuple(item for item in predicted if id(item) not in spared)


def match_times(predicted: Annotations, gold: Annotations) -> list[Pair[Time]]:
    """Dates paired by place."""
    return match(gold.times, predicted.times, overlap)


def match_events(predicted: Annotations, gold: Annotations) -> list[Pair[Event]]:
    """Events paired by place, days and kind."""
    return match(gold.events, predicted.events, event_likeness)


def match(gold: Sequence[S], predicted: Sequence[P], likeness: Callable[[S, P], float]) -> list[tuple[S, P]]:
    """Pair gold with predicted one to one: as many pairs as can be, the likeliest first; 0 never pairs.

    The likeliest pairs are taken greedily; who is then left alone looks for an augmenting path (Kuhn).
    """
    alike = {
        (at, other): degree
        for at, item in enumerate(gold)
        for other, candidate in enumerate(predicted)
        if (degree := likeness(item, candidate)) > 0
    }
    owner: dict[int, int] = {}
    for at, other in sorted(alike, key=lambda pair: -alike[pair]):
        if other not in owner and at not in owner.values():
            owner[other] = at
    for at in range(len(gold)):
        if at not in owner.values():
            _claim(at, alike, owner, set())
    return [(gold[at], predicted[other]) for other, at in sorted(owner.items(), key=lambda pair: pair[1])]


def _claim(at: int, alike: Mapping[tuple[int, int], float], owner: dict[int, int], seen: set[int]) -> bool:
    """Give `at` a partner, if need be by finding another for the one that has it."""
    for other in [other for one, other in alike if one == at]:
        if other not in seen:
            seen.add(other)
            if other not in owner or _claim(owner[other], alike, owner, seen):
                owner[other] = at
                return True
    return False


def overlap(left: Spanned, right: Spanned) -> float:
    """Common characters over all characters of the two (Jaccard)."""
    common = min(left.end, right.end) - max(left.start, right.start)
    return common / (max(left.end, right.end) - min(left.start, right.start)) if common > 0 else 0.0


def event_likeness(gold: Event, predicted: Event) -> float:
    """0 where place, days or kind disagree; else more for shared characters, entities and measures."""
    place = overlap(gold, predicted)
    if not place or predicted.days[0] not in gold.days or predicted.kinds[0] not in gold.kinds:
        return 0.0
    return place + has_principal(gold, predicted) + _common(_amounts(gold), _amounts(predicted))


def has_principal(gold: Event, predicted: Event) -> bool:
    """Whether gold's principal entity is among the predicted ones. Without one, any will do."""
    return not gold.entities or gold.entities[0] in predicted.entities


def score_dates(predicted: Sequence[Time], gold: Sequence[Time], pairs: Sequence[Pair[Time]]) -> DateScore:
    places = {(time.start, time.end) for time in gold}
    right = sum(value_right(*pair) for pair in pairs)
    asked = len(predicted), len(gold)
    return DateScore(
        strict=Tally(sum((time.start, time.end) in places for time in predicted), *asked),
        relaxed=Tally(len(pairs), *asked),
        correct=Tally(right, *asked),
        values=Share(right, len(pairs)),
        qualifiers=Share(sum(one.qualifier == two.qualifier for one, two in pairs), len(pairs)),
        fiscal=Share(
            sum(one.fiscal and value_right(one, two) for one, two in pairs), sum(time.fiscal for time in gold)
        ),
        false=sum(not any(overlap(time, other) for other in gold) for time in predicted),
    )


def value_right(gold: Time, predicted: Time) -> bool:
    """Whether the predicted days are one of the accepted readings."""
    return predicted.days[0] in gold.days


def score_events(
    predicted: Sequence[Event], gold: Sequence[Event], pairs: Sequence[Pair[Event]]
) -> EventScore:
    principal = sum(has_principal(*pair) for pair in pairs)
    measured = [pair for left, right in pairs for pair in _same_measures(left, right)]
    return EventScore(
        found=Tally(len(pairs), len(predicted), len(gold)),
        with_principal=Tally(principal, len(predicted), len(gold)),
        principal=Share(principal, len(pairs)),
        status=Share(sum(one.status == two.status for one, two in pairs), len(pairs)),
        amounts=_total(_tally(_amounts(one), _amounts(two)) for one, two in pairs),
        measures=_total(_tally(_metrics(one), _metrics(two)) for one, two in pairs),
        basis=Share(sum(one.basis == two.basis for one, two in measured), len(measured)),
    )


def _amounts(event: Event) -> Counter[Hashable]:
    return Counter((measure.value, measure.unit) for measure in event.measures)


def _metrics(event: Event) -> Counter[Hashable]:
    return Counter((measure.metric, measure.value, measure.unit) for measure in event.measures)


def _same_measures(gold: Event, predicted: Event) -> Iterator[tuple[Measure, Measure]]:
    """Pairs of measures alike in metric, value and unit; of two equal ones the same basis first."""
    rest = list(predicted.measures)
    for wanted in gold.measures:
        alike = [
            found
            for found in rest
            if (found.metric, found.value, found.unit) == (wanted.metric, wanted.value, wanted.unit)
        ]
        if alike:
            best = max(alike, key=lambda found: found.basis == wanted.basis)
            rest.remove(best)
            yield wanted, best


def _common(left: Counter[Hashable], right: Counter[Hashable]) -> int:
    return (left & right).total()


def _tally(gold: Counter[Hashable], predicted: Counter[Hashable]) -> Tally:
    return Tally(_common(gold, predicted), predicted.total(), gold.total())


def _total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


T = TypeVar("T", DateScore, EventScore)


def _sum(left: T, right: T) -> T:
    return type(left)(*(getattr(left, item.name) + getattr(right, item.name) for item in fields(left)))
