"""Chinese quarters of the calendar, and fiscal years, halves and quarters."""

from __future__ import annotations

import re

from kb.timex.build import within
from kb.timex.meaning import (
    Absolute,
    Field,
    FiscalYear,
    In,
    Interval,
    Meaning,
    Origin,
    Part,
    Portion,
    Shift,
    Silent,
    Unit,
)
from kb.timex.rules import Grammar
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import IN_YEAR, first_group, year_meaning
from kb.when.span import TimeSpan

_DEGREE = f"(?:{w.whole('度')})"
_PORTION = rf"(?:\s?(?P<p>初|{w.whole('中')}|底|{w.whole('末')}|尾)(?!期))?"
_NAME = r"(?:财政年度|会计年度|财会年度|财务年度|财年)"
_FISCAL = (
    rf"(?:(?<!\d)(?P<y>{w.YEAR4}|\d\d)\s?年?\s?{_NAME}"
    rf"|FY\s?'?(?P<fy>20\d\d|\d\d)|(?P<fw>本|上|下|上一|下一|上个|下个|今|去|明|新){_NAME})"
)
_QUARTER = rf"(?:第?\s?(?P<q>[一二三四1-4])\s?财?季{_DEGREE}?|Q(?P<r>[1-4])(?:\s?季度?)?|(?P<s>[1-4])Q)"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of quarters and fiscal periods."""
    _quarters(grammar)
    _quarter_codes(grammar)
    _quarter_ranges(grammar)
    _fiscal_years(grammar)
    _fiscal_quarters(grammar)


def _quarters(grammar: Grammar) -> None:
    @grammar.rule("quarter", rf"{IN_YEAR}(?:第\s?)?(?P<q>{w.QUARTER})\s?季{_DEGREE}?{_PORTION}(?!稻)")
    @grammar.rule(
        "quarter", rf"第\s?(?P<q>{w.QUARTER})\s?个?季{_DEGREE}?{_PORTION}", guard=guards.season_stands
    )
    @grammar.rule("quarter", rf"(?P<q>[一二三四1-4首末])\s?季{_DEGREE}{_PORTION}", guard=guards.counted)
    @grammar.rule("quarter", rf"(?P<q>[首末])季{_PORTION}")
    @grammar.rule(
        "quarter", rf"{IN_YEAR}?(?<!\d)(?:Q(?P<q>[1-4])|(?P<r>[1-4])Q)(?![\dA-Za-z.%])(?:\s?季度?)?{_PORTION}"
    )
    def _quarter(match: re.Match[str]) -> Meaning:
        quarter = within(year_meaning(match), Field(Unit.QUARTER, w.number(first_group(match, "q", "r"))))
        return _in_part(quarter, match["p"])

    @grammar.rule("quarter", r"(?P<q>[一二三四])季(?=报)", guard=guards.counted)
    def _report(match: re.Match[str]) -> Meaning:
        return Silent(Field(Unit.QUARTER, w.number(match["q"])))

    @grammar.rule("quarter-word", rf"(?P<w>{w.QUARTER_WORD}){_PORTION}(?![度赛])")
    def _word(match: re.Match[str]) -> Meaning:
        return _in_part(w.shift("quarters", Unit.QUARTER, match["w"]), match["p"])


def _in_part(quarter: Meaning, word: str | None) -> Meaning:
    """The start and end of a quarter are its first and last month."""
    if not word:
        return quarter
    portion = w.portion(word)
    return Part(quarter, {Portion.EARLY: Portion.START, Portion.LATE: Portion.END}.get(portion, portion))


def _quarter_codes(grammar: Grammar) -> None:
    end = r"(?![\dA-Za-z%])"

    @grammar.rule("quarter-code", rf"(?P<y>20\d\d|19\d\d|\d\d)\s?[-/]?\s?年?Q(?P<q>[1-4]){end}")
    @grammar.rule("quarter-code", rf"(?P<q>[1-4])Q\s?'?(?P<y>20\d\d|\d\d){end}")
    @grammar.rule("quarter-code", rf"Q(?P<q>[1-4])[ ,]?\s?'?(?P<y>20\d\d|(?<=')\d\d){end}")
    def _code(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.quarter(w.year_of(match["y"]), int(match["q"])))


def _quarter_ranges(grammar: Grammar) -> None:
    @grammar.rule("quarters", rf"{IN_YEAR}?(?:前|首|头)(?P<k>[二两三23])个?季{_DEGREE}?(?!内)")
    def _first_quarters(match: re.Match[str]) -> Meaning:
        year, count = year_meaning(match), w.number(match["k"])
        return Interval(within(year, Field(Unit.QUARTER, 1)), within(year, Field(Unit.QUARTER, count)))

    @grammar.rule(
        "quarters",
        rf"{IN_YEAR}?第?(?P<q>[一二三1-3])季?度?(?:{w.TO}|[、和及])?第?(?P<e>[二三四2-4])季{_DEGREE}",
        guard=guards.counted,
    )
    def _quarter_range(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        first, last = (Field(Unit.QUARTER, w.number(match[name])) for name in "qe")
        return Interval(within(year, first), within(year, last)) if first.value < last.value else None


def _fiscal_years(grammar: Grammar) -> None:
    @grammar.rule("fiscal-year", rf"{_FISCAL}(?:度)?(?P<p>初|底|末)?", priority=1)
    def _year(match: re.Match[str]) -> Meaning:
        year = _fiscal_year(match)
        return Part(year, w.portion(match["p"])) if match["p"] else year

    @grammar.rule("fiscal-years", rf"(?P<y>20\d\d)\s?[-/–]\s?(?P<e>20\d\d|\d\d)\s?{_NAME}", priority=2)
    def _straddling(match: re.Match[str]) -> Meaning:
        return FiscalYear(w.year_of(match["e"]))

    @grammar.rule(
        "fiscal-half", rf"{_FISCAL}的?\s?(?:(?P<h>[上下])半(?:财?年)?{_DEGREE}?|H(?P<i>[12]))", priority=1
    )
    def _half(match: re.Match[str]) -> Meaning:
        half = int(match["i"]) if match["i"] else 1 + (match["h"] == "下")
        return In(_fiscal_year(match), Field(Unit.HALF, half, fiscal=True))


def _fiscal_quarters(grammar: Grammar) -> None:
    code = r"(?P<s>[1-4])Q(?P<fy>20\d\d|\d\d)(?P<y>)(?P<fw>)(?P<q>)(?P<r>)(?!\d)"

    @grammar.rule("fiscal-quarter", rf"{_FISCAL}\s?的?\s?[,-]?\s?{_QUARTER}(?![\dA-Za-z])", priority=1)
    @grammar.rule("fiscal-quarter", code.replace("Q", "QFY"), priority=1)
    @grammar.rule("fiscal-quarter", rf"FY\s?{code}", priority=1)
    @grammar.rule(
        "fiscal-quarter", rf"Q(?P<r>[1-4])\s?,?\s?{_FISCAL}(?P<q>)(?P<s>)(?![\dA-Za-z])", priority=1
    )
    def _quarter(match: re.Match[str]) -> Meaning:
        number = w.number(first_group(match, "q", "r", "s"))
        return In(_fiscal_year(match), Field(Unit.QUARTER, number, fiscal=True))

    @grammar.rule(
        "fiscal-quarter",
        rf"20\d\d\s?[-/–]\s?(?P<e>20\d\d|\d\d)\s?{_NAME}的?\s?{_QUARTER}(?![\dA-Za-z])",
        priority=3,
    )
    def _of_straddling(match: re.Match[str]) -> Meaning:
        number = w.number(first_group(match, "q", "r", "s"))
        return In(FiscalYear(w.year_of(match["e"])), Field(Unit.QUARTER, number, fiscal=True))

    @grammar.rule("fiscal-half", r"(?P<h>[上下])半财年", priority=1)
    def _bare_half(match: re.Match[str]) -> Meaning:
        return Field(Unit.HALF, 1 + (match["h"] == "下"), fiscal=True)

    @grammar.rule(
        "fiscal-quarter", rf"{IN_YEAR}?第?\s?(?P<q>[一二三四1-4首])\s?个?财(?:政|务)?季{_DEGREE}?", priority=1
    )
    def _quarter_of_year(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Field(Unit.QUARTER, w.number(match["q"]), fiscal=True))

    @grammar.rule("fiscal-quarter", r"(?P<fw>本|上|下|上一|下一|上个|下个|当)财季", priority=1)
    def _quarter_word(match: re.Match[str]) -> Meaning:
        origin = Origin.TEXT if match["fw"] == "当" else Origin.NOW
        return Shift(Unit.QUARTER, _turn(match["fw"]), origin, fiscal=True)


def _fiscal_year(match: re.Match[str]) -> Meaning:
    if match["fw"]:
        return Shift(Unit.YEAR, _turn(match["fw"]), fiscal=True)
    return FiscalYear(w.year_of(first_group(match, "y", "fy")))


def _turn(word: str) -> int:
    return {"上": -1, "去": -1, "下": 1, "明": 1, "新": 1}.get(word[0], 0)
