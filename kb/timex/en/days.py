"""Days by month and number, in both orders, and ranges of them."""

from __future__ import annotations

import re

from kb.timex.build import absolute_day, month_day, within
from kb.timex.en import words as w
from kb.timex.en.around import word_stands
from kb.timex.en.number_guards import (
    day_stands,
    ends_clause,
    ends_text,
    month_day_stands,
    of_the_attacks,
    short_year_stands,
    weekday_of_month_stands,
)
from kb.timex.meaning import In, Interval, Meaning, OnWeekday, Unit
from kb.timex.rules import Grammar

_WEEKDAY = rf"(?:(?P<wd>{w.WEEKDAY}),? ?(?:the )?)?"
_OF_YEAR = rf"(?:{w.OF_YEAR})?"
# A comma between month and day only before an ordinal: delivered 30 in December, 17 of them in Asia.
_MONTH_FIRST = rf"(?P<m>{w.MONTH})(?: ?(?:the )?|[-/]|, (?=\d{{1,2}}(?:st|nd|rd|th)))(?P<d>{w.DAY})"
_DAY_DIGITS = rf"{w.DAY_DIGITS}(?:st|nd|rd|th)?"
_DAY_FIRST = rf"(?:the )?(?P<d>{_DAY_DIGITS}|{w.ORDINAL_WORD}|{w.NUMBER_WORD})(?: of |[- /]|)(?P<m>{w.MONTH})"
# The last two digits of a year without an apostrophe: 10 August 96.
_SHORT_YEAR = r"(?P<yy>\d\d)(?![\d%:/-]|[.,]\d)"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of days."""
    _named(grammar)
    _bare(grammar)
    _ranges(grammar)


def _named(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "day",
        rf"{_WEEKDAY}{_MONTH_FIRST}(?: ?{w.OF_YEAR})?(?:,? \(?(?P<wd2>{w.WEEKDAY})\)?)?(?!\w)",
        (
            rf"{_WEEKDAY}{_DAY_FIRST}(?:(?:{w.OF_YEAR})|[-/](?P<y2>{w.YEAR}))?(?: \((?P<wd2>{w.WEEKDAY})\))?"
            rf"(?!\w)"
        ),
        rf"(?P<m>{w.MONTH})[-/](?P<d>{w.DAY})[-/](?P<y2>{w.YEAR})",
        rf"(?P<y2>{w.YEAR})(?:[-/]|\x20)(?P<m>{w.MONTH})(?:[-/]|\x20)(?P<d>{w.DAY})",
        guard=month_day_stands,
    )
    def _day(match: re.Match[str]) -> Meaning:
        year = w.year_span(match["y2"]) if match.groupdict().get("y2") else w.year_meaning(match)
        day = month_day(w.month_field(match["m"]), w.day_field(match["d"]))
        named = match.groupdict().get("wd") or match.groupdict().get("wd2")
        return OnWeekday(w.weekday(named), day) if named and year is None else within(year, day)

    @w.register(
        grammar, "day-of-attacks", r"sept(?:\.|ember)? 11(?:th)?(?![\d,])", guard=of_the_attacks, priority=2
    )
    def _attacks(match: re.Match[str]) -> Meaning:
        return absolute_day(2001, 9, 11)

    @w.register(
        grammar,
        "day-short-year",
        rf"{_WEEKDAY}(?P<m>{w.MONTH}) (?P<d>{_DAY_DIGITS}),? {_SHORT_YEAR}",
        rf"{_WEEKDAY}(?P<d>{_DAY_DIGITS})[- /](?P<m>{w.MONTH})(?:,? |[-/]){_SHORT_YEAR}",
        guard=short_year_stands,
    )
    def _short_year(match: re.Match[str]) -> Meaning:
        year = w.year_span(match["yy"])
        return within(year, month_day(w.month_field(match["m"]), w.day_field(match["d"])))


def _bare(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "day-of-month",
        rf"(?:the )?(?P<d>{w.RANKED_DAY})",
        rf"the (?P<d>{w.DAY_DIGITS})(?![\d%:]|[.,]\d)",
        guard=day_stands,
        priority=-1,
    )
    def _day_of_month(match: re.Match[str]) -> Meaning:
        return w.day_field(match["d"])

    @w.register(
        grammar,
        "day-of-month",
        rf"(?P<wd>{w.WEEKDAY}),? (?:(?:the )?(?P<d>{w.RANKED_DAY})|the (?P<d2>{w.DAY}))",
        guard=weekday_of_month_stands,
    )
    def _weekday_of_month(match: re.Match[str]) -> Meaning:
        return OnWeekday(w.weekday(match["wd"]), w.day_field(match["d"] or match["d2"]))

    @w.register(
        grammar,
        "weekday-number",
        rf"(?P<wd>{w.FULL_WEEKDAY}),? (?P<d>{w.DAY_DIGITS})(?![\d%:\x20]|[.,]\d)",
        guard=ends_clause,
    )
    def _weekday_and_number(match: re.Match[str]) -> Meaning:
        return OnWeekday(w.weekday(match["wd"]), w.day_field(match["d"]))

    @w.register(
        grammar,
        "number-of-day",
        rf"on (?P<x>(?P<d>{w.DAY_DIGITS}))(?![\w\x20\n:/,-]|\.\d)",
        guard=ends_text,
        priority=-1,
    )
    def _at_the_end(match: re.Match[str]) -> Meaning:
        return w.day_field(match["d"])

    @w.register(
        grammar,
        "day-of-turn",
        (
            rf"(?:the )?(?P<d>{w.RANKED_DAY}|{w.DAY_DIGITS})(?: day)? of (?P<t>this|next|last|the (?:current"
            rf"|previous|next|following|same)|that) month"
        ),
    )
    def _day_of_turn(match: re.Match[str]) -> Meaning:
        return In(w.turned(match["t"], Unit.MONTH), w.day_field(match["d"]))


def _ranges(grammar: Grammar) -> None:
    plain = rf"(?P<d>{w.DAY}){w.TO}(?P<e>{w.DAY})"

    @w.register(
        grammar,
        "days",
        (
            rf"{_WEEKDAY}(?P<m>{w.MONTH}) (?:from |between )?(?:the )?{plain}{_OF_YEAR}(?! (?:of )?{w.MONTH})"
            rf"(?!\w)"
        ),
        rf"(?:the )?{plain} (?:of )?(?P<m>{w.MONTH}){_OF_YEAR}(?!\w)",
        rf"(?P<m>{w.MONTH}) between (?P<d>{w.DAY})(?:[-–]| and )(?P<e>{w.DAY}){_OF_YEAR}(?!\w)",
        (
            rf"between (?P<x>(?:the )?(?P<d>{w.DAY}) and (?:the )?(?P<e>{w.DAY}) (?:of )?"
            rf"(?P<m>{w.MONTH}){_OF_YEAR})(?!\w)"
        ),
        (
            rf"between (?P<x>(?P<m>{w.MONTH}) (?:the )?(?P<d>{w.DAY}) and (?:the )?(?P<e>{w.DAY}){_OF_YEAR})"
            rf"(?!\w)"
        ),
        guard=word_stands,
    )
    def _range(match: re.Match[str]) -> Meaning | None:
        year, month = w.year_meaning(match), w.month_field(match["m"])
        return _interval(match, lambda day: within(year, month_day(month, day)))

    @w.register(
        grammar,
        "days",
        rf"(?:the )?{plain} (?:of|in) (?P<t>this|next|last) month",
    )
    def _in_turn(match: re.Match[str]) -> Meaning | None:
        month = w.turned(match["t"], Unit.MONTH)
        return _interval(match, lambda day: In(month, day))


def _interval(match: re.Match[str], place: object) -> Meaning | None:
    first, last = w.day_field(match["d"]), w.day_field(match["e"])
    if first.value >= last.value:
        return None
    return Interval(place(first), place(last))  # type: ignore[operator]
