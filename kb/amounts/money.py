"""Money whose currency the words leave out: 元 goes on in the currency that the text has named before."""

from __future__ import annotations

from dataclasses import replace

from kb.amounts.units import Reading
from kb.knowledge.currencies import NO_CURRENCY, load_currencies

_FULL_STOP = "。"
# Of the first characters, so many and more that folding changes are traditional ones, punctuation left out.
_SAMPLE, _LEAST = 400, 0.05


class NamedCurrencies:
    """The currencies that a text has named so far.

    A domestic one is named once for the whole text: 人民幣 where it is written in simplified characters, 新台幣 and
    港元 in traditional ones. Any other is named for its paragraph.
    """

    def __init__(self, text: str, low: str) -> None:
        self._low = low
        self._written = frozenset().union(*load_currencies().domestic.values())
        self._home = load_currencies().domestic["Hant" if _is_traditional(text, low) else "Hans"]
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
        if unit in self._home:
            self._domestic, self._domestic_here = unit, True

    def _carried(self, reading: Reading) -> str:
        """元 is domestic money before it is the 美元 of the paragraph; 279bn is what was named last."""
        if self._low[reading.end - 1].isascii():
            return self._here
        if self._domestic_here:
            return self._domestic
        if _FULL_STOP in self._low[self._named : reading.start]:
            return self._here if self._here in self._written else self._domestic
        return self._here if self._here in load_currencies().plain else self._domestic


def _is_traditional(text: str, low: str) -> bool:
    """Whether a text is written in traditional characters: folding makes them simplified."""
    ideographs = [at for at, char in enumerate(text[:_SAMPLE]) if "\u4e00" <= char <= "\u9fff"]
    changed = sum(text[at] != low[at] for at in ideographs)
    return changed > _LEAST * len(ideographs)
