"""Amounts of time as English says them: two and a half years, more than a decade, a couple of weeks."""

from __future__ import annotations

import re

from kb.timex.en import words as w
from kb.timex.meaning import Duration, Marked, Meaning, Offset, Origin, Shift, Unit, Window

_ABOUT = r"about|around|nearly|almost|some|roughly|approximately|an estimated|close to"
_BOUNDED = (
    r"more than|over|at least|less than|fewer than|up to|as many as|as little as|at most|no more than|within"
    r"|well over|just over|just under|a full|full"
)
_COUNT = (
    rf"(?P<k>(?:a )?couple(?: of)?|half an?|a half|another|\d{{1,3}}\.\d|(?:a )?dozen"
    rf"|(?:{w.NUMBER_WORD}|\d{{1,2}}|an?) and (?:a )?half|(?:a|one) hundred|(?:an )?additional {w.COUNT}"
    rf"|another {w.NUMBER_WORD}|{w.COUNT})"
)
COUNTED = (
    rf"{_COUNT}(?:[- ]|(?<=\d))(?:consecutive |straight |full |more |additional |long |calendar |whole "
    rf"|successive )?(?P<u>{w.UNIT})(?P<half> and a half)?"
)
AMOUNT = rf"(?:(?:(?P<about>{_ABOUT})|(?P<more>{_BOUNDED})) )?{COUNTED}"

ISO = {
    Unit.YEAR: "P{}Y", Unit.MONTH: "P{}M", Unit.WEEK: "P{}W", Unit.DAY: "P{}D", Unit.WORKDAY: "P{}D",
    Unit.QUARTER: "P{}Q",
    Unit.CENTURY: "P{}C", Unit.DECADE: "P{}DE", Unit.WEEKEND: "P{}WE", Unit.FORTNIGHT: "P{}W",
    Unit.HOUR: "PT{}H",
    Unit.MINUTE: "PT{}M", Unit.SECOND: "PT{}S", Unit.HALF: "P{}H", Unit.SEASON: "P{}S",
}  # fmt: skip
_MONTHS_IN = {Unit.CENTURY: 1200, Unit.DECADE: 120, Unit.YEAR: 12, Unit.QUARTER: 3, Unit.MONTH: 1}
CLOCK_UNITS = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)
_SPECIAL = {
    "a couple of": 2.0, "a couple": 2.0, "couple of": 2.0, "couple": 2.0, "half a": 0.5, "half an": 0.5,
    "a half": 0.5,
    "half": 0.5, "another": 1.0, "a dozen": 12.0, "dozen": 12.0, "a hundred": 100.0, "one hundred": 100.0,
}  # fmt: skip


def amount(match: re.Match[str]) -> tuple[float, Unit]:
    """The count and the unit of an amount. Raises `ImpossibleDate` where its words say no number."""
    word = " ".join(match["k"].lower().split())
    unit = w.unit(match["u"])
    half = 0.5 if match["half"] else 0.0
    if word.endswith("half") and " and " in word:
        word, half = word.partition(" and ")[0], 0.5
    word = re.sub(r"^(?:another|additional|an additional) (?=\w)", "", word)
    if word in _SPECIAL:
        return _SPECIAL[word] + half, unit
    value = float(word) if re.fullmatch(r"\d+\.\d", word) else float(w.number(word))
    return (value * 2, Unit.WEEK) if unit is Unit.FORTNIGHT else (value + half, unit)


def iso(count: float, unit: Unit) -> str:
    """ISO 8601, the fraction of a year or quarter in months: a year and a half is P18M."""
    if count == int(count):
        return ISO[unit].format(int(count))
    if unit in _MONTHS_IN and unit is not Unit.MONTH:
        return f"P{int(count * _MONTHS_IN[unit])}M"
    return ISO[unit].format(count)


def shifted(match: re.Match[str], sign: int, origin: Origin) -> Meaning | None:
    """The unit that lies an amount from its origin; of minutes and hours only the length is kept."""
    count, unit = amount(match)
    if unit in CLOCK_UNITS:
        return Duration(iso(count, unit))
    if count != int(count):
        if unit not in _MONTHS_IN:
            return None
        count, unit = int(count * _MONTHS_IN[unit]), Unit.MONTH
        return Marked(Shift(unit, sign * int(count), origin), approximate=True)
    if unit is Unit.DECADE:
        count, unit = count * 10, Unit.YEAR
    shift = Shift(unit, sign * int(count), origin)
    return Marked(shift, approximate=True) if match["about"] or _ahead_in_months(shift) else shift


def _ahead_in_months(shift: Shift) -> bool:
    """In six months: some day of the month that it names, or near it."""
    return shift.unit is Unit.MONTH and shift.count > 0 and shift.origin is Origin.NOW


def offset(match: re.Match[str], sign: int, of: Meaning) -> Meaning | None:
    """The day or unit that lies an amount from something named: two weeks before Christmas."""
    count, unit = amount(match)
    if unit in CLOCK_UNITS or count != int(count):
        return None
    return Offset(unit, sign * int(count), of)


def windowed(match: re.Match[str], sign: int) -> Meaning | None:
    """A stretch of an amount that touches the publication date."""
    count, unit = amount(match)
    if unit in CLOCK_UNITS:
        return Duration(iso(count, unit))
    if count != int(count):
        if unit not in _MONTHS_IN:
            return None
        return Window(Unit.MONTH, sign * int(count * _MONTHS_IN[unit]))
    return Window(unit, sign * int(count), whole=unit is Unit.QUARTER)
