"""From days to places on the axis. Years (or months) with more events are wider, so that these can be read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import sqrt
from typing import NamedTuple

# Up to so many months, a column is a month; beyond, a year.
_MOST_MONTHS = 30


class Column(NamedTuple):
    """A year or month on the axis: its label, its first day and the day after its last, as ordinals."""

    label: str
    first: int
    after: int
    left: float
    width: float


class Scale:
    """Columns side by side; within one, days are equally wide."""

    def __init__(self, days: Iterable[date], left: float, width: float) -> None:
        counted = Counter(days) or Counter([date(2000, 1, 1)])
        units = _units(min(counted), max(counted))
        starts = [start for _, start, _ in units]
        weights = [1.0] * len(units)
        held: Counter[int] = Counter()
        for day, count in counted.items():
            held[bisect_right(starts, day.toordinal()) - 1] += count
        for place, count in held.items():
            weights[place] += 6 * sqrt(count)
        self.columns = list(_columns(units, weights, left, width))
        self._starts = starts

    def at(self, ordinal: float) -> float:
        """Where a day begins."""
        place = max(bisect_right(self._starts, ordinal) - 1, 0)
        column = self.columns[place]
        share = (ordinal - column.first) / (column.after - column.first)
        return column.left + column.width * min(max(share, 0.0), 1.0)

    def between(self, first: date, last: date) -> tuple[float, float]:
        """Where the first day begins and the last one ends."""
        return self.at(first.toordinal()), self.at(last.toordinal() + 1)


def _units(first: date, last: date) -> list[tuple[str, int, int]]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return list(_months(first, months) if months <= _MOST_MONTHS else _years(first.year, last.year))


def _months(first: date, count: int) -> Iterator[tuple[str, int, int]]:
    for index in range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + count):
        year, month = divmod(index, 12)
        yield f"{year:04d}-{month + 1:02d}", date(year, month + 1, 1).toordinal(), _first_of(year, month + 1)


def _first_of(year: int, month: int) -> int:
    """The first day of the month after this number of whole months of a year."""
    if month < 12:
        return date(year, month + 1, 1).toordinal()
    return date(year, 12, 31).toordinal() + 1


def _years(first: int, last: int) -> Iterator[tuple[str, int, int]]:
    for year in range(first, last + 1):
        yield f"{year:04d}", date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1


def _columns(
    units: Sequence[tuple[str, int, int]], weights: Sequence[float], left: float, width: float
) -> Iterator[Column]:
    per_weight = width / sum(weights)
    for (label, first, after), weight in zip(units, weights, strict=True):
        yield Column(label, first, after, left, weight * per_weight)
        left += weight * per_weight
