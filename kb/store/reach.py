"""Classes of length. A look-back bounded by the class's length finds every span that overlaps a window.

A B-tree on (reach, starts_on) then answers overlap with one short range a class: a span of at most `reach`
days that overlaps the window starts less than `reach` days before it. Spans longer than a leap year have a
class of their own, without a bound.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

# A day, a week, a month, a quarter (14 fiscal weeks have 98 days), a leap year, anything.
REACHES = (1, 7, 31, 98, 366, 4_000_000)


def reach_of(starts_on: date, ends_on: date) -> int:
    """The shortest class that holds the span."""
    days = (ends_on - starts_on).days + 1
    return REACHES[bisect_left(REACHES, days)]


def look_back(first: date, reach: int) -> date:
    """The earliest first day of a span of the class that overlaps a window beginning on `first`."""
    days = min(reach - 1, first.toordinal() - 1)
    return first - timedelta(days=days)
