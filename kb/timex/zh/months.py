"""Chinese months and days, named, numbered, bracketed after another day, and in ranges."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.build import within
from kb.timex.meaning import (
    Field,
    In,
    Interval,
    Marked,
    Meaning,
    Origin,
    Part,
    Recurring,
    Shift,
    Unit,
    YearEarlier,
)
from kb.timex.rules import Grammar
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import ABOUT, IN_YEAR, MONTH, month_meaning, within_month, year_meaning

_MID = w.whole("中")
_PORTION = rf"(?:[上中下]旬|月[初底末尾]|月{_MID}|初(?![一二三四五六七八九十])|[底末尾]|{_MID})"
_WEEKDAY_AFTER = rf"(?:\s?\(\s?(?:{w.WEEKDAY}|[一二三四五六日])\s?\)|\s?{w.WEEKDAY})?"
# After 3月5 without 日 nothing may follow that could be counted: a range goes on, or a clause ends.
_DAY_OPEN = r"(?![\d.%万亿千百])"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of months and days."""
    _months(grammar)
    _month_ranges(grammar)
    _days(grammar)
    _neighbouring_days(grammar)
    _named_days(grammar)
    _day_ranges(grammar)
    _yearly(grammar)


def _months(grammar: Grammar) -> None:
    @grammar.rule("month", rf"{IN_YEAR}?{MONTH}", guard=guards.month_stands)
    @grammar.rule("month", rf"(?P<mw>)(?P<m>{w.MONTH})(?=[、和]\s?{w.MONTH}月)", guard=guards.counted)
    def _month(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), month_meaning(match))

    @grammar.rule(
        "month-before", rf"上个?月的?(?P<p>{_PORTION})?(?:份)?", guard=guards.compares_month, priority=1
    )
    def _month_before(match: re.Match[str]) -> Meaning:
        """比上月, 環比上月: the month before the one that is told of."""
        month = Shift(Unit.MONTH, -1, Origin.TEXT)
        return Part(month, w.portion(match["p"])) if match["p"] else month

    @grammar.rule("month", rf"(?:去|上)年本月(?:(?P<d>{w.DAY})[日号])?", priority=1)
    def _this_month_last_year(match: re.Match[str]) -> Meaning:
        month = YearEarlier(1, Shift(Unit.MONTH, 0))
        return In(month, w.day_field(match["d"])) if match["d"] else month

    @grammar.rule("month", rf"{IN_YEAR}首月")
    def _first_month(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Field(Unit.MONTH, 1))

    @grammar.rule("month-about", rf"{IN_YEAR}?{MONTH}{ABOUT}", guard=guards.month_stands)
    def _about(match: re.Match[str]) -> Meaning:
        return Marked(within(year_meaning(match), month_meaning(match)), approximate=True)

    @grammar.rule("month-part", rf"{IN_YEAR}?{MONTH}的?\s?(?P<p>{_PORTION})", guard=guards.month_stands)
    def _month_part(match: re.Match[str]) -> Meaning:
        return Part(within(year_meaning(match), month_meaning(match)), w.portion(match["p"]))

    @grammar.rule("part-of-month", rf"(?P<p>月[初底末尾]|月{_MID}|[上中下]旬)", guard=guards.starts_word)
    def _part(match: re.Match[str]) -> Meaning:
        return Part(Shift(Unit.MONTH, 0, Origin.TEXT), w.portion(match["p"]))

    @grammar.rule("this-month", "月内", guard=guards.starts_word)
    def _inside(match: re.Match[str]) -> Meaning:
        return Shift(Unit.MONTH, 0)


def _month_ranges(grammar: Grammar) -> None:
    @grammar.rule(
        "months",
        rf"{IN_YEAR}?(?<!\d)(?P<m>{w.MONTH})(?:月?(?:份)?{w.TO}|、)(?P<e>{w.MONTH})\s?{w.whole('月')}(?:份)?"
        rf"(?!\s?{w.DAY}[日号])",
        guard=guards.month_stands,
    )
    def _months(match: re.Match[str]) -> Meaning | None:
        year, first, last = year_meaning(match), w.month_field(match["m"]), w.month_field(match["e"])
        return Interval(within(year, first), within(year, last)) if first.value < last.value else None

    @grammar.rule("first-months", rf"{IN_YEAR}?(?:前|首|头)(?P<k>{w.NUMBER})个?月(?!内)")
    def _first_months(match: re.Match[str]) -> Meaning | None:
        count = w.number(match["k"])
        if not 2 <= count <= 11:
            return None
        year = year_meaning(match)
        return Interval(within(year, Field(Unit.MONTH, 1)), within(year, Field(Unit.MONTH, count)))


def _days(grammar: Grammar) -> None:
    @grammar.rule("day", rf"(?:{IN_YEAR}[,、]?)?{MONTH}的?\s?(?P<d>{w.DAY})\s?{w.DAY_END}{_WEEKDAY_AFTER}")
    @grammar.rule(
        "day", rf"{IN_YEAR}?{MONTH}(?P<d>{w.DAY}){_DAY_OPEN}", guard=guards.open_day_stands, priority=-1
    )
    @grammar.rule("day", rf"{IN_YEAR}?{MONTH}(?P<d>{w.DAY})(?=[、和及]\s?{w.DAY}[日号])")
    def _day(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), within_month(month_meaning(match), match["d"]))

    @grammar.rule("day-of-month", rf"(?P<d>{w.DAY}){w.whole('日')}{_WEEKDAY_AFTER}", guard=guards.day_stands)
    @grammar.rule(
        "day-of-month", rf"(?P<d>{w.DAY}){w.whole('号')}{_WEEKDAY_AFTER}", guard=guards.number_of_day_stands
    )
    def _day_of_month(match: re.Match[str]) -> Meaning:
        return w.day_field(match["d"])

    @grammar.rule(
        "day-word",
        rf"(?P<w>[今昨](?={one_of(w.WORDS['clipped']['verbs'])})|明(?=[{w.WORDS['clipped']['after_tomorrow']}])|昨(?=[{w.WORDS['clipped']['after_yesterday']}]))",
        guard=guards.clipped_stands,
    )
    def _clipped(match: re.Match[str]) -> Meaning:
        return w.day_word(f"{match['w']}日")

    @grammar.rule(
        "day-word",
        rf"(?P<w>{w.DAY_WORD})(?!性|(?<=[今明]日)前|(?<=[前后]日)[本方益均元圆])",
        guard=guards.owns_its_head,
    )
    def _day_word(match: re.Match[str]) -> Meaning:
        return w.day_word(match["w"])


def _neighbouring_days(grammar: Grammar) -> None:
    first = {"前": -2, "昨": -1, "今": 0, "明": 1}

    @grammar.rule("neighbouring-days", "今明后三[天日]|(?:前昨|昨今|今明|明后)[两二2]?[天日]", priority=1)
    def _days(match: re.Match[str]) -> Meaning:
        start = first[match.group()[0]]
        return Interval(Shift(Unit.DAY, start), Shift(Unit.DAY, start + (2 if "三" in match.group() else 1)))


def _named_days(grammar: Grammar) -> None:
    day = rf"\(\s?(?P<d>{w.DAY})\s?[日号]\s?\)"

    @grammar.rule(
        "named-day", rf"(?P<w>[今昨明]|{w.DAY_WORD})\s?\(\s?(?P<d>{w.DAY})\s?[日号]?\s?\)\s?[日天晨晚早]?"
    )
    @grammar.rule("named-day", rf"(?:{w.WEEK_WORD}|[本这上下])?\s?(?:{w.WEEKDAY})\s?{day}")
    @grammar.rule("named-day", rf"{w.WEEK_WORD}[一二三四五六日天]\s?{day}")
    def _named_day(match: re.Match[str]) -> Meaning:
        """A day beside the publication, whatever was told before."""
        return Field(Unit.DAY, w.day_field(match["d"]).value, turn=0)

    @grammar.rule(
        "named-date",
        rf"(?:(?:{w.WEEK_WORD}|[本这上下])?{w.WEEKDAY}|{w.WEEK_WORD}[一二三四五六日天]|{w.DAY_WORD})"
        rf"\s?[(,]\s?{IN_YEAR}?(?P<m>{w.MONTH})(?:\s?月\s?|[/-])(?P<d>{w.DAY})[日号]?\s?\)?",
    )
    def _named_date(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), within_month(w.month_field(match["m"]), match["d"]))


def _day_ranges(grammar: Grammar) -> None:
    last = rf"(?P<e>{w.DAY})\s?{w.DAY_END}"

    @grammar.rule("days", rf"{IN_YEAR}?{MONTH}\s?(?P<d>{w.DAY})[日号]?(?:{w.TO}|、){last}")
    def _days(match: re.Match[str]) -> Meaning | None:
        if not _ascending(match):
            return None
        month = month_meaning(match)
        year = year_meaning(match)
        first, last = (within(year, within_month(month, match[name])) for name in "de")
        return Interval(first, last)

    @grammar.rule("days-of-month", rf"(?P<d>{w.DAY})[日号]?(?:{w.TO}|、){last}", guard=guards.day_stands)
    def _bare_days(match: re.Match[str]) -> Meaning | None:
        return Interval(w.day_field(match["d"]), w.day_field(match["e"])) if _ascending(match) else None


def _ascending(match: re.Match[str]) -> bool:
    """A range of days goes up; a list of two (5、6日) is one where they are neighbours."""
    first, last = w.number(match["d"]), w.number(match["e"])
    return last == first + 1 if "、" in match.group() else last > first


def _yearly(grammar: Grammar) -> None:
    """Days and months that come back every year are sets, not dates."""

    @grammar.rule(
        "yearly", rf"(?:每|历)年的?(?P<m>{w.MONTH})月(?:份|[上中下]旬|[初底末]|{w.DAY}[日号])?", priority=1
    )
    @grammar.rule("yearly", rf"(?:每|历)年的?{one_of(w.WORDS['holidays'])}", priority=1)
    def _every_year(match: re.Match[str]) -> Meaning:
        return Recurring("P1Y")

    @grammar.rule("yearly", rf"每个?月的?{w.DAY}[日号]?(?!个)", priority=1)
    def _every_month(match: re.Match[str]) -> Meaning:
        return Recurring("P1M")
