"""Dates in digits alone: ISO 8601, slashes, and the order of day and month that these leave open."""

from __future__ import annotations

import re

from kb.timex.build import absolute_day, month_day
from kb.timex.en import words as w
from kb.timex.en.number_guards import dashed_stands, iso_month_stands, not_in_number, slash_stands
from kb.timex.meaning import Absolute, Either, Field, Interval, Meaning, Unit
from kb.timex.rules import Grammar
from kb.when.span import TimeSpan

_EDGE = r"(?![\d%]|[/.]\d|-\d+(?![\d/]))"
_WEEKDAY = rf"(?:{w.WEEKDAY},? \(?)?"
_MONTH_DIGITS = r"(?:1[0-2]|0?[1-9])"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of dates in digits."""
    _year_first(grammar)
    _year_last(grammar)
    _no_year(grammar)


def _year_first(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "iso",
        rf"{_WEEKDAY}(?P<y>(?:1[5-9]|20)\d\d)(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d)",
        guard=not_in_number,
    )
    def _iso(match: re.Match[str]) -> Meaning:
        return absolute_day(int(match["y"]), int(match["m"]), int(match["d"]))

    @w.register(
        grammar,
        "iso-month",
        r"(?P<y>(?:19|20)\d\d) ?[-/] ?(?P<m>0[1-9]|1[0-2])(?!\d|[-/]\d)",
        r"(?P<y>(?:19|20)\d\d)[-/](?P<m>[1-9])(?!\d|[-/]\d)",
        rf"(?P<m>{_MONTH_DIGITS}) ?/ ?(?P<y>(?:19|20)\d\d){_EDGE}",
        rf"(?P<m>0[1-9]|1[0-2]) ?- ?(?P<y>(?:19|20)\d\d){_EDGE}",
        guard=iso_month_stands,
    )
    def _iso_month(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.month(int(match["y"]), int(match["m"])))


def _year_last(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "slash",
        rf"{_WEEKDAY}(?P<a>\d\d?)(?P<s>[-/.])(?P<b>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d){_EDGE}",
        rf"{_WEEKDAY}(?P<a>\d\d?)(?P<s>/)(?P<b>\d\d?)/(?P<y>\d\d){_EDGE}",
        guard=not_in_number,
    )
    @w.register(
        grammar,
        "slash",
        rf"{_WEEKDAY}(?P<a>{_MONTH_DIGITS})-(?P<b>{w.DAY_DIGITS})-(?P<y>\d\d){_EDGE}",
        guard=dashed_stands,
    )
    def _slash(match: re.Match[str]) -> Meaning:
        return _either(int(match["a"]), int(match["b"]), w.year_of(match["y"]))


def _no_year(grammar: Grammar) -> None:
    day = rf"(?P<a>{_MONTH_DIGITS}) ?/ ?(?P<b>{w.DAY_DIGITS}){_EDGE}"

    @w.register(grammar, "slash", rf"{_WEEKDAY}{day}(?! (?:of|cup|inch|mile))", guard=slash_stands)
    @w.register(
        grammar,
        "slash",
        rf"{_WEEKDAY}(?P<a>{_MONTH_DIGITS})-(?P<b>{w.DAY_DIGITS}){_EDGE}",
        guard=dashed_stands,
    )
    def _month_slash_day(match: re.Match[str]) -> Meaning:
        return _day(int(match["a"]), int(match["b"]))

    @w.register(
        grammar,
        "slash",
        rf"{_WEEKDAY}(?P<b>1[3-9]|2\d|3[01])/(?P<a>{_MONTH_DIGITS}){_EDGE}",
        guard=slash_stands,
    )
    def _day_slash_month(match: re.Match[str]) -> Meaning:
        return _day(int(match["a"]), int(match["b"]))

    @w.register(
        grammar,
        "slash",
        (
            rf"(?P<a>{_MONTH_DIGITS})/(?P<b>{w.DAY_DIGITS}) ?[-–] ?(?P<c>{_MONTH_DIGITS})/"
            rf"(?P<d>{w.DAY_DIGITS})(?:,? ?/?(?P<y>20\d\d))?{_EDGE}"
        ),
        guard=slash_stands,
        priority=1,
    )
    def _slash_range(match: re.Match[str]) -> Meaning:
        first, last = (int(match["a"]), int(match["b"])), (int(match["c"]), int(match["d"]))
        if match["y"]:
            year = int(match["y"])
            return Interval(absolute_day(year, *first), absolute_day(year, *last))
        return Interval(_day(*first), _day(*last))


def _day(month: int, day: int) -> Meaning:
    return month_day(Field(Unit.MONTH, month), Field(Unit.DAY, day))


def _either(first: int, second: int, year: int) -> Meaning:
    if first > 12 or second > 12:
        month, day = (second, first) if first > 12 else (first, second)
        return absolute_day(year, month, day)
    month_first = absolute_day(year, first, second)
    return month_first if first == second else Either(month_first, absolute_day(year, second, first))
