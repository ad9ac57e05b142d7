"""Chinese dates that name calendar fields: years, quarters, months, days, fiscal periods, decades."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from kb.timex.meaning import (
    Absolute,
    FiscalYear,
    Field,
    Holiday,
    In,
    Interval,
    Meaning,
    Nth,
    Origin,
    Part,
    Portion,
    Shift,
    Unit,
    Weekday,
)
from kb.timex.rules import Grammar, ImpossibleDate
from kb.timex.zh import words as w
from kb.when.span import TimeSpan

YEAR = (
    rf"(?:(?:公元|西元|公历)?(?P<y>{w.YEAR4})\s?年(?:度(?!假))?"
    rf"|(?P<era>{w.ERA})\s?(?P<n>\d{{1,3}}|元|[〇零○一二三四五六七八九十百]{{1,4}})\s?年"
    rf"|(?P<yw>{w.YEAR_WORD})(?:度(?!假))?)"
)
# Two digits are a year only where a smaller unit follows: 24年Q2, 08年5月.
SHORT_YEAR = rf"(?:'?(?P<yy>\d{{2}}|{w.DIGIT}{{2}})\s?年(?:度(?!假))?)"
ANY_YEAR = f"(?:{YEAR}|{SHORT_YEAR})"
YEAR_PORTION = (
    r"(?:年?[初中底末尾终](?![型小等央心国])|年?年[初中底末尾终]|之初|伊始|中期|早期|后期|末期|岁末)"
)
MONTH_PORTION = r"(?:[上中下]旬|月[初中底末尾]|[初底末尾]|中(?![型小等央心国新学旬]))"


def add_rules(grammar: Grammar) -> None:
    """Register the calendar rules."""
    _years(grammar)
    _months_and_days(grammar)
    _quarters(grammar)
    _weeks(grammar)
    _numeric(grammar)
    _decades(grammar)
    _fiscal(grammar)


def year_meaning(match: re.Match[str]) -> Meaning | None:
    """The year that a match of `ANY_YEAR` names, or None where the optional year is absent."""
    groups = match.groupdict()
    if groups.get("y"):
        return Absolute(w.absolute_year(w.year_of(groups["y"])))
    if groups.get("era"):
        return Absolute(w.absolute_year(w.WORDS["eras"][groups["era"]] + w.number(groups["n"])))
    if groups.get("yy"):
        return Absolute(w.absolute_year(w.year_of(groups["yy"])))
    if groups.get("yw"):
        return w.shift("years", Unit.YEAR, groups["yw"])
    return None


def within(outer: Meaning | None, inner: Meaning) -> Meaning:
    """The inner part of the outer one; days that are fully named become absolute at once."""
    if outer is None:
        return inner
    if isinstance(outer, Absolute) and isinstance(inner, Field):
        return _absolute_field(outer.span, inner)
    if isinstance(outer, Absolute) and isinstance(inner, In) and isinstance(inner.outer, Field):
        return within(_absolute_field(outer.span, inner.outer), inner.inner)
    return In(outer, inner)


def _absolute_field(span: TimeSpan, field: Field) -> Meaning:
    year = span.starts_on.year
    try:
        match field.unit:
            case Unit.MONTH:
                return Absolute(TimeSpan.month(year, field.value))
            case Unit.QUARTER if not field.fiscal:
                return Absolute(TimeSpan.quarter(year, field.value))
            case Unit.HALF:
                return Absolute(TimeSpan.half(year, field.value))
            case Unit.DAY:
                return Absolute(TimeSpan.day(date(year, span.starts_on.month, field.value)))
            case Unit.SEASON:
                return Absolute(TimeSpan.season(year, field.value))
    except ValueError as error:
        raise ImpossibleDate(str(error)) from None
    return In(Absolute(span), field)


def _years(grammar: Grammar) -> None:
    @grammar.rule("year", YEAR)
    def _year(match: re.Match[str]) -> Meaning | None:
        return year_meaning(match)

    @grammar.rule("short-year", SHORT_YEAR, guard=_short_year_stands)
    def _short(match: re.Match[str]) -> Meaning | None:
        return year_meaning(match)

    @grammar.rule("year-part", rf"{ANY_YEAR}的?\s?(?P<p>{YEAR_PORTION})")
    def _year_part(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return year and Part(year, _year_portion(match["p"]))

    @grammar.rule("part-of-year", r"(?P<p>年[初底末尾终]|年中(?!国)|岁末)", guard=_starts_word)
    def _part(match: re.Match[str]) -> Meaning:
        return Part(Shift(Unit.YEAR, 0, Origin.TEXT), _year_portion(match["p"]))

    @grammar.rule("half", rf"(?:{ANY_YEAR}的?\s?)?(?P<h>[上下前后])半年(?:度(?!假))?")
    def _half(match: re.Match[str]) -> Meaning | None:
        if match["h"] in "前后" and year_meaning(match) is None:
            return None
        return within(year_meaning(match), Field(Unit.HALF, 1 if match["h"] in "上前" else 2))

    @grammar.rule("half-code", rf"(?P<y>{w.YEAR4})\s?年?\s?H(?P<h>[12])(?![\dA-Za-z])")
    @grammar.rule("half-code", r"(?P<h>[12])H\s?'?(?P<y>20\d\d|\d\d)(?![\dA-Za-z])")
    @grammar.rule("half-code", r"H(?P<h>[12])(?:\s?'|\s|(?=20\d\d))(?P<y>20\d\d|\d\d)(?![\dA-Za-z])")
    @grammar.rule("half-code", r"(?P<y>\d\d)H(?P<h>[12])(?![\dA-Za-z])")
    def _half_code(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.half(w.year_of(match["y"]), int(match["h"])))

    @grammar.rule("season", rf"{ANY_YEAR}的?\s?(?P<s>{w.one_of(w.WORDS['seasons'])})(?![节晚])")
    @grammar.rule("season", r"(?P<yw>今)(?P<s>[春夏秋冬])")
    def _season(match: re.Match[str]) -> Meaning | None:
        year = Shift(Unit.YEAR, 0) if match["yw"] == "今" else year_meaning(match)
        return within(year, Field(Unit.SEASON, w.WORDS["seasons"][match["s"]]))

    holidays = w.one_of(w.WORDS["holidays"])

    @grammar.rule("holiday", rf"(?:{ANY_YEAR}的?\s?)?(?P<f>{holidays})(?![路街区镇村])")
    def _holiday(match: re.Match[str]) -> Meaning | None:
        return within(year_meaning(match), Holiday(w.WORDS["holidays"][match["f"]]))


def _months_and_days(grammar: Grammar) -> None:
    month = rf"(?:(?P<m>{w.MONTH})\s?月(?:份)?|(?P<mw>{w.MONTH_WORD}))"
    weekday = rf"(?:\s?[,，]?\s?\(?(?:{w.WEEKDAY}|(?<=\()[一二三四五六日])\)?(?<![(])(?!\)))?"

    @grammar.rule("month", rf"(?:{ANY_YEAR}的?\s?)?{month}")
    def _month(match: re.Match[str]) -> Meaning | None:
        return within(year_meaning(match), _month_meaning(match))

    @grammar.rule("month-part", rf"(?:{ANY_YEAR}的?\s?)?{month}的?\s?(?P<p>{MONTH_PORTION})")
    def _month_part(match: re.Match[str]) -> Meaning | None:
        return Part(within(year_meaning(match), _month_meaning(match)), w.portion(match["p"]))

    @grammar.rule("part-of-month", r"(?P<p>月[初底末尾]|月中(?!国)|[上中下]旬)", guard=_starts_word)
    def _part(match: re.Match[str]) -> Meaning:
        return Part(Shift(Unit.MONTH, 0, Origin.TEXT), w.portion(match["p"]))

    @grammar.rule("day", rf"(?:{ANY_YEAR}\s?)?{month}的?\s?(?P<d>{w.DAY}){w.DAY_END}{weekday}")
    @grammar.rule("day", rf"{ANY_YEAR}\s?{month}(?P<d>{w.DAY})(?![\d.%万亿千百])", priority=-1)
    def _day(match: re.Match[str]) -> Meaning | None:
        return within(year_meaning(match), within_month(_month_meaning(match), match["d"]))

    @grammar.rule(
        "day-of-month", rf"(?P<d>{w.DAY})日(?![元圆均游线本])(?:\s?\({w.WEEKDAY}\))?", guard=_day_stands
    )
    @grammar.rule("day-of-month", rf"(?P<d>{w.DAY})号{weekday}", guard=_number_of_day_stands)
    def _day_of_month(match: re.Match[str]) -> Meaning:
        return w.day_field(match["d"])

    @grammar.rule(
        "named-day", rf"(?P<w>[今昨明]|{w.DAY_WORD})\s?\(\s?(?P<d>{w.DAY})\s?[日号]?\s?\)\s?[日天晨晚早]?"
    )
    @grammar.rule(
        "named-day", rf"(?:{w.WEEK_WORD}|本|这|上|下)?\s?(?:{w.WEEKDAY})\s?\(\s?(?P<d>{w.DAY})\s?[日号]\s?\)"
    )
    def _named_day(match: re.Match[str]) -> Meaning:
        return w.day_field(match["d"])

    @grammar.rule(
        "named-date",
        rf"(?:{w.WEEKDAY}|{w.WEEK_WORD}{w.WEEKDAY[3:] if False else '[一二三四五六日天]'}|{w.DAY_WORD})"
        rf"\s?[(,]\s?(?:{ANY_YEAR}\s?)?(?P<m>{w.MONTH})(?:\s?月\s?|/)(?P<d>{w.DAY})[日号]?\s?\)?",
    )
    def _named_date(match: re.Match[str]) -> Meaning | None:
        return within(year_meaning(match), within_month(w.month_field(match["m"]), match["d"]))

    @grammar.rule("day-word", rf"(?P<w>{w.DAY_WORD})")
    def _day_word(match: re.Match[str]) -> Meaning:
        return w.day_word(match["w"])

    span = r"\s?(?:-|~|至|到|–|—|―|ー|－)\s?"

    @grammar.rule(
        "days", rf"(?:{ANY_YEAR}\s?)?{month}\s?(?P<d>{w.DAY})[日号]?{span}(?P<e>{w.DAY}){w.DAY_END}"
    )
    def _days(match: re.Match[str]) -> Meaning | None:
        base = within(year_meaning(match), _month_meaning(match))
        return Interval(within(base, w.day_field(match["d"])), within(base, w.day_field(match["e"])))

    @grammar.rule(
        "days-of-month", rf"(?P<d>{w.DAY})[日号]?{span}(?P<e>{w.DAY})日(?![元圆均])", guard=_day_stands
    )
    def _bare_days(match: re.Match[str]) -> Meaning | None:
        return Interval(w.day_field(match["d"]), w.day_field(match["e"]))

    @grammar.rule(
        "months",
        rf"(?:{ANY_YEAR}的?\s?)?(?P<m>{w.MONTH})月?(?:份)?{span}(?P<e>{w.MONTH})\s?月(?:份)?(?!\s?{w.DAY}[日号])",
    )
    def _months(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return Interval(within(year, w.month_field(match["m"])), within(year, w.month_field(match["e"])))

    @grammar.rule("first-months", rf"(?:{ANY_YEAR}的?\s?)?(?:前|首)(?P<k>{w.NUMBER})个?月(?!内)")
    def _first_months(match: re.Match[str]) -> Meaning | None:
        count = w.number(match["k"])
        if not 2 <= count <= 11:
            return None
        year = year_meaning(match)
        return Interval(within(year, Field(Unit.MONTH, 1)), within(year, Field(Unit.MONTH, count)))


def within_month(month: Meaning, day: str) -> Meaning:
    """A day of a month."""
    field = w.day_field(day)
    if isinstance(month, Field) and field.value > (29 if month.value == 2 else 30 + (month.value in _LONG)):
        raise ImpossibleDate(f"{month.value}/{day}")
    return In(month, field)


_LONG = frozenset({1, 3, 5, 7, 8, 10, 12})


def _month_meaning(match: re.Match[str]) -> Meaning:
    if match["mw"]:
        meaning = w.shift("months", Unit.MONTH, match["mw"])
        assert meaning is not None
        return meaning
    return w.month_field(match["m"])


def _quarters(grammar: Grammar) -> None:
    end = r"(?:\s?(?P<p>初|中(?![国型小心])|底|末(?!端)|尾)(?!期))?"

    @grammar.rule("quarter", rf"(?:{ANY_YEAR}的?\s?)(?:第\s?)?(?P<q>{w.QUARTER})\s?季(?:度(?!假))?{end}")
    @grammar.rule("quarter", rf"第\s?(?P<q>{w.QUARTER})\s?个?季(?:度(?!假))?{end}")
    @grammar.rule("quarter", rf"(?P<q>[一二三四1-4首末])\s?季(?:度(?!假)|(?=报)){end}")
    @grammar.rule("quarter", rf"(?P<q>[首末])季{end}")
    @grammar.rule(
        "quarter", rf"(?:{ANY_YEAR}的?\s?)?(?:Q(?P<q>[1-4])|(?P<r>[1-4])Q)(?![\dA-Za-z.%])(?:\s?季度?)?{end}"
    )
    def _quarter(match: re.Match[str]) -> Meaning | None:
        quarter = within(year_meaning(match), Field(Unit.QUARTER, w.number(_first(match, "q", "r"))))
        return Part(quarter, _quarter_portion(match["p"])) if match["p"] else quarter

    @grammar.rule("quarter-word", rf"(?P<w>{w.QUARTER_WORD}){end}(?!度|赛)")
    def _word(match: re.Match[str]) -> Meaning | None:
        quarter = w.shift("quarters", Unit.QUARTER, match["w"])
        return quarter and (Part(quarter, _quarter_portion(match["p"])) if match["p"] else quarter)

    code = r"(?![\dA-Za-z%])"

    @grammar.rule("quarter-code", rf"(?P<y>20\d\d|19\d\d|\d\d)\s?[-/]?\s?年?Q(?P<q>[1-4]){code}")
    @grammar.rule("quarter-code", rf"(?P<q>[1-4])Q\s?'?(?P<y>20\d\d|\d\d){code}")
    @grammar.rule("quarter-code", rf"Q(?P<q>[1-4])[ ,]?\s?'?(?P<y>20\d\d|(?<=')\d\d){code}")
    def _code(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.quarter(w.year_of(match["y"]), int(match["q"])))

    @grammar.rule("quarters", rf"(?:{ANY_YEAR}的?\s?)?(?:前|首)(?P<k>[二两三23])个?季度?(?!内)")
    def _first_quarters(match: re.Match[str]) -> Meaning | None:
        year, count = year_meaning(match), w.number(match["k"])
        return Interval(within(year, Field(Unit.QUARTER, 1)), within(year, Field(Unit.QUARTER, count)))

    @grammar.rule(
        "quarters",
        rf"(?:{ANY_YEAR}的?\s?)?第?(?P<q>[一二三1-3])季?度?\s?[-~至到–—]\s?第?(?P<e>[二三四2-4])季度?",
    )
    def _quarter_range(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        first, last = (Field(Unit.QUARTER, w.number(match[name])) for name in "qe")
        return Interval(within(year, first), within(year, last))


def _weeks(grammar: Grammar) -> None:
    day = w.one_of(w.WORDS["weekdays"])

    @grammar.rule("week", rf"(?P<w>{w.WEEK_WORD})(?!年|报|刊|{day}(?!月|个))")
    def _week(match: re.Match[str]) -> Meaning | None:
        return w.shift("weeks", Unit.WEEK, match["w"])

    @grammar.rule("weekday", rf"(?P<w>{w.WEEK_WORD})的?(?P<d>{day})(?!月|个|级)")
    @grammar.rule("weekday", rf"(?P<w>[上下这本])(?:个)?(?:周|星期|礼拜)(?P<d>{day})(?!月|个|级)")
    def _weekday(match: re.Match[str]) -> Meaning | None:
        shift = _week_shift(match["w"])
        return shift and In(shift, Weekday(w.WORDS["weekdays"][match["d"]]))

    @grammar.rule("weekday", rf"(?:周|星期|礼拜)(?P<d>{day})(?![年围岁月个级])", guard=_starts_week)
    def _bare_weekday(match: re.Match[str]) -> Meaning:
        return Weekday(w.WORDS["weekdays"][match["d"]])

    @grammar.rule(
        "weekend", rf"(?:(?P<w>{w.WEEK_WORD}|[上下这本])个?)?(?:周末|(?<=周)末|(?<=星期)末|(?<=礼拜)末|周尾)"
    )
    def _weekend(match: re.Match[str]) -> Meaning | None:
        return Shift(Unit.WEEKEND, _week_shift(match["w"]).count) if match["w"] else Shift(Unit.WEEKEND, 0)

    @grammar.rule("week-of-year", rf"{ANY_YEAR}的?\s?第\s?(?P<k>{w.NUMBER})\s?个?(?:周|星期)")
    def _week_of_year(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return year and In(year, Field(Unit.WEEK, w.number(match["k"])))

    @grammar.rule(
        "nth",
        rf"(?:{ANY_YEAR}的?\s?)?(?:(?P<m>{w.MONTH})\s?月份?|(?P<mw>{w.MONTH_WORD}))?的?\s?"
        rf"(?P<o>第\s?{w.NUMBER}|最后\s?(?:{w.NUMBER})?)\s?个?\s?(?P<u>(?:周|星期|礼拜){day}|周|星期|天|日|个月|月)",
    )
    def _nth(match: re.Match[str]) -> Meaning | None:
        return _nth_meaning(match)


def _nth_meaning(match: re.Match[str]) -> Meaning | None:
    year = year_meaning(match)
    if match["m"] or match["mw"]:
        outer: Meaning | None = within(year, _month_meaning(match))
    else:
        outer = year
    if outer is None:
        return None
    digits = match["o"].strip("第最后 ")
    last = match["o"].startswith("最后")
    unit = match["u"]
    if unit[-1] in w.WORDS["weekdays"] and len(unit) > 1 and unit not in ("天", "日"):
        return In(outer, Nth(-1 if last else w.number(digits), weekday=w.WORDS["weekdays"][unit[-1]]))
    named = Unit(w.WORDS["units"][unit])
    if last:
        return In(outer, Nth(-1, named, count=w.number(digits) if digits else 1))
    return In(outer, Nth(w.number(digits), named))


def _week_shift(word: str) -> Shift:
    turn = {"上": -1, "下": 1, "这": 0, "本": 0}.get(word)
    meaning = Shift(Unit.WEEK, turn) if turn is not None else w.shift("weeks", Unit.WEEK, word)
    assert meaning is not None, word
    return meaning


def _numeric(grammar: Grammar) -> None:
    edge = r"(?![\d%])"

    @grammar.rule(
        "iso",
        rf"(?P<y>[12]\d{{3}})\s?(?P<s>[-/.])\s?(?P<m>\d\d?)\s?(?P=s)\s?(?P<d>\d\d?)日?{edge}",
        guard=_not_in_number,
    )
    @grammar.rule(
        "iso", rf"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01]){edge}", guard=_not_in_number
    )
    def _iso(match: re.Match[str]) -> Meaning:
        return _date(int(match["y"]), int(match["m"]), int(match["d"]))

    @grammar.rule(
        "roc", rf"(?P<y>1[0-4]\d)(?P<s>[./])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?){edge}", guard=_not_in_number
    )
    def _roc(match: re.Match[str]) -> Meaning:
        return _date(1911 + int(match["y"]), int(match["m"]), int(match["d"]))

    @grammar.rule(
        "year-month",
        rf"(?P<y>(?:19|20)\d\d)\s?[-/.]\s?(?P<m>0[1-9]|1[0-2]|[1-9])(?![\d%.万亿元美倍/-])",
        guard=_year_month_stands,
    )
    def _year_month(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.month(int(match["y"]), int(match["m"])))

    @grammar.rule(
        "years",
        rf"(?P<y>(?:19|20)\d\d)年?\s?(?:-|~|–|—|至|到|/)\s?(?P<e>(?:19|20)\d\d|\d\d)\s?年(?:度|间)?(?!代|前|后|来|期|级)",
    )
    def _years(match: re.Match[str]) -> Meaning:
        first, last = int(match["y"]), int(match["e"])
        last = last if last > 99 else first // 100 * 100 + last
        return Interval(Absolute(w.absolute_year(first)), Absolute(w.absolute_year(last)))

    @grammar.rule(
        "month-day", rf"(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9]){edge}(?!/)", guard=_slash_stands
    )
    def _month_day(match: re.Match[str]) -> Meaning:
        return within_month(w.month_field(match["m"]), match["d"])


def _date(year: int, month: int, day: int) -> Absolute:
    try:
        return Absolute(TimeSpan.day(date(year, month, day)))
    except ValueError as error:
        raise ImpossibleDate(str(error)) from None


def _decades(grammar: Grammar) -> None:
    portion = r"(?P<p>初期?|中期?|末期?|后期|早期|中叶|上半叶|下半叶)?"

    @grammar.rule(
        "decade",
        rf"(?:(?P<c>{w.NUMBER})\s?世纪|(?P<cw>本世纪|上个?世纪))的?\s?(?P<t>[1-9]0|[一二三四五六七八九]十)\s?年代{portion}",
    )
    @grammar.rule(
        "decade", rf"(?P<y>(?:1\d|20)\d0|[一二]{w.DIGIT}[一二三四五六七八九][〇零○])\s?年代{portion}"
    )
    @grammar.rule("decade", rf"(?P<t>[1-9]0|[一二三四五六七八九]十)\s?年代{portion}")
    def _decade(match: re.Match[str]) -> Meaning:
        decade = _decade_meaning(match.groupdict())
        return Part(decade, _early_mid_late(match["p"])) if match["p"] else decade

    @grammar.rule(
        "century", rf"(?:(?P<c>{w.NUMBER})\s?世纪|(?P<cw>本世纪|上个?世纪))(?P<p>初|中叶|末|上半叶|下半叶)?"
    )
    def _century(match: re.Match[str]) -> Meaning:
        century = Absolute(TimeSpan.century(_century_of(match.groupdict())))
        return Part(century, _early_mid_late(match["p"])) if match["p"] else century


def _decade_meaning(groups: Mapping[str, str | None]) -> Meaning:
    if groups.get("y"):
        return Absolute(TimeSpan.decade(w.number(groups["y"] or "")))
    tens = w.number(groups["t"] or "")
    if groups.get("c") or groups.get("cw"):
        return Absolute(TimeSpan.decade(_century_of(groups) + tens))
    return Field(Unit.DECADE, tens)


def _century_of(groups: Mapping[str, str | None]) -> int:
    if groups.get("cw"):
        # 本世紀 began in 2000 for every text that this program will read; 上世紀 is the one before.
        return 2000 if groups["cw"] == "本世纪" else 1900
    number = w.number(groups["c"] or "")
    if not 1 <= number <= 30:
        raise ImpossibleDate(f"{number}世紀")
    return (number - 1) * 100


def _early_mid_late(word: str) -> Portion:
    return w.portion(word if word in w.WORDS["portions"] else word[0])


def _fiscal(grammar: Grammar) -> None:
    name = r"(?:财政年度|会计年度|财会年度|财务年度|财年)"
    fiscal = (
        rf"(?:(?P<y>{w.YEAR4}|\d\d)\s?年?\s?{name}"
        rf"|FY\s?'?(?P<fy>20\d\d|\d\d)|(?P<fw>本|上|下|上一|下一|上个|下个|今|去|明|新){name})"
    )
    quarter = rf"(?:第?\s?(?P<q>[一二三四1-4])\s?财?季(?:度(?!假))?|Q(?P<r>[1-4])(?:\s?季度?)?|(?P<s>[1-4])Q)"

    @grammar.rule("fiscal-year", rf"{fiscal}(?:度)?(?P<p>初|底|末)?", priority=1)
    def _year(match: re.Match[str]) -> Meaning:
        year = _fiscal_year(match)
        return Part(year, w.portion(match["p"])) if match["p"] else year

    @grammar.rule("fiscal-quarter", rf"{fiscal}\s?的?\s?[,-]?\s?{quarter}(?![\dA-Za-z])", priority=1)
    @grammar.rule(
        "fiscal-quarter",
        rf"(?P<s>[1-4])QFY(?P<fy>20\d\d|\d\d)(?P<y>)(?P<fw>)(?P<q>)(?P<r>)(?!\d)",
        priority=1,
    )
    @grammar.rule(
        "fiscal-quarter",
        rf"FY\s?(?P<s>[1-4])Q(?P<fy>20\d\d|\d\d)(?P<y>)(?P<fw>)(?P<q>)(?P<r>)(?!\d)",
        priority=1,
    )
    @grammar.rule("fiscal-quarter", rf"Q(?P<r>[1-4])\s?,?\s?{fiscal}(?P<q>)(?P<s>)(?![\dA-Za-z])", priority=1)
    def _quarter(match: re.Match[str]) -> Meaning:
        number = w.number(_first(match, "q", "r", "s"))
        return In(_fiscal_year(match), Field(Unit.QUARTER, number, fiscal=True))

    @grammar.rule(
        "fiscal-half", rf"{fiscal}的?\s?(?:(?P<h>[上下])半(?:财?年)?(?:度(?!假))?|H(?P<i>[12]))", priority=1
    )
    def _half(match: re.Match[str]) -> Meaning:
        half = int(match["i"]) if match["i"] else 1 + (match["h"] == "下")
        return In(_fiscal_year(match), Field(Unit.HALF, half, fiscal=True))

    @grammar.rule(
        "fiscal-quarter", r"第?\s?(?P<q>[一二三四1-4首])\s?(?:个)?财(?:政|务)?季(?:度(?!假))?", priority=1
    )
    def _bare_quarter(match: re.Match[str]) -> Meaning:
        return Field(Unit.QUARTER, w.number(match["q"]), fiscal=True)

    @grammar.rule("fiscal-quarter", r"(?P<fw>本|上|下|上一|下一|上个|下个|当)财季", priority=1)
    def _quarter_word(match: re.Match[str]) -> Meaning:
        origin = Origin.TEXT if match["fw"] == "当" else Origin.NOW
        return Shift(Unit.QUARTER, _turn(match["fw"]), origin, fiscal=True)

    @grammar.rule("fiscal-years", rf"(?P<y>20\d\d)\s?[-/–]\s?(?P<e>20\d\d|\d\d)\s?{name}", priority=2)
    def _straddling(match: re.Match[str]) -> Meaning:
        return FiscalYear(w.year_of(match["e"]))


def _fiscal_year(match: re.Match[str]) -> Meaning:
    if match["fw"]:
        return Shift(Unit.YEAR, _turn(match["fw"]), fiscal=True)
    return FiscalYear(w.year_of(_first(match, "y", "fy")))


def _turn(word: str) -> int:
    return {"上": -1, "去": -1, "下": 1, "明": 1, "新": 1}.get(word[0], 0)


def _first(match: re.Match[str], *names: str) -> str:
    """The first of the named groups that took part."""
    return next(match[name] for name in names if match[name])


def _year_portion(word: str) -> Portion:
    return w.portion(word.replace("年年", "年") if word.startswith("年") else word)


def _quarter_portion(word: str) -> Portion:
    return {Portion.EARLY: Portion.START, Portion.LATE: Portion.END}.get(w.portion(word), Portion.MID)


# Guards: what stands around a run decides whether a bare number in it is a date.


def _starts_word(text: str, start: int, end: int) -> bool:
    """年底 and 月初 stand on their own: no numeral or 每, 多 before them."""
    return start == 0 or text[start - 1] not in "0123456789一二三四五六七八九十百千两几多每数半个"


def _short_year_stands(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if text[start] in "0〇零○" or text[start] == "'":
        return True
    return before in tuple("自从于在到至截") and after not in tuple("前后来间内多以的时历里之")


def _day_stands(text: str, start: int, end: int) -> bool:
    """A bare 29日: not part of a longer number, not a count of days (3日內, 5日均線)."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    if before and (before.isdigit() or before in ".第近前过后每这整半满逾达约多几零百千月/-"):
        return False
    return not after.startswith(
        ("内", "间", "之内", "之久", "以内", "线", "游", "后", "期", "均", "报", "行")
    )


def _number_of_day_stands(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return (not before or before in "在于自从至到截(,。、;! \n周是") and after not in tuple(
        "线楼机店馆厂门房院令文选球车种台仓炉井站塔舱高公位段桥"
    )


def _starts_week(text: str, start: int, end: int) -> bool:
    """週三 after a numeral or 每 is a count (兩週三次) or a habit."""
    return start == 0 or text[start - 1] not in "0123456789一二三四五六七八九十两几多每数半单双隔"


def _not_in_number(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if before and (before.isascii() and before.isalnum() or before in ".-/$€£#_"):
        return False
    return not (after and (after.isascii() and after.isalnum() and after != "T" or after in "%_"))


def _year_month_stands(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return (
        _not_in_number(text, start, end)
        and before not in tuple("第约超近")
        and after not in tuple("%个点万亿元倍美港人台件")
    )


def _slash_stands(text: str, start: int, end: int) -> bool:
    """11/20 is a day after a weekday or 於, in brackets, or where no fraction is written so."""
    if not _not_in_number(text, start, end):
        return False
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if before in tuple("于在自从至到截") or (before == "(" and after == ")"):
        return True
    month, _, day = text[start:end].partition("/")
    return int(day) > 12 and len(month + day) >= 3 and after not in tuple("的以")
