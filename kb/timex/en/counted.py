"""Times counted in amounts: three days ago, two weeks before Christmas, in six months, over the past year."""

from __future__ import annotations

import re

from kb.timex.build import month_day, within
from kb.timex.en import words as w
from kb.timex.en.amounts import AMOUNT, COUNTED, amount, offset, shifted, windowed
from kb.timex.en.around import word_stands
from kb.timex.en.phrase_guards import ahead, bounded_ahead, ends_counting, no_comparison, window_stands
from kb.timex.meaning import (
    Holding,
    Holiday,
    Interval,
    Meaning,
    Offset,
    Origin,
    Shift,
    ToDate,
    Unit,
    Vague,
    Weekday,
    YearEarlier,
)
from kb.timex.rules import Grammar


def add_rules(grammar: Grammar) -> None:
    """Register the rules of counted times."""
    _ago(grammar)
    _beside_named(grammar)
    _ahead(grammar)
    _windows(grammar)
    _to_date(grammar)


def _ago(grammar: Grammar) -> None:
    @w.register(
        grammar, "ago", rf"{AMOUNT} (?P<w>ago|back|previously|earlier|before|prior)", guard=ends_counting
    )
    def _before(match: re.Match[str]) -> Meaning | None:
        return shifted(match, -1, Origin.NOW if match["w"].lower() in ("ago", "back") else Origin.TEXT)

    days = "today|yesterday|tomorrow"

    @w.register(
        grammar,
        "ago-from",
        (
            rf"{AMOUNT} ago,? (?:(?P<day>{days})|(?:this |last |on )?(?P<wd>{w.DAY_NAME})"
            rf"|(?P<t>this|last) (?P<u2>week|month))(?![\w'])"
        ),
        priority=1,
    )
    def _before_a_day(match: re.Match[str]) -> Meaning | None:
        if match["day"]:
            return offset(match, -1, Shift(Unit.DAY, w.WORDS["days"][match["day"].lower()]))
        if match["wd"]:
            return offset(match, -1, Weekday(w.weekday(match["wd"])))
        count, unit = amount(match)
        if unit is not Unit.YEAR or count != int(count):
            return None
        if match["u2"].lower() == "month":
            return YearEarlier(int(count), Shift(Unit.MONTH, w.turn(match["t"])))
        return Holding(Unit.WEEK, Offset(Unit.YEAR, -int(count), Shift(Unit.DAY, 7 * w.turn(match["t"]))))

    @w.register(
        grammar,
        "later",
        rf"{AMOUNT} (?P<w>later|hence|afterwards?|on|from now|after that|out|thereafter)",
        guard=no_comparison,
    )
    def _after(match: re.Match[str]) -> Meaning | None:
        word = match["w"].lower()
        if word in ("on", "out"):
            return None
        return shifted(match, 1, Origin.NOW if word in ("hence", "from now") else Origin.TEXT)

    @w.register(
        grammar,
        "ago",
        rf"(?P<k2>\d{{1,2}}|{w.NUMBER_WORD}|an?) (?P<u2>years?|months?|weeks?),? (?:and )?"
        rf"(?:{COUNTED}),? (?:and )?"
        rf"(?:(?P<k3>\d{{1,2}}|{w.NUMBER_WORD}) (?P<u3>days?) )?(?P<w>ago|later|earlier|from now)",
    )
    def _compound(match: re.Match[str]) -> Meaning:
        sign = -1 if match["w"].lower() in ("ago", "earlier") else 1
        day: Meaning = Shift(Unit.DAY, 0)
        parts = [(w.number(match["k2"]), w.unit(match["u2"])), amount(match)]
        if match["k3"]:
            parts.append((w.number(match["k3"]), w.unit(match["u3"])))
        for count, unit in parts:
            day = Offset(unit, sign * int(count), day)
        return day

    @w.register(
        grammar, "ago", rf"(?P<k>{w.COUNT}) (?P<d>{w.DAY_NAME})s? (?P<w>ago|back|from now|later|hence)"
    )
    def _weekdays(match: re.Match[str]) -> Meaning:
        sign = -1 if match["w"].lower() in ("ago", "back") else 1
        weekday = Weekday(w.weekday(match["d"]), turn=-1 if sign < 0 else 2, by_week=False)
        return Offset(Unit.WEEK, sign * (w.number(match["k"]) - 1), weekday)


def _beside_named(grammar: Grammar) -> None:
    month_day_ = rf"(?P<m>{w.MONTH}) (?:the )?(?P<d>{w.DAY})(?:{w.OF_YEAR})?"
    days = "|".join(sorted(w.WORDS["days"], key=len, reverse=True))
    day_month = rf"(?:the )?(?P<d2>{w.RANKED_DAY})(?: of)? (?P<m2>{w.MONTH})"
    named = (
        rf"(?:{month_day_}|{day_month}|(?P<day>{days})|(?:(?P<t>this|last|next) )?(?P<wd>{w.FULL_WEEKDAY})|"
        rf"(?P<f>{w.HOLIDAY}))"
    )

    @w.register(
        grammar,
        "beside",
        rf"(?:within )?(?P<x>{AMOUNT} (?P<w>before|after|from|following|prior to|ahead of) {named})",
        (
            rf"(?:the |a )?(?P<k>)(?P<u>day|week|month|year|weekend)(?P<half>)(?P<about>)(?P<more>) "
            rf"(?P<w>before|after|following|prior to|ahead of) {named}"
        ),
    )
    def _beside(match: re.Match[str]) -> Meaning | None:
        sign = -1 if match["w"].lower() in ("before", "prior to", "ahead of") else 1
        base = _named(match)
        if match["k"]:
            return offset(match, sign, base)
        return Offset(w.unit(match["u"]), sign, base)

    @w.register(
        grammar,
        "stretch-from",
        rf"(?:for )?(?P<x>(?P<about>)(?P<more>){COUNTED},? (?:starting|beginning)(?: on| from)? {named})",
        rf"for (?P<x>(?P<about>)(?P<more>){COUNTED},? from {named})",
        priority=1,
    )
    def _stretch(match: re.Match[str]) -> Meaning | None:
        count, unit = amount(match)
        start = _named(match)
        if count != int(count):
            return None
        end = Offset(unit, int(count), start)
        return Interval(start, Offset(Unit.DAY, -1, end))


def _named(match: re.Match[str]) -> Meaning:
    if match["m"]:
        return within(w.year_meaning(match), month_day(w.month_field(match["m"]), w.day_field(match["d"])))
    if match["m2"]:
        return month_day(w.month_field(match["m2"]), w.day_field(match["d2"]))
    if match["day"]:
        return Shift(Unit.DAY, w.WORDS["days"][" ".join(match["day"].lower().split())])
    if match["f"]:
        return Holiday(w.holiday(match["f"]))
    return Weekday(w.weekday(match["wd"]), w.turn(match["t"]) if match["t"] else None)


def _ahead(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "in",
        rf"in (?P<x>{AMOUNT}(?: from (?:today|now))?)(?:'s?)?(?: time)?(?! (?:of|or|to)\b)",
        guard=ahead,
        priority=1,
    )
    def _in(match: re.Match[str]) -> Meaning | None:
        return shifted(match, 1, Origin.NOW)

    @w.register(
        grammar,
        "within",
        rf"within (?P<x>(?:the next )?(?P<about>)(?P<more>){COUNTED})",
        guard=bounded_ahead,
        priority=1,
    )
    def _within(match: re.Match[str]) -> Meaning | None:
        return windowed(match, 1)


def _windows(grammar: Grammar) -> None:
    lead = r"(?:the |these |those |its |their |his |her )?"
    back, on = r"past|last|previous|prior|preceding|trailing", r"next|coming|following|upcoming|subsequent"

    @w.register(
        grammar,
        "window",
        rf"{lead}(?P<t>{back}|{on}) (?P<about>)(?P<more>){COUNTED}",
        (
            rf"{lead}(?P<about>)(?P<more>)(?P<k>{w.NUMBER_WORD}|\d{{1,3}}) (?P<t>{back}|{on})"
            rf" (?P<u>(?=[a-z]+s\b){w.UNIT})(?P<half>)"
        ),
        guard=window_stands,
    )
    def _many(match: re.Match[str]) -> Meaning | None:
        word = match["k"].lower()
        if word in ("a", "an"):
            return None
        ahead_ = re.fullmatch(on, match["t"].lower()) is not None
        return windowed(match, 1 if ahead_ else -1)

    @w.register(
        grammar,
        "vague",
        (
            rf"{lead}(?P<t>{back}|{on}|recent)(?: several| few| many| couple(?: of)?)? (?P<u>days|weeks"
            rf"|months|quarters|years|decades|weekends)(?!')"
        ),
        r"(?P<t>recent|coming|past|next)(?: few)? (?P<u>year|month|week|day|decade)s",
    )
    def _some(match: re.Match[str]) -> Meaning:
        return Vague("FUTURE_REF" if re.fullmatch(on, match["t"].lower()) else "PAST_REF")


def _to_date(grammar: Grammar) -> None:
    unit = r"(?P<u>year|month|quarter|week|season|decade)"

    @w.register(
        grammar,
        "to-date",
        rf"(?:so far|thus far|to date) (?:in )?(?:this|the) {unit}",
        rf"(?:the )?{unit}[- ]to[- ]date",
        rf"this {unit} (?:so far|to date|thus far)",
        guard=word_stands,
        priority=1,
    )
    def _since(match: re.Match[str]) -> Meaning:
        return ToDate(w.unit(match["u"]))

    @w.register(grammar, "to-date", r"YTD", guard=word_stands)
    def _letters(match: re.Match[str]) -> Meaning:
        return ToDate(Unit.YEAR)

    @w.register(
        grammar,
        "to-date",
        rf"so far in (?P<x>(?P<y>{w.YEAR}))",
    )
    def _of_year(match: re.Match[str]) -> Meaning | None:
        return w.year_meaning(match)
