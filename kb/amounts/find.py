"""All amounts of a text: each number read with its unit, then with its neighbours and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TypeVar

from kb.amounts.context import (
    comes_from,
    continues,
    converts,
    direction,
    is_approximate,
    is_dash,
    is_narrowed,
    is_shared,
    is_tolerance,
    is_vague,
    joins_pair,
    joins_range,
    opens_pair,
)
from kb.amounts.money import NamedCurrencies
from kb.amounts.numbers import Number, find_numbers
from kb.amounts.ranks import RANK, find_ranks
from kb.amounts.units import COUNT, SHARES, Reading, read_unit, unit_follows, unit_leads
from kb.amounts.words import words
from kb.lang.fold import fold
from kb.lang.lexicon import lower
from kb.model import Amount

_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_MINUS_AFTER = frozenset(" (:,;\t\n率为是至约")
# A tolerance stands this close behind the amount that it belongs to.
_NEAR = 20


def find_amounts(text: str, folded: str | None = None, taken: Sequence[tuple[int, int]] = ()) -> list[Amount]:
    """Money, percentages, counts and ranks of a text, sorted and disjoint.

    `folded` is `fold(text)` where the caller has it; nothing is found inside the `taken` spans (those of
    dates). Conversions are left out, a tolerance is attached to the amounts it belongs to. Never raises.
    """
    low = lower(fold(text) if folded is None else folded)
    reader = _Reader(text, low)
    for number in _outside(find_numbers(low, unit_leads(), unit_follows()), taken):
        reader.read(number)
    return _with_ranks(text, low, reader.found, taken)


class _Reader:
    """The amounts found so far; each new number may join the one before it."""

    def __init__(self, text: str, low: str) -> None:
        self.found: list[Amount] = []
        self._text = text
        self._low = low
        self._chinese = _IDEOGRAPH.search(text) is not None
        self._named = NamedCurrencies(text, low)
        self._last: Reading | Number | None = None

    def read(self, number: Number) -> None:
        """Take a number in, where it has a unit."""
        if self.found and number.start < self.found[-1].end:
            return
        reading = read_unit(self._low, number, self._chinese)
        if reading is None or self._is_model(reading) or is_vague(self._low, reading.start):
            self._last = number
            return
        if self._attach_tolerance(reading) or self._is_conversion(reading):
            return
        self._add(reading)

    def _add(self, reading: Reading) -> None:
        low_end = self._low_end(reading)
        reading = self._named.name(reading) if reading.is_money else reading
        if low_end is None and (twin := self._twin(reading)) is not None:
            self.found.append(self._amount(twin, None))
        amount = self._amount(reading, low_end)
        self.found.append(amount)
        self._last = reading

    def _twin(self, reading: Reading) -> Reading | None:
        """The number before, where the two share the unit: 分別為5億和7.5億元."""
        last = self._last
        if not isinstance(last, Number) or not last.end <= reading.start <= last.end + 8:
            return None
        gap = self._low[last.end : reading.start]
        if not joins_pair(gap) or not is_shared(self._low, last.start, reading.end):
            return None
        return replace(
            reading, number=last, start=last.start, end=last.end, value=_low_value(last, reading), noun=None
        )

    def _amount(self, reading: Reading, low_end: Number | Reading | None) -> Amount:
        """The amount with what the words around it say; `low_end` opens the range that it closes."""
        start, value, high = self._signed_start(reading.start), reading.value, None
        if low_end is not None:
            start, value, high = low_end.start, _low_value(low_end, reading), reading.value
            if self.found and self.found[-1].start == start:
                self.found.pop()
        return Amount(
            start=start,
            end=reading.end,
            text=self._text[start : reading.end],
            value=value,
            unit=reading.unit,
            sign=self._sign(reading, start),
            high=high,
            approximate=reading.number.more or self._approximate(reading, start),
            noun=None if reading.noun is None else self._text[reading.end - len(reading.noun) : reading.end],
        )

    def _low_end(self, reading: Reading) -> Number | Reading | None:
        """The number before, where the two are a range: 500-600億, $37.5bn to $38bn, between 10% and 12%."""
        last = self._last
        if last is None or not last.end <= reading.start <= last.end + 16:
            return None
        gap = self._low[last.end : reading.start]
        if not joins_range(gap) and not (joins_pair(gap) and opens_pair(self._low, last.start, reading.end)):
            return None
        if not _same_sort(last, reading) or (not is_dash(gap) and comes_from(self._low, last.start)):
            return None
        return last if _low_value(last, reading) < reading.value else None

    def _sign(self, reading: Reading, start: int) -> int:
        if self._low[start] in "+-":
            return -1 if self._low[start] == "-" else 1
        if reading.unit == COUNT:
            return 0
        return direction(self._low, start, reading.end) or self._inherited_sign(reading, start)

    def _inherited_sign(self, reading: Reading, start: int) -> int:
        """分別下降17%和5%; 暴跌5%,後收窄至2.29%."""
        if not self.found or reading.unit not in SHARES or self.found[-1].unit != reading.unit:
            return 0
        last = self.found[-1]
        gap = self._low[last.end : start]
        narrowed = is_narrowed(self._low, start) and not any(mark in gap for mark in "。!?\n")
        return last.sign if narrowed or continues(gap) else 0

    def _approximate(self, reading: Reading, start: int) -> bool:
        if is_approximate(self._low, start, reading.end):
            return True
        if not self.found or not (last := self.found[-1]).approximate or last.unit != reading.unit:
            return False
        return joins_pair(self._low[last.end : start]) and is_shared(self._low, last.start, reading.end)

    def _attach_tolerance(self, reading: Reading) -> bool:
        """Give a tolerance to the amount before it, and to the one that stands side by side with that."""
        near = self.found and reading.start - self.found[-1].end <= _NEAR
        if not near or reading.unit == COUNT or not is_tolerance(self._low, reading.start):
            return False
        unit = reading.unit if reading.unit in SHARES else f" {reading.unit}"
        for index in self._side_by_side():
            self.found[index] = replace(self.found[index], tolerance=f"{reading.value}{unit}")
        return True

    def _side_by_side(self) -> Iterator[int]:
        yield len(self.found) - 1
        for index in range(len(self.found) - 2, -1, -1):
            left, right = self.found[index : index + 2]
            if left.unit != right.unit or not joins_pair(self._low[left.end : right.start]):
                return
            yield index

    def _is_conversion(self, reading: Reading) -> bool:
        """308億美元(摺合人民幣約為2231億元): the same sum again."""
        if not self.found or not reading.is_money:
            return False
        last = self.found[-1]
        return last.unit != reading.unit and _is_money(last) and converts(self._low[last.end : reading.start])

    def _is_model(self, reading: Reading) -> bool:
        """`Windows 11 sales`, `RTX 4090顯卡`: a bare number after a name belongs to the name."""
        number = reading.number
        if (
            reading.unit != COUNT
            or number.scale > 1
            or number.words
            or "," in self._text[number.start : number.end]
        ):
            return False
        name = _WORD_BEFORE.search(self._text, max(number.start - 24, 0), number.start)
        return name is not None and not name[1].islower() and name[1].lower() not in _plain_words()

    def _signed_start(self, start: int) -> int:
        """Where the amount starts, its minus or plus included: 年增率-2.5%."""
        if start and self._low[start - 1] in "+-" and (start == 1 or self._low[start - 2] in _MINUS_AFTER):
            return start - 1
        return start


_WORD_BEFORE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z][\w.-]*) $", re.ASCII)


@cache
def _plain_words() -> frozenset[str]:
    """Words that a sentence may start with before a count: About 44, The 20."""
    openers = (*words("count.stop"), *words("approximate.before"))
    return frozenset(word.split()[-1] for word in openers)


def _same_sort(low_end: Number | Reading, high: Reading) -> bool:
    if isinstance(low_end, Number):
        return True
    return low_end.unit == high.unit or (
        low_end.is_money and high.is_money and "XXX" in (low_end.unit, high.unit)
    )


def _low_value(low_end: Number | Reading, high: Reading) -> Decimal:
    """The lower end; a bare number takes the scale of the upper end: 500-600億."""
    number = low_end if isinstance(low_end, Number) else low_end.number
    factor = (
        high.value / high.number.value if high.number.value and isinstance(low_end, Number) else Decimal(1)
    )
    if number.scale == 1 and number.value * high.number.scale <= high.number.value:
        factor *= high.number.scale
    value = (number.value if isinstance(low_end, Number) else low_end.value) * factor
    return value.to_integral_value() if value == value.to_integral_value() and factor != 1 else value


def _is_money(amount: Amount) -> bool:
    return amount.unit not in (*SHARES, COUNT, RANK)


_Place = TypeVar("_Place", Number, Amount)


def _outside(places: Iterable[_Place], taken: Sequence[tuple[int, int]]) -> Iterator[_Place]:
    """Those of the sorted places that touch none of the taken spans."""
    spans = iter(sorted(taken))
    span = next(spans, None)
    for place in places:
        while span is not None and span[1] <= place.start:
            span = next(spans, None)
        if span is None or place.end <= span[0]:
            yield place


def _with_ranks(text: str, low: str, amounts: list[Amount], taken: Sequence[tuple[int, int]]) -> list[Amount]:
    """The amounts and the ranks that overlap none of them, sorted."""
    ranks = [Amount(start, end, text[start:end], rank, RANK) for start, end, rank in sorted(find_ranks(low))]
    merged: list[Amount] = []
    for amount in sorted(
        [*amounts, *_outside(ranks, taken)], key=lambda amount: (amount.start, amount.unit != RANK)
    ):
        if not merged or amount.start >= merged[-1].end:
            merged.append(amount)
    return merged
