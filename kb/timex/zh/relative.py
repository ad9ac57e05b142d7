"""Chinese expressions counted from somewhere, lengths of time, recurrences, and vague ones."""

from __future__ import annotations

import re

from kb.lang.numerals import parse_chinese_number
from kb.timex.meaning import (
    Duration,
    Marked,
    Meaning,
    Origin,
    Recurring,
    Shift,
    ToDate,
    Unit,
    Vague,
    Window,
    YearEarlier,
)
from kb.timex.rules import Grammar
from kb.timex.zh import words as w
from kb.timex.zh.calendar import YEAR

# 年 and 日 after a bare number are counted only where the number is no year and no day: see the rules.
COUNTED = rf"(?P<k>{w.COUNT})(?P<more>多|余|来|几)?\s?(?P<h>个?半)?\s?(?:个)?(?P<u>年|月|星期|周年|周|礼拜|天|日|季度?|世纪|工作日|交易日|小时|钟头|分钟|秒钟)(?P<h2>半)?"
HALF = r"(?P<half>半(?:个)?(?P<hu>年|月|天|世纪|小时))"
AMOUNT = f"(?:{COUNTED}|{HALF})"
_ISO = {
    "year": "P{}Y", "month": "P{}M", "week": "P{}W", "day": "P{}D", "workday": "P{}D", "quarter": "P{}Q",
    "century": "P{}C", "hour": "PT{}H", "minute": "PT{}M", "second": "PT{}S",
}  # fmt: skip
_COARSE = {Unit.YEAR: 12, Unit.QUARTER: 3, Unit.MONTH: 1}


def add_rules(grammar: Grammar) -> None:
    """Register the relative rules."""
    _shifts(grammar)
    _windows(grammar)
    _same_period(grammar)
    _lengths(grammar)
    _vague(grammar)


def _shifts(grammar: Grammar) -> None:
    @grammar.rule("ago", rf"{AMOUNT}(?:之|以)?前(?!后|往|夕|期|者)", guard=_counted)
    def _ago(match: re.Match[str]) -> Meaning | None:
        return _shifted(match, -1, Origin.NOW)

    @grammar.rule("later", rf"{AMOUNT}(?:之|以)?后(?!者|期|来)", guard=_counted)
    def _later(match: re.Match[str]) -> Meaning | None:
        return _shifted(match, 1, Origin.TEXT)


def _windows(grammar: Grammar) -> None:
    @grammar.rule(
        "past-window",
        rf"(?:过去|近|最近|刚过去|刚刚过去)的?(?:这)?\s?{AMOUNT}(?:以来|来|里|内|间|中)?",
        guard=None,
    )
    @grammar.rule("past-window", rf"(?P<x>{AMOUNT})(?:以来|来)(?!自|说)", guard=_counted)
    def _past(match: re.Match[str]) -> Meaning | None:
        return _window(match, -1)

    @grammar.rule("next-window", rf"(?:未来|今后|接下来|往后)的?\s?{AMOUNT}(?:之内|以内|里|内|间|中)?")
    def _next(match: re.Match[str]) -> Meaning | None:
        return _window(match, 1)

    @grammar.rule("to-date", r"(?P<x>今年(?:年初)?(?:以来|迄今|至今)|年初(?:以来|至今|迄今)|年[内初]至今)")
    @grammar.rule("to-date", r"(?P<x>(?:本月|这个月)(?:以来|迄今|至今)|月初(?:以来|至今))")
    @grammar.rule("to-date", r"(?P<x>(?:本季度?|这个季度)(?:以来|迄今|至今))")
    @grammar.rule("to-date", r"(?P<x>(?:本周|这周)(?:以来|迄今|至今))")
    def _to_date(match: re.Match[str]) -> Meaning:
        word = match["x"]
        units = {"季": Unit.QUARTER, "月": Unit.MONTH, "周": Unit.WEEK}
        return ToDate(next((unit for sign, unit in units.items() if sign in word), Unit.YEAR))


def _same_period(grammar: Grammar) -> None:
    @grammar.rule("year-earlier", r"(?:去年|上年|上一年|前一年)(?:的)?(?:同期|同时期|同一时期)")
    def _last_year(match: re.Match[str]) -> Meaning:
        return YearEarlier(1)

    @grammar.rule("year-earlier", r"前年(?:的)?同期")
    def _two_years(match: re.Match[str]) -> Meaning:
        return YearEarlier(2)

    @grammar.rule("year-earlier", r"(?:去年|上年)(?:的)?同季")
    def _quarter(match: re.Match[str]) -> Meaning:
        return YearEarlier(1, Shift(Unit.QUARTER, 0, Origin.TEXT))

    @grammar.rule("year-earlier", r"(?:去年|上年)(?:的)?同月")
    def _month(match: re.Match[str]) -> Meaning:
        return YearEarlier(1, Shift(Unit.MONTH, 0, Origin.TEXT))


def _lengths(grammar: Grammar) -> None:
    @grammar.rule("duration", rf"{AMOUNT}(?:的?时间|之久|时光|期)?", guard=_counted, priority=-2)
    def _duration(match: re.Match[str]) -> Meaning | None:
        return _length(match)

    @grammar.rule(
        "vague-duration",
        r"(?:数|几|好几|多|若干|十几|十多|数十|几十|上百)(?:个)?(?:年|月|周|星期|天|日|季度?|世纪|小时|分钟)(?!前|后|度)",
    )
    def _many(match: re.Match[str]) -> Meaning | None:
        unit = match.group().lstrip("数几好多若干十上百个")
        return Duration(_ISO[w.WORDS["units"][unit]].format("X")) if unit in w.WORDS["units"] else None

    every = r"(?P<x>每(?:隔|逢)?(?:一)?(?P<k>\d+|[两三四五六七八九十]+)?(?:个)?(?P<u>年度|年|季度|季|月份|月|星期|周|礼拜|天|日|小时|分钟)(?P<d>[一二三四五六日天末])?)"

    @grammar.rule("set", every)
    def _every(match: re.Match[str]) -> Meaning | None:
        unit = match["u"].removesuffix("份").removesuffix("度") or match["u"]
        key = "day" if unit in ("天", "日") else w.WORDS["units"].get(unit, "month")
        return Recurring(_ISO[key].format(w.number(match["k"]) if match["k"] else 1))

    @grammar.rule("set", "逐[年季月周日]")
    def _steadily(match: re.Match[str]) -> Meaning:
        return Recurring(_ISO[w.WORDS["units"][match.group()[1]]].format(1))


def _vague(grammar: Grammar) -> None:
    @grammar.rule("vague", w.one_of(w.WORDS["vague"]), priority=-3)
    def _word(match: re.Match[str]) -> Meaning:
        return Vague(w.WORDS["vague"][match.group()])

    @grammar.rule(
        "vague",
        r"(?:数|几|好几|多|若干|十几|十多|数十|几十)(?:个)?(?:年|月|周|星期|天|日)(?:之|以)?(?P<d>前|后)",
    )
    @grammar.rule(
        "vague",
        r"(?:近|最近|过去|未来|接下来|前|这)(?:的)?(?:几|数|多|些)(?:个)?(?:年|月|周|星期|天|日|季度?)(?:来|里|内|间)?(?P<d>)",
    )
    def _some(match: re.Match[str]) -> Meaning:
        future = match["d"] == "后" or match.group().startswith(("未来", "接下来"))
        return Vague("FUTURE_REF" if future else "PAST_REF")


def _amount(match: re.Match[str]) -> tuple[float, Unit] | None:
    """The count and unit of a match of `AMOUNT`; None where the number has no value."""
    if match["half"]:
        return 0.5, Unit(w.WORDS["units"][{"月": "个月"}.get(match["hu"], match["hu"])])
    value = parse_chinese_number(match["k"])
    if value is None:
        return None
    half = 0.5 if match["h"] or match["h2"] else 0.0
    unit = match["u"]
    if unit == "月" and "个" not in match.group() and not match["more"]:
        return None  # 3月 is March
    return float(value) + half, Unit(w.WORDS["units"].get(unit, "year"))


def _shifted(match: re.Match[str], sign: int, origin: Origin) -> Meaning | None:
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    if unit is Unit.YEAR and match["k"] and match["k"].isdigit() and len(match["k"]) == 4:
        return None  # 2026年前: by 2026
    if match["more"]:
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        return Duration(_iso(count, unit))
    if count == int(count):
        return Shift(unit, sign * int(count), origin)
    if unit in _COARSE:
        return Marked(Shift(Unit.MONTH, sign * int(count * _COARSE[unit]), origin), approximate=True)
    return Shift(Unit.DAY, sign * int(count * (7 if unit is Unit.WEEK else 1)), origin)


def _window(match: re.Match[str], sign: int) -> Meaning | None:
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    if unit is Unit.YEAR and count >= 1000:
        return None
    if match["more"] or unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    if count != int(count):
        if unit not in _COARSE:
            return None
        return Window(Unit.MONTH, sign * int(count * _COARSE[unit]))
    return Window(unit, sign * int(count))


def _length(match: re.Match[str]) -> Meaning | None:
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    if unit is Unit.YEAR and count >= 1000 and not match["half"]:
        return None
    if match["u"] == "日" and "个" not in match.group() and count <= 31:
        return None  # 29日 is a day of the month
    return (
        Duration("P" + _iso(count, unit)[1:]) if not match["more"] else Duration(_ISO[unit.value].format("X"))
    )


def _iso(count: float, unit: Unit) -> str:
    if count == int(count):
        return _ISO[unit.value].format(int(count))
    if unit in _COARSE and unit is not Unit.MONTH:
        return f"P{int(count * _COARSE[unit])}M"
    return _ISO[unit.value].format(count)


def _counted(text: str, start: int, end: int) -> bool:
    """The number is not the tail of a longer one, an ordinal, or a model's name."""
    before = text[max(start - 1, 0) : start]
    return not (
        before
        and (
            before.isascii()
            and (before.isalnum() or before in ".-/")
            or before in "第〇零一二三四五六七八九十百千万亿两几数"
        )
    )


__all__ = ["YEAR", "add_rules"]
