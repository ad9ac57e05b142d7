"""The same period of another year: a year earlier, the year-ago quarter, the same period last year."""

from __future__ import annotations

import re

from kb.timex.en import words as w
from kb.timex.en.phrase_guards import ends_counting, is_compared
from kb.timex.meaning import Meaning, Origin, Shift, Unit, YearEarlier
from kb.timex.rules import Grammar

_SAME = r"(?:the )?(?:same|corresponding|comparable|equivalent|similar|like)"
_PERIOD = (
    r"(?P<u>period|time|quarter|month|week|day|half|date|point|timeframe|time frame|stretch|span"
    r"|three months|six months|nine months)"
)
_EARLIER = r"(?:(?P<k>a|one|two|three|four|five) years? (?:ago|earlier|before|prior|previously))"
_LAST_YEAR = (
    r"(?:(?:the )?(?P<t>last|previous|prior|preceding) (?:fiscal )?year|(?:the )?year[- ](?:ago|earlier"
    r"|before|prior))"
)
_UNITS = {"month": Unit.MONTH, "week": Unit.WEEK, "quarter": Unit.QUARTER}


def _stands(text: str, start: int, end: int) -> bool:
    """A year before, compared or told of a date; not a year before quitting."""
    return is_compared(text, start, end) or ends_counting(text, start, end)


def add_rules(grammar: Grammar) -> None:
    """Register the rules of comparisons."""

    @w.register(
        grammar,
        "year-earlier",
        rf"{_SAME} {_PERIOD},? (?:of |in |during |from )?(?:{_EARLIER}|{_LAST_YEAR})",
        (
            r"(?:the )?(?P<k>)(?P<t>)year[- ](?:ago|earlier|before|prior)[- ](?P<u>period|quarter|month|week"
            r"|half|level|figure|results?)(?<!level)(?<!figure)(?<!result)(?<!results)"
        ),
        rf"(?:the )?(?P<t>)(?P<u>quarter|period|month) {_EARLIER}",
        rf"(?:the )?(?P<k>)(?P<u>quarter|period|month),? {_LAST_YEAR}",
        (
            r"(?P<k>)(?P<u>)(?P<t>)the (?:year[- ]ago|year[- ]earlier|year before|(?:prior|previous)[- ]year"
            r"(?=[- ](?:period|quarter)))(?:[- ](?:period|quarter))?(?!-)"
        ),
        priority=2,
    )
    @w.register(
        grammar,
        "year-earlier",
        r"(?P<u>)(?P<t>)(?P<k>a|one) year (?:earlier|before|prior)(?! (?:the|it|that|this|he|she|they|to))",
        guard=_stands,
        priority=2,
    )
    @w.register(
        grammar,
        "year-earlier",
        r"(?P<u>)(?P<t>)(?P<k>a|one) year ago|(?:the )?(?:prior|previous) year",
        guard=is_compared,
        priority=2,
    )
    def _earlier(match: re.Match[str]) -> Meaning:
        years = w.number(match["k"]) if match["k"] else 1
        unit = _UNITS.get((match["u"] or "").lower())
        return YearEarlier(years, None if unit is None else Shift(unit, 0, Origin.TEXT))

    @w.register(
        grammar,
        "year-earlier",
        rf"{_SAME} (?:period|quarter|three months|stretch),? (?:of |in |during )?(?P<y>{w.YEAR})",
        priority=2,
    )
    def _in_year(match: re.Match[str]) -> Meaning:
        return YearEarlier(year=int(match["y"]))
