"""Whether two measures give one number, told with other words or rounded otherwise."""

from __future__ import annotations

import re
from decimal import Decimal

from kb.model import Measure

NO_CURRENCY = "XXX"

# Numbers this near are one number, whatever their digits: sources round in different currencies and units.
_CLOSE = Decimal("0.005")
# A rounded or approximate number may be this far from the exact one.
_ROUGH = Decimal("0.05")
# Two values of one measure so far apart are a slip of units (億 for 萬億), not two readings.
_SLIP = Decimal(100)

_NOTHING = Decimal(0)
_TOLERANCE = re.compile(r"([\d.]+)\s*(%|pp|bp)")
_PLAIN_UNITS = frozenset({"%", "pp", "bp", "rank", "count"})


def comparable(left: Measure, right: Measure) -> bool:
    """Whether they measure the same: one metric of one segment, in units and on bases that do not differ."""
    return (
        left.metric == right.metric
        and left.segment == right.segment
        and left.note == right.note
        and _same_unit(left.unit, right.unit)
        and _same_or_unsaid(left.basis, right.basis)
        and _same_or_unsaid(left.period, right.period)
    )


def agree(left: Measure, right: Measure) -> bool:
    """Whether they give one number: equal once rounded alike, or within a tolerance or "about"."""
    return comparable(left, right) and _near(left, right)


def clash(left: Measure, right: Measure) -> bool:
    """Whether they give two numbers for the same. Where one source leaves the basis out, that is not sure."""
    return comparable(left, right) and left.basis == right.basis and not _near(left, right)


def opposed(left: Measure, right: Measure) -> bool:
    """Whether one says that it rose and the other that it fell."""
    return comparable(left, right) and left.value * right.value < 0


def slipped(left: Measure, right: Measure) -> bool:
    """Whether they are so far apart that one has the wrong unit: 兩億 for 兩萬億."""
    small, great = sorted((abs(left.value), abs(right.value)))
    return comparable(left, right) and small * _SLIP <= great and small > 0


def _near(left: Measure, right: Measure) -> bool:
    gap = abs(left.value - right.value)
    size = max(abs(left.value), abs(right.value))
    if left.unit == "rank" or right.unit == "rank" or size == 0:
        return gap == 0
    if gap <= size * _CLOSE or gap <= _margin(left) or gap <= _margin(right):
        return True
    if gap > size * _ROUGH:
        return False
    return left.approximate or right.approximate or _rounds_to(left.value, right.value)


def _margin(measure: Measure) -> Decimal:
    """How far off a tolerance such as `2%` or `50bp` lets the value be, in its own unit."""
    match = _TOLERANCE.fullmatch(measure.tolerance) if measure.tolerance else None
    if match is None:
        return _NOTHING
    size = Decimal(match[1])
    if match[2] == "bp":
        return size / 100
    return size if match[2] == "pp" or measure.unit == "%" else abs(measure.value) * size / 100


def _rounds_to(left: Decimal, right: Decimal) -> bool:
    """Whether the finer of the two, rounded to the digits of the coarser, is the coarser."""
    step = max(_last_digit(left), _last_digit(right))
    return round(left / step) == round(right / step)


def _last_digit(value: Decimal) -> Decimal:
    """The worth of the last digit that is not zero: 10^9 for 279000000000, 0.01 for 2.29."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _same_unit(left: str, right: str) -> bool:
    if left == right:
        return True
    return NO_CURRENCY in (left, right) and not _PLAIN_UNITS & {left, right}


def _same_or_unsaid(left: str | None, right: str | None) -> bool:
    return left == right or left is None or right is None
