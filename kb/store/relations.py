"""How an event's span lies to a window: three plain ways, and Allen's thirteen relations by name.

The thirteen are those of `kb.when.allen`: spans meet where one ends on the day before the other. Allen's
`overlaps` and `starts` say less than the plain words, and are called `allen_overlaps` and `allen_starts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from operator import eq, ge, gt, le, lt
from typing import Literal, NamedTuple, get_args

from kb.errors import UnknownName

Relation = Literal[
    "overlaps", "within", "starts",
    "before", "after", "meets", "met_by", "allen_overlaps", "overlapped_by", "allen_starts", "started_by",
    "during", "contains", "finishes", "finished_by", "equals",
]  # fmt: skip
RELATIONS: tuple[Relation, ...] = get_args(Relation)
PLAIN = ("overlaps", "within", "starts")
_DAY = timedelta(days=1)
_COMPARE: Mapping[str, Callable[[date, date], bool]] = {"<": lt, "<=": le, "=": eq, ">=": ge, ">": gt}
# The event's first (s) or last day (e) against the window's first (start), last (end), or the days beside it.
_WORDS: Mapping[Relation, str] = {
    "overlaps": "s <= end, e >= start",
    "within": "s >= start, s <= end, e <= end",
    "starts": "s >= start, s <= end",
    "before": "s < start, e < day_before",
    "after": "s > day_after",
    "meets": "s < start, e = day_before",
    "met_by": "s = day_after",
    "allen_overlaps": "s < start, e >= start, e < end",
    "overlapped_by": "s > start, s <= end, e > end",
    "allen_starts": "s = start, e < end",
    "started_by": "s = start, e > end",
    "during": "s > start, s <= end, e < end",
    "contains": "s < start, e > end",
    "finishes": "s > start, s <= end, e = end",
    "finished_by": "s < start, e = end",
    "equals": "s = start, e = end",
}
# Those in which the event reaches up to the window's first day, so that its length bounds when it starts.
REACHING = frozenset({"overlaps", "meets", "allen_overlaps", "contains", "finished_by"})


class Test(NamedTuple):
    """A comparison of the event's first or last day with a day of the window."""

    of_start: bool
    sign: str
    bound: str

    def holds(self, day: date, bound: date) -> bool:
        """Whether the comparison is true of these days."""
        return _COMPARE[self.sign](day, bound)


def read_relation(name: str) -> Relation:
    """The relation of that name. Raises `UnknownName`."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    for relation in RELATIONS:
        if relation == plain:
            return relation
    raise UnknownName("relation", name, RELATIONS)


def tests_of(relation: Relation) -> list[Test]:
    """The comparisons that a relation comes to."""
    parts = (words.split() for words in _WORDS[relation].split(", "))
    return [Test(which == "s", sign, bound) for which, sign, bound in parts]


def needs(relation: Relation) -> set[str]:
    """Which of `start` and `end` a window must have; the plain ways do without."""
    if relation in PLAIN:
        return set()
    home = {"day_before": "start", "day_after": "end"}
    return {home.get(test.bound, test.bound) for test in tests_of(relation)}


def bounds(start: date | None, end: date | None) -> dict[str, date]:
    """The days that comparisons name."""
    days = {"start": start, "end": end}
    if start is not None:
        days["day_before"] = start - _DAY if start > date.min else start
    if end is not None:
        days["day_after"] = end + _DAY if end < date.max else end
    return {name: day for name, day in days.items() if day is not None}


def holds(relation: Relation, starts_on: date, ends_on: date, start: date | None, end: date | None) -> bool:
    """Whether a span lies so to a window."""
    days = bounds(start, end)
    return all(
        test.holds(starts_on if test.of_start else ends_on, days[test.bound])
        if test.bound in days
        else relation in PLAIN
        for test in tests_of(relation)
    )
