"""Chinese expressions that count units: ago and later, stretches up to now or from now, plain lengths."""

from __future__ import annotations

import re

from kb.lang.numerals import parse_chinese_number
from kb.timex.meaning import (
    Absolute,
    Duration,
    Marked,
    Meaning,
    Origin,
    Shift,
    ToDate,
    Unit,
    Vague,
    Window,
    YearEarlier,
)
from kb.timex.rules import Grammar
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import YEAR, year_meaning

# 年 and 日 after a bare number are counted only where the number is no year and no day: see the productions.
_UNIT = (
    rf"(?P<u>{w.whole('年')}|月|星期(?!天)|周年|{w.whole('周')}|礼拜(?!天)|{w.whole('天')}|日|季度|世纪"
    r"|工作日|交易日|小时|钟头|分钟|秒钟)"
)
_TO_COUNT = rf"(?:(?:至|到|-|~|—|、){w.COUNT})?"
COUNTED = (
    rf"(?P<k>{w.COUNT})\s?个?(?P<more>多|余|来|几|{_TO_COUNT})\s?(?P<h>个?半)?\s?个?{_UNIT}(?P<h2>半|多)?"
)
HALF = r"(?P<half>半个?(?P<hu>年(?![报刊线份])|月(?![形板刊谈弯])|天(?!空)|世纪|小时))"
AMOUNT = f"(?:{COUNTED}|{HALF})"
ISO = {
    "year": "P{}Y", "month": "P{}M", "week": "P{}W", "day": "P{}D", "workday": "P{}D", "quarter": "P{}Q",
    "century": "P{}C", "hour": "PT{}H", "minute": "PT{}M", "second": "PT{}S",
}  # fmt: skip
_COARSE = {Unit.YEAR: 12, Unit.QUARTER: 3, Unit.MONTH: 1}
_CLOCK = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)
# 兩三年, 七八個: two neighbouring numerals are a guess, not a number.
_FOUR_DIGITS = re.compile(rf"\d{{4}}|{w.DIGIT}{{4}}")
_GUESS = re.compile("[一二两三四五六七八九]{2}")


def add_rules(grammar: Grammar) -> None:
    """Register the rules that count."""
    _shifts(grammar)
    _windows(grammar)
    _to_date(grammar)
    _same_period(grammar)

    @grammar.rule("duration", rf"(?P<y>{w.COUNT})年[零又]?(?P<m>{w.COUNT})个月", guard=guards.counted)
    def _years_and_months(match: re.Match[str]) -> Meaning:
        return Duration(f"P{w.number(match['y'])}Y{w.number(match['m'].lstrip('零'))}M")

    @grammar.rule(
        "duration",
        r"(?<!\d)(?P<y>[1-9]|[一二三四五六七八九]|十[一二三四五]?)年(?P<m>1[01]|\d|十一?|[一二三四五六七八九])月",
        guard=guards.sentence,
        priority=1,
    )
    def _of_prison(match: re.Match[str]) -> Meaning:
        return Duration(f"P{w.number(match['y'])}Y{w.number(match['m'])}M")

    @grammar.rule("duration", rf"{AMOUNT}(?:的?时间|之久|时光)?", guard=guards.counted, priority=-2)
    def _duration(match: re.Match[str]) -> Meaning | None:
        return _length(match)


def _shifts(grammar: Grammar) -> None:
    @grammar.rule("ago", rf"{AMOUNT}(?:之|以)?{w.whole('前')}", guard=guards.counted)
    def _ago(match: re.Match[str]) -> Meaning | None:
        return _shifted(match, -1, Origin.NOW)

    @grammar.rule("ago", r"(?P<k>\d{1,2})日前", guard=guards.days_ago_stand)
    def _days_ago(match: re.Match[str]) -> Meaning:
        return Shift(Unit.DAY, -int(match["k"]))

    @grammar.rule("later", rf"{AMOUNT}(?:之|以|过)?{w.whole('后')}", guard=guards.counted)
    def _later(match: re.Match[str]) -> Meaning | None:
        return _shifted(match, 1, Origin.TEXT)


def _windows(grammar: Grammar) -> None:
    past = r"(?:过去|最近|近|刚刚?过去|此前)的?这?"
    future = r"(?:未来|今后|接下来|往后|后续)的?"

    @grammar.rule("vague", "半年多(?:以来|来|前)", guard=guards.counted)
    def _half_and_more(match: re.Match[str]) -> Meaning:
        return Vague("PAST_REF")

    @grammar.rule(
        "past-window", rf"{past}\s?{AMOUNT}(?:以来|来|里|内|间|{w.whole('中')})?", guard=guards.near_stands
    )
    @grammar.rule("past-window", rf"(?P<x>{AMOUNT})(?:以来|来)(?![自说到回])", guard=guards.counted)
    def _past(match: re.Match[str]) -> Meaning | None:
        return _window(match, -1)

    @grammar.rule("duration", rf"(?P<x>{AMOUNT})(?:以来|来)", guard=guards.since_founding, priority=1)
    def _since_founding(match: re.Match[str]) -> Meaning | None:
        return _length(match)

    @grammar.rule("within", rf"{AMOUNT}(?:之|以)?内", guard=guards.within_stands)
    def _within(match: re.Match[str]) -> Meaning | None:
        return _window(match, 1)

    @grammar.rule("next-window", rf"{future}\s?{AMOUNT}(?:之内|以内|里|内|间|{w.whole('中')})?")
    def _next(match: re.Match[str]) -> Meaning | None:
        return _window(match, 1)

    @grammar.rule(
        "whole-window",
        r"(?P<way>上|下)(?P<k>[2-9]|[二两三四五六七八九])个?(?P<u>天|周|星期|礼拜|月|季度)(?![半个])",
    )
    @grammar.rule("whole-window", r"(?P<way>前)(?P<k>两)(?P<u>天)(?!的?比)")
    @grammar.rule("whole-window", r"(?P<way>后)(?P<k>[2-9两三四五六七])(?P<u>天)", guard=guards.owns_its_head)
    def _whole(match: re.Match[str]) -> Meaning:
        unit = Unit(w.WORDS["units"][match["u"]])
        return Window(unit, w.number(match["k"]) * (1 if match["way"] in "下后" else -1), whole=True)


def _to_date(grammar: Grammar) -> None:
    now = "(?:以来|迄今|至今)"

    @grammar.rule("to-date", rf"今年(?:年?初)?{now}|年初{now}|年[内初]至今|开年以来")
    @grammar.rule("to-date", rf"(?:本月|这个月){now}|月初(?:以来|至今)")
    @grammar.rule("to-date", rf"(?:本季度?|这个季度){now}")
    @grammar.rule("to-date", rf"(?:本周|这周|本星期){now}")
    def _since_start(match: re.Match[str]) -> Meaning:
        units = {"季": Unit.QUARTER, "月": Unit.MONTH, "周": Unit.WEEK, "期": Unit.WEEK}
        return ToDate(next((unit for sign, unit in units.items() if sign in match.group()), Unit.YEAR))


def _same_period(grammar: Grammar) -> None:
    @grammar.rule("year-earlier", r"(?:去年|上年|上一年|前一年|上年度)的?(?:同期|同时期|同一时期)")
    def _last_year(match: re.Match[str]) -> Meaning:
        return YearEarlier(1)

    @grammar.rule("year-earlier", rf"{YEAR}的?(?:同期|同时期)", guard=guards.year_stands, priority=1)
    def _in_year(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return YearEarlier(year=year.span.starts_on.year) if isinstance(year, Absolute) else None

    @grammar.rule("same-period", "同期", guard=guards.same_period_stands)
    def _same(match: re.Match[str]) -> Meaning:
        return YearEarlier(0)

    @grammar.rule("year-earlier", "上一?年(?!度)", guard=guards.compares, priority=1)
    def _year_before(match: re.Match[str]) -> Meaning:
        return YearEarlier(1)

    @grammar.rule("year-earlier", r"前年的?同期")
    def _two_years(match: re.Match[str]) -> Meaning:
        return YearEarlier(2)

    @grammar.rule("year-earlier", r"(?:去年|上年)的?同季", priority=1)
    def _quarter(match: re.Match[str]) -> Meaning:
        return YearEarlier(1, Shift(Unit.QUARTER, 0, Origin.TEXT))

    @grammar.rule("year-earlier", r"(?:去年|上年)的?同月", priority=1)
    def _month(match: re.Match[str]) -> Meaning:
        return YearEarlier(1, Shift(Unit.MONTH, 0, Origin.TEXT))


def _amount(match: re.Match[str]) -> tuple[float, Unit] | None:
    """The count and unit of a match of `AMOUNT`; None where the number has no value."""
    if match["half"]:
        return 0.5, Unit(w.WORDS["units"][{"月": "个月"}.get(match["hu"], match["hu"])])
    value = parse_chinese_number(match["k"])
    if value is None:
        return None
    unit = match["u"]
    if unit == "月" and "个" not in match.group():
        return None  # 3月 is March
    half = 0.5 if match["h"] or match["h2"] == "半" else 0.0
    return float(value) + half, Unit(w.WORDS["units"][unit])


def _is_open(match: re.Match[str]) -> bool:
    """Whether the count is open: 三年多, 十幾天, 兩三年, 3至5年."""
    return match["k"] is not None and bool(match["more"] or match["h2"] == "多" or _GUESS.search(match["k"]))


def _is_year(match: re.Match[str], unit: Unit) -> bool:
    """2026年 is a year, and so are 一九七九年 and 07年."""
    count = match["k"] or ""
    if unit is not Unit.YEAR:
        return False
    return _FOUR_DIGITS.fullmatch(count) is not None or (count.isdigit() and count[0] == "0")


def _shifted(match: re.Match[str], sign: int, origin: Origin) -> Meaning | None:
    amount = _amount(match)
    if amount is None or _is_year(match, amount[1]) or _is_ordinal_day(match, sign):
        return None  # 2026年前: by 2026; 20日前: by the 20th
    count, unit = amount
    if _is_open(match):
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in _CLOCK:
        return Duration(_iso(count, unit))
    if count == int(count):
        return Shift(unit, sign * int(count), origin)
    if unit in _COARSE:
        return Marked(Shift(Unit.MONTH, sign * int(count * _COARSE[unit]), origin), approximate=True)
    return Shift(Unit.DAY, sign * int(count * (7 if unit is Unit.WEEK else 1)), origin)


def _is_ordinal_day(match: re.Match[str], sign: int) -> bool:
    """20日前 in digits is a deadline, 兩日前 in numerals a count."""
    return sign < 0 and match["u"] == "日" and match["k"].isdigit() and "个" not in match.group()


def _window(match: re.Match[str], sign: int) -> Meaning | None:
    amount = _amount(match)
    if amount is None or _is_year(match, amount[1]):
        return None
    count, unit = amount
    if _is_open(match) or unit in _CLOCK:
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    if count == int(count):
        return Window(unit, sign * int(count))
    return Window(Unit.MONTH, sign * int(count * _COARSE[unit])) if unit in _COARSE else None


def _length(match: re.Match[str]) -> Meaning | None:
    amount = _amount(match)
    if amount is None or _is_year(match, amount[1]):
        return None
    count, unit = amount
    if match["u"] == "日" and "个" not in match.group() and count <= 31:
        return None  # 29日 is a day of the month
    return Duration(ISO[unit.value].format("X") if _is_open(match) else _iso(count, unit))


def _iso(count: float, unit: Unit) -> str:
    if count == int(count):
        return ISO[unit.value].format(int(count))
    if unit in _COARSE and unit is not Unit.MONTH:
        return f"P{int(count * _COARSE[unit])}M"
    return ISO[unit.value].format(count)
