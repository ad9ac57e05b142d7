"""Chinese years, and what they divide into or belong to: halves, seasons, decades, centuries, plans."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.lang.load import one_of
from kb.timex.build import within
from kb.timex.meaning import (
    Absolute,
    Field,
    Holding,
    Interval,
    Marked,
    Meaning,
    Origin,
    Part,
    Portion,
    Shift,
    Unit,
)
from kb.timex.rules import Grammar, ImpossibleDate
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.fields import ABOUT, ANY_YEAR, IN_YEAR, SHORT_YEAR, YEAR, year_meaning
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

_MID = w.whole("中")
_END = w.whole("终")
_EDGE = rf"(?:[初底末尾]|{_MID}|{_END})"
_PORTION = rf"(?:之初|伊始|中期|早期|[后末]期|岁末|年?{_EDGE}|年?年{_EDGE})"
_TENS = "(?:[1-9]0|[一二三四五六七八九][十〇零○0])"
# A range of years ends with a year, not with a part of one: 1996年至1997年上半年.
_SMALLER = (
    r"的?(?:[上下前后]半年|第?[一二三四1-4首]季|\s?\d{1,2}\s?月|[一二三四五六七八九十]{1,2}月|[初底末])"
)
_CENTURY = rf"(?:(?P<c>{w.NUMBER})\s?世纪|(?P<cw>[本上下]个?世纪))"
# The first five-year plan covered 1953 to 1957; from the third (1966-70) on they have followed one another.
_FIRST_PLANS = {1: 1953, 2: 1958}
_THIRD_PLAN = 1966


def add_rules(grammar: Grammar) -> None:
    """Register the rules of years."""
    _years(grammar)
    _year_ranges(grammar)
    _halves(grammar)
    _seasons(grammar)
    _decades(grammar)
    _plans(grammar)


def _years(grammar: Grammar) -> None:
    @grammar.rule("year", YEAR, guard=guards.year_stands)
    @grammar.rule("year", r"(?P<y>(?:19|20)\d\d)(?=\s?[、,和及与]\s?(?:19|20)\d\d\s?年)")
    def _year(match: re.Match[str]) -> Meaning | None:
        return year_meaning(match)

    @grammar.rule("year-about", rf"{YEAR}{ABOUT}", guard=guards.year_stands)
    def _about(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return year and Marked(year, approximate=True)

    @grammar.rule("short-year", SHORT_YEAR, guard=guards.short_year_stands)
    def _short(match: re.Match[str]) -> Meaning | None:
        return year_meaning(match)

    @grammar.rule("year-part", rf"{ANY_YEAR}的?\s?(?P<p>{_PORTION})", guard=guards.owns_its_head)
    def _year_part(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return year and Part(year, w.portion(match["p"]))

    @grammar.rule("part-of-year", rf"(?P<p>年{_EDGE}|岁末)(?!年)", guard=guards.starts_word)
    def _part(match: re.Match[str]) -> Meaning:
        return Part(Shift(Unit.YEAR, 0, Origin.TEXT), w.portion(match["p"]))

    @grammar.rule("whole-year", rf"(?P<x>{ANY_YEAR})的?全年(?![龄级候无性])", guard=guards.owns_its_head)
    def _whole(match: re.Match[str]) -> Meaning | None:
        return year_meaning(match)

    @grammar.rule("whole-year", "全年(?![龄级候无性])", guard=guards.whole_year_stands)
    def _all_year(match: re.Match[str]) -> Meaning:
        """The year of its sentence, else that of the publication."""
        return Holding(Unit.YEAR, Part(Shift(Unit.YEAR, 0, Origin.TEXT), Portion.MID))

    @grammar.rule("whole-year", r"全周(?![岁边长期密])", guard=guards.owns_its_head)
    def _whole_week(match: re.Match[str]) -> Meaning:
        return Shift(Unit.WEEK, 0, Origin.TEXT)

    @grammar.rule("this-year", "年内", guard=guards.starts_word)
    def _inside(match: re.Match[str]) -> Meaning:
        return Shift(Unit.YEAR, 0)


def _year_ranges(grammar: Grammar) -> None:
    first = r"(?<![\d.])(?P<y>(?:19|20)\d\d)"

    @grammar.rule(
        "years", rf"{first}年?(?:{w.TO}|/)(?P<e>(?:19|20)\d\d|\d\d)\s?年(?:度|间)?(?![代前后来]|{_SMALLER})"
    )
    @grammar.rule("years", rf"{first}[-/–](?P<e>(?:19|20)\d\d|\d\d)(?=赛季|学年|榨季|产季)")
    @grammar.rule("years", rf"{first}{w.TO}(?P<e>(?:19|20)\d\d)(?![\d.%年])", guard=guards.number_stands)
    def _years(match: re.Match[str]) -> Meaning | None:
        first, last = int(match["y"]), int(match["e"])
        last = last if last > 99 else first // 100 * 100 + last
        if last <= first:
            return None
        return Interval(Absolute(w.absolute_year(first)), Absolute(w.absolute_year(last)))

    @grammar.rule("years", r"(?P<y>(?:19|20)\d\d)年(?:[与和及])(?P<e>(?:19|20)\d\d)年(?=之?间)")
    def _between(match: re.Match[str]) -> Meaning:
        first, last = (Absolute(w.absolute_year(int(match[name]))) for name in "ye")
        return Interval(first, last)

    @grammar.rule("years", r"(?P<first>[去今明])[、,]?(?P<last>[今明后])(?:两|2|三|3)年(?![级制])")
    def _neighbours(match: re.Match[str]) -> Meaning | None:
        first, last = (w.WORDS["years"][f"{match[name]}年"] for name in ("first", "last"))
        return Interval(Shift(Unit.YEAR, first), Shift(Unit.YEAR, last)) if first < last else None


def _halves(grammar: Grammar) -> None:
    @grammar.rule("half", rf"{IN_YEAR}?(?P<h>[上下前后])半年(?:{w.whole('度')})?", guard=guards.owns_its_head)
    def _half(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        if match["h"] in "前后" and year is None:
            return None
        return within(year, Field(Unit.HALF, 1 if match["h"] in "上前" else 2))

    @grammar.rule("half-code", rf"(?P<y>{w.YEAR4})\s?年?\s?H(?P<h>[12])(?![\dA-Za-z])")
    @grammar.rule("half-code", r"(?P<h>[12])H\s?'?(?P<y>20\d\d|\d\d)(?![\dA-Za-z])")
    @grammar.rule("half-code", r"H(?P<h>[12])(?:\s?'|\s|(?=20\d\d))(?P<y>20\d\d|\d\d)(?![\dA-Za-z])")
    @grammar.rule("half-code", r"(?P<y>\d\d)H(?P<h>[12])(?![\dA-Za-z])")
    def _half_code(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.half(w.year_of(match["y"]), int(match["h"])))


def _seasons(grammar: Grammar) -> None:
    @grammar.rule("season", rf"{IN_YEAR}(?P<s>{one_of(w.WORDS['seasons'])})(?![节晚运招晓])")
    def _season(match: re.Match[str]) -> Meaning | None:
        return within(year_meaning(match), Field(Unit.SEASON, w.WORDS["seasons"][match["s"]]))

    @grammar.rule("season", r"(?P<yw>[今去明])(?P<s>[春夏秋冬])(?!天)", guard=guards.owns_its_head)
    def _season_word(match: re.Match[str]) -> Meaning:
        year = w.shift("years", Unit.YEAR, f"{match['yw']}年")
        return within(year, Field(Unit.SEASON, w.WORDS["seasons"][match["s"]]))


def _decades(grammar: Grammar) -> None:
    portion = r"(?P<p>初期?|中期?|末期?|[前后早]期|中叶|[上下]半叶)?"

    @grammar.rule("decade", rf"{_CENTURY}的?\s?(?P<t>{_TENS})\s?年代{portion}")
    @grammar.rule(
        "decade", rf"(?P<y>(?:1\d|20)\d0|[一二]{w.DIGIT}[一二三四五六七八九][〇零○0])\s?年代{portion}"
    )
    @grammar.rule("decade", rf"(?<!\d)(?P<t>{_TENS})\s?年代{portion}", guard=guards.counted)
    def _decade(match: re.Match[str]) -> Meaning:
        decade = _decade_meaning(match.groupdict())
        return Part(decade, w.portion(match["p"])) if match["p"] else decade

    @grammar.rule("decades", rf"(?:{_CENTURY}的?)?(?P<t>{_TENS})[、和至到](?P<e>{_TENS})年代")
    @grammar.rule(
        "decades",
        rf"(?:{_CENTURY}的?)?(?P<t>[一二三四五六七八])[、]?(?P<e>[二三四五六七八九])十年代",
        guard=guards.counted,
        priority=1,
    )
    def _decades(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        return Interval(_decade_meaning(groups), _decade_meaning({**groups, "t": groups["e"]}))

    @grammar.rule("century", rf"{_CENTURY}(?P<p>初|中叶|末|[上下]半叶)?(?![经福不之])", guard=guards.counted)
    def _century(match: re.Match[str]) -> Meaning:
        century = _century_of(match.groupdict())
        return Part(century, w.portion(match["p"])) if match["p"] else century


def _decade_meaning(groups: Mapping[str, str | None]) -> Meaning:
    if groups.get("y"):
        return Absolute(TimeSpan.decade(w.number(groups["y"] or "")))
    tens = w.number(groups["t"] or "")
    tens = tens if tens > 9 else tens * 10
    decade = Field(Unit.DECADE, tens)
    if groups.get("c") or groups.get("cw"):
        return within(_century_of(groups), decade)
    return decade


def _century_of(groups: Mapping[str, str | None]) -> Meaning:
    if word := groups.get("cw"):
        return Shift(Unit.CENTURY, {"上": -1, "本": 0, "下": 1}[word[0]])
    number = w.number(groups["c"] or "")
    if not 1 <= number <= 30:
        raise ImpossibleDate(f"{number}世紀")
    return Absolute(TimeSpan.century((number - 1) * 100))


def _plans(grammar: Grammar) -> None:
    plan = r"(?P<k>十[一二三四五六]|十|[一二三四五六七八九])五"
    period = "(?:期间|时期)"

    @grammar.rule(
        "five-year-plan",
        rf'["「]?{plan}["」]?(?:计划|规划)?(?:期间|时期)?的?(?P<o>[前头后])(?P<n>[一二两三四2-4])年(?![来])',
        priority=1,
    )
    def _years_of_plan(match: re.Match[str]) -> Meaning:
        plan = _plan_span(w.number(match["k"]))
        count, first = w.number(match["n"]), plan.starts_on.year
        first = plan.ends_on.year - count + 1 if match["o"] == "后" else first
        return Interval(Absolute(TimeSpan.year(first)), Absolute(TimeSpan.year(first + count - 1)))

    @grammar.rule("five-year-plan", rf'["「]{plan}["」]{period}?')
    @grammar.rule("five-year-plan", rf"(?<![\d一二三四五六七八九]){plan}(?:{period}|(?=计划|规划|收官|开局))")
    def _plan(match: re.Match[str]) -> Meaning:
        return Absolute(_plan_span(w.number(match["k"])))


def _plan_span(number: int) -> TimeSpan:
    """The years of China's five-year plans. Source: National Bureau of Statistics of China."""
    first = _FIRST_PLANS.get(number) or _THIRD_PLAN + 5 * (number - 3)
    years = TimeSpan.year(first), TimeSpan.year(first + 4)
    return TimeSpan(years[0].starts_on, years[1].ends_on, Granularity.YEAR)
