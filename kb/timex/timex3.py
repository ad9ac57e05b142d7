"""TIMEX3 values: how ISO-TimeML writes a span (`2024-Q3`, `2024-W47`, `202`), for readers of that standard."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kb.when.granularity import Granularity
from kb.when.span import TimeSpan


@lru_cache(maxsize=4096)
def timex3_value(span: TimeSpan) -> str:
    """The value of a span: its unit's name, or `first/last` where it is no calendar unit."""
    first, last = span.starts_on, span.ends_on
    year = f"{first.year:04d}"
    match span.granularity:
        case Granularity.DAY if first == last:
            return first.isoformat()
        case Granularity.WEEK if span.days == 7:
            iso = first.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}"
        case Granularity.WEEKEND if span.days == 2:
            iso = first.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}-WE"
        case Granularity.DECADE if span.days < 3660:
            return f"{last.year // 10:03d}"
        case Granularity.CENTURY if span.days < 36600:
            return f"{last.year // 100:02d}"
        case Granularity.SEASON:
            return f"{year}-{('SP', 'SU', 'FA', 'WI')[first.month // 3 - 1]}"
        case Granularity.YEAR if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
            return year
        case Granularity.MONTH if first.day == 1 and (first.year, first.month) == (last.year, last.month):
            return first.isoformat()[:7]
    edtf = span.edtf.rstrip("~?%")
    head, dash, unit = edtf.partition("-")
    if unit in _SUB_YEAR:
        return f"{head}{dash}{_SUB_YEAR[unit]}"
    return edtf.replace("~", "").replace("?", "").replace("%", "")


_SUB_YEAR = {"33": "Q1", "34": "Q2", "35": "Q3", "36": "Q4", "40": "H1", "41": "H2"}
