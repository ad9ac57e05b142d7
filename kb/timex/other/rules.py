"""The rules of every other language: dates in words, dates in digits, relative expressions."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.build import absolute_day, month_day, within
from kb.timex.meaning import Absolute, Field, In, Interval, Meaning, Shift, Unit, Weekday
from kb.timex.other.locale import Locale
from kb.timex.rules import Grammar, ImpossibleDate
from kb.when.span import TimeSpan

_NEVER = "(?!)"
_NO_DIGIT = r"(?![\d%]|[.,]\d)"


def run_pattern(locale: Locale) -> str:
    """A pattern that finds whatever a rule might read; the rules decide."""
    return f"{_start(locale)}(?:{'|'.join(pattern for pattern, _ in _patterns(locale))}){_end(locale)}"


def add_rules(grammar: Grammar, locale: Locale) -> None:
    """Register the rules of one language."""
    _dates(grammar, locale)
    _digits(grammar)
    _named(grammar, locale)
    _relative(grammar, locale)


def _start(locale: Locale) -> str:
    return r"(?<![\w.,/-])" if locale.spaced else r"(?<![\d.,/-])"


def _end(locale: Locale) -> str:
    return r"(?![\w/])" if locale.spaced else r"(?!\d)"


def _patterns(locale: Locale) -> list[tuple[str, str]]:
    """Every pattern with its rule's name; groups are made plain so that they can stand in one alternation."""
    patterns = [
        ("day", _day_pattern(locale)),
        ("days", _days_pattern(locale)),
        ("decade", _decade_pattern(locale)),
        ("day", _eastern_pattern(locale)),
        ("day-of-month", _bare_day_pattern(locale)),
        ("month", _month_pattern(locale)),
        ("quarter", _quarter_pattern(locale)),
        ("iso", r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?"),
        ("slash", r"\d\d?[./-]\d\d?[./-](?:19|20)\d\d|\d\d?[./]\d\d?[./]\d\d"),
        ("year", _year_pattern(locale)),
        ("weekday", one_of(locale.weekdays) if locale.weekdays else _NEVER),
        ("relative", one_of(locale.fixed) if locale.fixed else _NEVER),
        *(("counted", _counted_pattern(pattern, locale)) for pattern, _, _ in locale.counted),
    ]
    return [(re.sub(r"\(\?P<\w+>", "(?:", pattern), name) for name, pattern in patterns]


def _joint(locale: Locale) -> str:
    joints = locale.extra.get("joints", [])
    return rf"(?:\s?(?:{one_of(joints)})\s?|\s)" if joints else r"\s?"


def _months(locale: Locale) -> str:
    return one_of(locale.months) if locale.months else _NEVER


def _tail(locale: Locale) -> str:
    tails = locale.extra.get("year_tails", [])
    return rf"(?:\s?{one_of(tails)})?" if tails else ""


def _day_pattern(locale: Locale) -> str:
    """4. September 2024, 4 de septiembre de 2024, 1er août."""
    if not locale.spaced:
        return _NEVER
    ordinal = one_of([*locale.extra.get("ordinal", []), ".", "º"])
    joint, tail = _joint(locale), _tail(locale)
    return (
        rf"(?:(?:{one_of(locale.weekdays) if locale.weekdays else _NEVER}),?\s(?:{_articles(locale)}\s)?)?"
        rf"(?P<d>3[01]|[12]\d|0?[1-9]){ordinal}?(?:{joint})?\s?(?P<m>{_months(locale)})(?:\.(?=\s?\d))?"
        rf"(?:{joint}(?P<y>(?:1[5-9]|20)\d\d){_NO_DIGIT}{tail})?"
    )


def _days_pattern(locale: Locale) -> str:
    """7 et 8 décembre 2024, 18.–20. November: neighbouring days or a range of them."""
    links = locale.extra.get("links", [])
    if not links:
        return _NEVER
    ordinal = one_of([*locale.extra.get("ordinal", []), ".", "º"])
    day = rf"(?:3[01]|[12]\d|0?[1-9]){ordinal}?"
    link = rf"(?:\s?[-–]\s?|\s{one_of(links)}\s)"
    return (
        rf"(?P<d>{day}){link}(?P<e>{day})(?:{_joint(locale)})?\s?(?P<m>{_months(locale)})(?:\.(?=\s?\d))?"
        rf"(?:{_joint(locale)}(?P<y>(?:1[5-9]|20)\d\d){_NO_DIGIT}{_tail(locale)})?"
    )


def _decade_pattern(locale: Locale) -> str:
    """1990er Jahren, années 1980, años 90."""
    decade = r"(?:(?P<c>1[5-9]|20))?(?P<t>[1-9]0)"
    return "|".join(pattern.replace("{d}", decade) for pattern in locale.extra.get("decades", [])) or _NEVER


def _bare_day_pattern(locale: Locale) -> str:
    """오는 28일, 지난달 11일."""
    leads, months = locale.extra.get("day_leads", []), locale.extra.get("day_months", [])
    if not leads:
        return _NEVER
    return rf"(?:(?:{one_of(leads)})\s|(?P<r>{one_of(months)})\s)(?P<x>(?P<d>3[01]|[12]\d|0?[1-9])\s?일)"


def _eastern_pattern(locale: Locale) -> str:
    """2024年9月4日, 2024년 9월 4일, 지난해 9월."""
    if locale.language not in ("ja", "ko"):
        return _NEVER
    year, month, day = ("年", "月", "日") if locale.language == "ja" else ("년", "월", "일")
    spoken = locale.extra.get("years", [])
    told = rf"|(?P<r>{one_of(spoken)})\s" if spoken else ""
    in_year = rf"(?:(?P<y>(?:1[5-9]|20)\d\d)\s?{year}\s?{told})?"
    on_day = rf"(?:\s?(?P<d>3[01]|[12]\d|0?[1-9])\s?{day})?"
    return rf"{in_year}(?P<m>1[0-2]|0?[1-9])\s?{month}{on_day}"


def _month_pattern(locale: Locale) -> str:
    """September 2024, septembre; a short name only with its year."""
    if not locale.spaced or not locale.months:
        return _NEVER
    year = rf"(?P<y>(?:1[5-9]|20)\d\d){_NO_DIGIT}{_tail(locale)}"
    return rf"(?:(?P<m>{_months(locale)})(?:\.(?=\s?\d))?{_joint(locale)}{year}|(?P<n>{one_of(locale.full_months)}))"


def _quarter_pattern(locale: Locale) -> str:
    words = locale.extra.get("quarters", {})
    ranks = [word for word in words if word not in ("unit", "half")]
    if not ranks:
        return _NEVER
    unit, half = one_of(words["unit"]), one_of(words["half"]) if words["half"] else _NEVER
    year = rf"(?:{_joint(locale)}(?P<y>(?:19|20)\d\d){_NO_DIGIT}{_tail(locale)})?"
    lead = (
        rf"(?:(?P<z>(?:19|20)\d\d)\s?{one_of(locale.extra['year_tails'])}\s?)?" if not locale.spaced else ""
    )
    return rf"{lead}(?P<q>{one_of(ranks)})\s?-?(?:(?P<u>{unit})|(?P<h>{half})){year}"


def _year_pattern(locale: Locale) -> str:
    """A bare year, where a word leads or follows it that says so."""
    tails, leads = locale.extra.get("year_tails", []), locale.extra.get("year_leads", [])
    behind = rf"(?P<y>(?:1[5-9]|20)\d\d)\s?{one_of(tails)}" if tails else _NEVER
    before = (
        rf"{one_of(leads)}\s(?P<x>(?P<z>(?:1[5-9]|20)\d\d){_NO_DIGIT}(?!\s?(?:%|€|\$|[A-Z]{{3}}\b)))"
        if leads
        else _NEVER
    )
    return f"(?:{behind}|{before})"


def _articles(locale: Locale) -> str:
    articles = locale.extra.get("articles", [])
    return one_of(articles) if articles else _NEVER


def _counted_pattern(pattern: str, locale: Locale) -> str:
    number = rf"(?P<k>\d{{1,3}}|{one_of(locale.numbers)})" if locale.numbers else r"(?P<k>\d{1,3})"
    return pattern.replace("{n}", number).replace(" ", r"\s")


def _dates(grammar: Grammar, locale: Locale) -> None:
    def field(match: re.Match[str]) -> Field:
        groups = match.groupdict()
        name = (groups.get("m") or groups.get("n") or "").lower()
        return Field(Unit.MONTH, int(name) if name.isdigit() else locale.months[name])

    for pattern in (_day_pattern(locale), _eastern_pattern(locale), _month_pattern(locale)):

        @grammar.rule("day" if "?P<d>" in pattern else "month", rf"(?i:{pattern})")
        def _date(match: re.Match[str]) -> Meaning:
            groups = match.groupdict()
            year: Meaning | None = Absolute(TimeSpan.year(int(groups["y"]))) if groups.get("y") else None
            if groups.get("r"):
                year = Shift(Unit.YEAR, locale.fixed[groups["r"]][1])
            month = field(match)
            day = groups.get("d")
            return within(year, month_day(month, Field(Unit.DAY, int(day))) if day else month)

    @grammar.rule("days", rf"(?i:{_days_pattern(locale)})", priority=1)
    def _days(match: re.Match[str]) -> Meaning | None:
        year = Absolute(TimeSpan.year(int(match["y"]))) if match["y"] else None
        first, last = (int(re.sub(r"\D", "", match[name])) for name in "de")
        if first >= last:
            return None
        month = field(match)
        ends = [within(year, month_day(month, Field(Unit.DAY, day))) for day in (first, last)]
        return Interval(*ends)

    @grammar.rule("decade", rf"(?i:{_decade_pattern(locale)})", priority=1)
    def _decade(match: re.Match[str]) -> Meaning:
        tens = int(match["t"])
        if not match["c"]:
            return Field(Unit.DECADE, tens)
        return Absolute(TimeSpan.decade(int(match["c"]) * 100 + tens))

    @grammar.rule("day-of-month", rf"(?i:{_bare_day_pattern(locale)})", priority=1)
    def _bare_day(match: re.Match[str]) -> Meaning:
        day = Field(Unit.DAY, int(match["d"]))
        if match["r"]:
            return In(Shift(Unit.MONTH, locale.fixed[match["r"]][1]), day)
        return day

    @grammar.rule("year", rf"(?i:{_year_pattern(locale)})")
    def _year(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        return Absolute(TimeSpan.year(int(groups.get("y") or groups["z"] or 0)))


def _digits(grammar: Grammar) -> None:
    @grammar.rule("iso", r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)")
    def _iso(match: re.Match[str]) -> Meaning:
        return absolute_day(int(match["y"]), int(match["m"]), int(match["d"]))

    @grammar.rule("slash", r"(?P<d>\d\d?)(?P<s>[./-])(?P<m>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d|\d\d)")
    def _slash(match: re.Match[str]) -> Meaning:
        """Day first, as in all of Europe and Latin America; month first only where the day cannot be one."""
        day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
        year += 0 if year > 99 else 2000 if year <= 50 else 1900
        if month > 12:
            day, month = month, day
        if month > 12:
            raise ImpossibleDate(match.group())
        return absolute_day(year, month, day)


def _named(grammar: Grammar, locale: Locale) -> None:
    words = locale.extra.get("quarters", {})

    @grammar.rule("quarter", rf"(?i:{_quarter_pattern(locale)})")
    def _quarter(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        digits = groups.get("y") or groups.get("z")
        year = Absolute(TimeSpan.year(int(digits))) if digits else None
        unit = Unit.HALF if groups.get("h") else Unit.QUARTER
        return within(year, Field(unit, words[match["q"].lower()]))

    if locale.weekdays:

        @grammar.rule("weekday", rf"(?i:{one_of(locale.weekdays)})")
        def _weekday(match: re.Match[str]) -> Meaning:
            return Weekday(locale.weekdays[match.group().lower()])


def _relative(grammar: Grammar, locale: Locale) -> None:
    if locale.fixed:

        @grammar.rule("relative", rf"(?i:{one_of(locale.fixed)})")
        def _fixed(match: re.Match[str]) -> Meaning:
            unit, count = locale.fixed[match.group().lower()]
            return Shift(Unit(unit), count)

    for pattern, unit, sign in locale.counted:
        _add_counted(grammar, locale, pattern, unit, sign)


def _add_counted(grammar: Grammar, locale: Locale, pattern: str, unit: str, sign: int) -> None:
    @grammar.rule("counted", rf"(?i:{_counted_pattern(pattern, locale)})")
    def _counted(match: re.Match[str]) -> Meaning:
        word = match["k"].lower()
        return Shift(Unit(unit), sign * int(locale.numbers.get(word, word)))
