"""Dates written in digits alone: 2024-09-04, 2024.9, 20240904, 113/9/4, 11/20."""

from __future__ import annotations

import re

from kb.timex.build import absolute_day
from kb.timex.meaning import Absolute, Either, Meaning
from kb.timex.rules import Grammar, ImpossibleDate
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import within_month
from kb.when.span import TimeSpan

_EDGE = r"(?![\d%])"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of dates in digits."""
    _year_first(grammar)
    _year_last(grammar)

    @grammar.rule(
        "year-month",
        r"(?P<y>(?:19|20)\d\d)\s?[-/.]\s?(?P<m>0[1-9]|1[0-2]|[1-9])(?![\d%.万亿元美倍/]|-\d{1,3}(?!\d))",
        guard=guards.number_stands,
    )
    def _year_month(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.month(int(match["y"]), int(match["m"])))

    @grammar.rule(
        "month-day",
        rf"(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9]){_EDGE}(?!/)",
        guard=guards.slash_stands,
    )
    def _month_day(match: re.Match[str]) -> Meaning:
        return within_month(w.month_field(match["m"]), match["d"])


def _year_first(grammar: Grammar) -> None:
    @grammar.rule(
        "iso",
        rf"(?P<y>[12]\d{{3}})\s?(?P<s>[-/.])\s?(?P<m>\d\d?)\s?(?P=s)\s?(?P<d>\d\d?)日?{_EDGE}",
        guard=guards.not_in_number,
    )
    @grammar.rule(
        "iso",
        rf"(?P<y>(?:19|20)\d\d)(?P<s>\s?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>[0-2]\d|3[01]){_EDGE}",
        guard=guards.not_in_number,
    )
    def _iso(match: re.Match[str]) -> Meaning:
        return absolute_day(*(int(match[name]) for name in "ymd"))

    @grammar.rule(
        "roc",
        rf"(?P<y>1[0-4]\d)(?P<s>[./])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?){_EDGE}",
        guard=guards.not_in_number,
    )
    def _roc(match: re.Match[str]) -> Meaning:
        return absolute_day(1911 + int(match["y"]), int(match["m"]), int(match["d"]))


def _year_last(grammar: Grammar) -> None:
    @grammar.rule(
        "year-last",
        rf"(?P<a>\d\d?)(?P<s>[-/])(?P<b>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d){_EDGE}",
        guard=guards.not_in_number,
    )
    def _year_last(match: re.Match[str]) -> Meaning | None:
        first, second, year = (int(match[name]) for name in "aby")
        readings = [_possible(year, first, second), _possible(year, second, first)]
        possible = [reading for reading in dict.fromkeys(readings) if reading is not None]
        if not possible:
            return None
        return possible[0] if len(possible) == 1 else Either(*possible)


def _possible(year: int, month: int, day: int) -> Absolute | None:
    try:
        return absolute_day(year, month, day)
    except ImpossibleDate:
        return None
