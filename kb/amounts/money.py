"""Money whose currency the words leave out: 元 goes on in the currency that the text has named before."""

from __future__ import annotations

from dataclasses import replace

from kb.amounts.units import Reading
from kb.knowledge.currencies import NO_CURRENCY, load_currencies

_FULL_STOP = "。"


class NamedCurrencies:
    """The currencies that a text has named so far.

    A domestic one (新台幣, 人民幣) is named once for the whole text; any other for its paragraph.
    """

    def __init__(self, low: str) -> None:
        self._low = low
        self._domestic = NO_CURRENCY
        self._here = NO_CURRENCY
        self._domestic_here = False
        self._end = self._named = 0

    def name(self, reading: Reading) -> Reading:
        """The reading with its currency, noting it where the words name one."""
        if "\n" in self._low[self._end : reading.start]:
            self._here, self._domestic_here = NO_CURRENCY, False
        self._end = reading.end
        if reading.unit == NO_CURRENCY:
            return replace(reading, unit=self._carried(reading))
        self._note(reading.unit, reading.end)
        return reading

    def _note(self, unit: str, end: int) -> None:
        self._here, self._named = unit, end
        if unit in load_currencies().domestic:
            self._domestic, self._domestic_here = unit, True

    def _carried(self, reading: Reading) -> str:
        """元 is domestic money before it is the 美元 of the paragraph; 279bn is what was named last."""
        if self._low[reading.end - 1].isascii():
            return self._here
        if self._domestic_here or _FULL_STOP in self._low[self._named : reading.start]:
            return self._domestic
        return self._here if self._here in load_currencies().plain else self._domestic
