"""How two spans of days lie to each other: the thirteen relations of Allen's interval algebra.

Source: J. F. Allen, Maintaining Knowledge about Temporal Intervals, CACM 26 (11), 1983. Both days of a span
are inside it, so that spans meet where one starts on the day after the other ends.
"""

from __future__ import annotations

from enum import StrEnum

from kb.when.span import DAY, TimeSpan


class Relation(StrEnum):
    """What the first of two spans is to the second."""

    BEFORE = "before"
    MEETS = "meets"
    OVERLAPS = "overlaps"
    STARTS = "starts"
    DURING = "during"
    FINISHES = "finishes"
    EQUALS = "equals"
    FINISHED_BY = "finished_by"
    CONTAINS = "contains"
    STARTED_BY = "started_by"
    OVERLAPPED_BY = "overlapped_by"
    MET_BY = "met_by"
    AFTER = "after"

    @property
    def inverse(self) -> Relation:
        """What the second span is to the first."""
        return _INVERSE[self]


def relate(first: TimeSpan, second: TimeSpan) -> Relation:
    """The one relation that holds from the first span to the second."""
    if first.ends_on < second.starts_on:
        return Relation.MEETS if first.ends_on + DAY == second.starts_on else Relation.BEFORE
    if second.ends_on < first.starts_on:
        return relate(second, first).inverse
    starts = _compare(first.starts_on.toordinal(), second.starts_on.toordinal())
    ends = _compare(first.ends_on.toordinal(), second.ends_on.toordinal())
    return _SHARING_DAYS[starts, ends]


def _compare(left: int, right: int) -> int:
    return (left > right) - (left < right)


# (does the first start earlier -1, together 0, later 1; does it end so)
_SHARING_DAYS = {
    (-1, -1): Relation.OVERLAPS,
    (-1, 0): Relation.FINISHED_BY,
    (-1, 1): Relation.CONTAINS,
    (0, -1): Relation.STARTS,
    (0, 0): Relation.EQUALS,
    (0, 1): Relation.STARTED_BY,
    (1, -1): Relation.DURING,
    (1, 0): Relation.FINISHES,
    (1, 1): Relation.OVERLAPPED_BY,
}
_INVERSE = dict(zip(Relation, reversed(Relation), strict=True))
