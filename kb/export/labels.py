"""Dates as a reader of a table wants them: `2024 Q2` rather than EDTF's `2024-34`."""

from __future__ import annotations

from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.span import TimeSpan

_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_MARKS = {Qualifier.EXACT: "", Qualifier.APPROXIMATE: "~", Qualifier.UNCERTAIN: "?", Qualifier.BOTH: "~?"}
_BOUNDS = {Bound.SINCE: "since ", Bound.UNTIL: "by "}


def date_label(when: TimeSpan) -> str:
    """A span in the words of its granularity: `2024 Q2`, `NVDA FY2025 Q3`, `by 2026`, `~2024-09-21…30`."""
    bound = _BOUNDS[when.bound] if when.bound else ""
    return bound + _MARKS[when.qualifier] + (when.fiscal_label or _unit_label(when))


def _unit_label(when: TimeSpan) -> str:
    first, year = when.starts_on, when.starts_on.year
    if "/" in when.edtf:
        return _range_label(when)
    match when.granularity:
        case Granularity.MONTH:
            return f"{first:%Y-%m}"
        case Granularity.SEASON:
            return f"{year} {_SEASONS[first.month]}"
        case Granularity.QUARTER:
            return f"{year} Q{(first.month + 2) // 3}"
        case Granularity.HALF:
            return f"{year} H{(first.month + 5) // 6}"
        case Granularity.YEAR:
            return f"{year:04d}"
        case Granularity.DECADE:
            return f"{when.ends_on.year // 10}0s"
        case Granularity.CENTURY:
            return f"{when.ends_on.year // 100}00s"
    return first.isoformat()


def _range_label(when: TimeSpan) -> str:
    """Both days, the second without what it shares with the first."""
    first, last = when.starts_on.isoformat(), when.ends_on.isoformat()
    shared = 8 if first[:7] == last[:7] else 5 if first[:4] == last[:4] else 0
    return f"{first}…{last[shared:]}"
