"""How finely a source spoke of time."""

from __future__ import annotations

from enum import StrEnum


class Granularity(StrEnum):
    """The unit in which a date was given, finest first. `RANGE` is a stretch that no unit names."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    RANGE = "range"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"

    # As text has it: an enumeration's own hash is a call in Python, and spans are looked up all the time.
    __hash__ = str.__hash__

    @property
    def rank(self) -> int:
        """Position from the finest (0); a filter "at least month" keeps ranks up to that of `MONTH`."""
        return _RANK[self]


class Qualifier(StrEnum):
    """How sure the span is, in EDTF's letters."""

    EXACT = ""
    APPROXIMATE = "~"
    UNCERTAIN = "?"
    BOTH = "%"

    __hash__ = str.__hash__

    def __or__(self, other: Qualifier) -> Qualifier:
        """All the doubts of the two: approximate and uncertain is both."""
        if self == other or not other:
            return self
        return Qualifier.BOTH if self else other


class Bound(StrEnum):
    """The span is only one end of what the source means: since October, by 2026."""

    SINCE = "since"
    UNTIL = "until"

    __hash__ = str.__hash__


_RANK = {granularity: rank for rank, granularity in enumerate(Granularity)}
