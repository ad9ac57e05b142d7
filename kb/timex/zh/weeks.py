"""Chinese weeks, weekdays and weekends, and the n-th day or week of something."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.build import within
from kb.timex.meaning import Field, In, Interval, Meaning, Nth, Recurring, Shift, Unit, Weekday
from kb.timex.rules import Grammar
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import ANY_YEAR, IN_YEAR, MONTH, month_meaning, year_meaning

_DAY = one_of(w.WORDS["weekdays"])
_WEEK = "(?:周|星期|礼拜)"
_TURN = rf"(?P<w>{w.WEEK_WORD}|[上下这本今]个?)"
_NOT_COUNTED = r"(?![年围岁月个级周刊均]|报(?![道导告名\d]))"
_TURNS = {"上": -1, "下": 1, "这": 0, "本": 0, "今": 0}


def add_rules(grammar: Grammar) -> None:
    """Register the rules of weeks."""
    _weeks(grammar)
    _weekdays(grammar)
    _nth(grammar)


def _weeks(grammar: Grammar) -> None:
    @grammar.rule(
        "week",
        rf"(?P<w>{w.WEEK_WORD})(?![年报刊岁转期边围密]|{_DAY}(?![月个直均]))",
        guard=guards.owns_its_head,
    )
    def _week(match: re.Match[str]) -> Meaning:
        return w.shift("weeks", Unit.WEEK, match["w"])

    @grammar.rule(
        "weekend",
        rf"(?:{_TURN}的?)?(?:周末|(?<=周)末|(?<=星期)末|(?<=礼拜)末|周尾)",
        guard=guards.starts_week,
    )
    def _weekend(match: re.Match[str]) -> Meaning:
        return Shift(Unit.WEEKEND, _week_shift(match["w"]).count if match["w"] else 0)

    @grammar.rule("half-week", r"(?:(?:本|这)周)?(?P<h>[上下])半周", guard=guards.owns_its_head)
    def _half_week(match: re.Match[str]) -> Meaning:
        first, last = (0, 2) if match["h"] == "上" else (3, 6)
        week = Shift(Unit.WEEK, 0)
        return Interval(In(week, Weekday(first)), In(week, Weekday(last)))

    @grammar.rule("week-of-year", rf"{ANY_YEAR}的?\s?第\s?(?P<k>{w.NUMBER})\s?个?{_WEEK}(?!{_DAY})")
    def _week_of_year(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return year and In(year, Field(Unit.WEEK, w.number(match["k"])))


def _weekdays(grammar: Grammar) -> None:
    @grammar.rule("weekday", rf"{_TURN}的?{_WEEK}(?P<d>{_DAY}){_NOT_COUNTED}")
    @grammar.rule("weekday", rf"(?P<w>{w.WEEK_WORD})的?(?P<d>{_DAY})(?!直){_NOT_COUNTED}")
    def _weekday(match: re.Match[str]) -> Meaning:
        return In(_week_shift(match["w"]), Weekday(w.WORDS["weekdays"][match["d"]]))

    @grammar.rule("weekday", rf"{_WEEK}(?P<d>{_DAY})(?<!周天){_NOT_COUNTED}", guard=guards.starts_week)
    def _bare_weekday(match: re.Match[str]) -> Meaning:
        return Weekday(w.WORDS["weekdays"][match["d"]])

    @grammar.rule("weekdays", rf"{_TURN}{_WEEK}?(?P<d>{_DAY}){w.TO}{_WEEK}?(?P<e>{_DAY}){_NOT_COUNTED}")
    def _range(match: re.Match[str]) -> Meaning:
        week = _week_shift(match["w"])
        first, last = (In(week, Weekday(w.WORDS["weekdays"][match[name]])) for name in "de")
        return Interval(first, last)

    @grammar.rule("weekly", rf"{_WEEK}{_DAY}{w.TO}{_WEEK}?{_DAY}{_NOT_COUNTED}", guard=guards.starts_week)
    def _weekly(match: re.Match[str]) -> Meaning:
        return Recurring("P1W")


def _week_shift(word: str) -> Shift:
    turn = _TURNS.get(word.removesuffix("个"))
    return w.shift("weeks", Unit.WEEK, word) if turn is None else Shift(Unit.WEEK, turn)


def _nth(grammar: Grammar) -> None:
    outer = rf"{IN_YEAR}?(?:{MONTH}|(?P<none>))的?\s?"
    unit = rf"(?P<u>{_WEEK}{_DAY}|{_WEEK}|天|日|个月|月)(?![份{w.WORDS['compounds']['周']}])"

    @grammar.rule("nth", rf"{outer}(?P<o>第|最后|前|头|首|最初)\s?(?P<k>{w.NUMBER})?\s?个?\s?{unit}")
    def _nth_rule(match: re.Match[str]) -> Meaning | None:
        return _nth_meaning(match)


def _nth_meaning(match: re.Match[str]) -> Meaning | None:
    year = year_meaning(match)
    outer = year if match["none"] is not None else within(year, month_meaning(match))
    count = w.number(match["k"]) if match["k"] else 1
    ordinal, unit = match["o"], match["u"]
    if outer is None or (ordinal != "最后" and not match["k"]):
        return None
    if len(unit) > 1 and unit[-1] in w.WORDS["weekdays"]:
        n = -1 if ordinal == "最后" else count
        return In(outer, Nth(n, weekday=w.WORDS["weekdays"][unit[-1]])) if ordinal in ("第", "最后") else None
    named = Unit(w.WORDS["units"][unit])
    if ordinal == "最后":
        return In(outer, Nth(-1, named, count=count))
    return In(outer, Nth(count, named) if ordinal == "第" else Nth(1, named, count=count))
