"""Holidays by their Chinese names, and days of the lunar calendar."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.build import within
from kb.timex.meaning import Holiday, Interval, Lunar, Meaning, Offset, Unit
from kb.timex.rules import Grammar
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import IN_YEAR, year_meaning

_NAME = one_of(w.WORDS["holidays"])
_PLACE_OR_SHOW = r"(?![路街区镇村乡桥卡礼版灯歌岛帽贺愉目点线]|广场|大道|联欢|晚会|快乐|老人|树|奖章|门事件)"
_DAYS_OFF = "小?长假|假期|假日|连假|黄金周"
_MONTH = r"(?:(?P<leap>闰)?(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九正冬腊])月)"
# Days that only the lunar calendar writes so, and all of them.
_LUNAR_DAY = "初(?:十|[一二三四五六七八九])|廿[一二三四五六七八九]?"
_DAY = rf"(?P<d>{_LUNAR_DAY}|30|[12]\d|[1-9](?=[日号])|三十|二?十[一二三四五六七八九]?)[日号]?"
_FROM_NEW_YEAR = {"正": 1, "冬": 11, "腊": 12}


def add_rules(grammar: Grammar) -> None:
    """Register the rules of holidays and of the lunar calendar."""

    @grammar.rule(
        "holiday", rf"{IN_YEAR}?(?P<f>{_NAME})(?:{_DAYS_OFF})?{_PLACE_OR_SHOW}", guard=guards.holiday_stands
    )
    @grammar.rule("holiday", rf'{IN_YEAR}["「『](?P<f>{_NAME})["」』](?:{_DAYS_OFF})?{_PLACE_OR_SHOW}')
    def _holiday(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Holiday(w.WORDS["holidays"][match["f"]]))

    @grammar.rule(
        "holiday", rf'{IN_YEAR}?(?:["「]十一["」]|十一)(?=国庆|黄金|长假|假期|期间)', guard=guards.counted
    )
    def _national_day(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Holiday("national_day_cn"))

    @grammar.rule(
        "holiday-day",
        rf"{IN_YEAR}?(?P<f>{_NAME})(?:{_DAYS_OFF})?的?第(?P<k>[2-8二三四五六七八])[天日]",
        guard=guards.holiday_stands,
    )
    def _later_day(match: re.Match[str]) -> Meaning:
        feast = within(year_meaning(match), Holiday(w.WORDS["holidays"][match["f"]]))
        return Offset(Unit.DAY, w.number(match["k"]) - 1, feast)

    @grammar.rule(
        "holiday-day",
        rf"{IN_YEAR}?(?P<f>{_NAME})(?:{_DAYS_OFF})的?(?P<o>[前首头])(?P<k>[二两三四五六七2-7])[天日]",
        guard=guards.holiday_stands,
    )
    def _first_days(match: re.Match[str]) -> Meaning:
        feast = within(year_meaning(match), Holiday(w.WORDS["holidays"][match["f"]]))
        return Interval(feast, Offset(Unit.DAY, w.number(match["k"]) - 1, feast))

    _lunar(grammar)


def _lunar(grammar: Grammar) -> None:
    calendar = "(?:农历|阴历|旧历)"

    @grammar.rule("lunar", rf"{IN_YEAR}?{calendar}{_MONTH}(?:{_DAY}|份?(?!初))", priority=2)
    @grammar.rule("lunar", rf"{calendar}{IN_YEAR}?{_MONTH}(?:{_DAY}|份?(?!初))", priority=2)
    @grammar.rule("lunar", rf"{IN_YEAR}?{_MONTH}(?P<d>{_LUNAR_DAY})(?![日号度])", priority=2)
    @grammar.rule(
        "lunar",
        rf"(?P<yw>{w.YEAR_WORD})?(?P<leap>)(?P<m>[一二三四五六七八九十]|十[一二])月(?P<d>十五)(?![日号至到、-])",
        priority=2,
    )
    @grammar.rule("lunar", rf"{IN_YEAR}?(?P<leap>)(?P<m>[正腊])月(?:{_DAY})?", priority=2)
    @grammar.rule("lunar", rf"{IN_YEAR}?(?P<leap>闰)(?P<m>{w.MONTH})月(?:{_DAY})?", priority=2)
    def _day(match: re.Match[str]) -> Meaning:
        month = _FROM_NEW_YEAR.get(match["m"]) or w.number(match["m"])
        day = w.number(match["d"].removeprefix("初").replace("廿", "二十")) if match["d"] else None
        return within(year_meaning(match), Lunar(month, day, bool(match["leap"])))

    @grammar.rule("lunar", rf"{IN_YEAR}?大?年(?:初(?P<d>[一二三四五六七八九十]))(?!期)", priority=2)
    def _new_year(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Lunar(1, w.number(match["d"])))

    @grammar.rule(
        "lunar", rf"{IN_YEAR}?除夕[至到](?:正月|大年|年)?初(?P<d>[一二三四五六七八九十])", priority=2
    )
    def _days_off(match: re.Match[str]) -> Meaning:
        eve = within(year_meaning(match), Holiday("lunar_new_year_eve"))
        return Interval(eve, within(year_meaning(match), Lunar(1, w.number(match["d"]))))

    @grammar.rule("lunar", rf"{IN_YEAR}?(?:大年|年)三十(?![年多几])", priority=2)
    def _eve(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Holiday("lunar_new_year_eve"))
