"""Months with and without a year, years, decades and centuries."""

from __future__ import annotations

import re

from kb.timex.build import within
from kb.timex.en import words as w
from kb.timex.en.name_guards import month_stands, that_month_stands
from kb.timex.en.number_guards import decade_stands, short_year_stands, year_stands, year_words_stand
from kb.timex.meaning import Absolute, Field, In, Interval, Meaning, Origin, Part, Shift, Unit
from kb.timex.rules import NOTHING, Grammar
from kb.when.span import TimeSpan

_PART = rf"(?:{w.PORTION})?"
_RELATIVE_YEAR = r"(?P<ry>this|last|next|the previous|the following|the same|the prior|that) year"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of months, years, decades and centuries."""
    _months(grammar)
    _years(grammar)
    _decades(grammar)


def portioned(meaning: Meaning, word: str | None) -> Meaning:
    """The part of a span that early, mid or late names."""
    return meaning if word is None else Part(meaning, w.portion(word))


def _months(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "month-year",
        rf"{_PART}(?:the month of )?(?P<m>{w.MONTH})(?:,? (?:of |in )?|[-/])(?P<y>{w.YEAR})",
        rf"{_PART}(?P<m>{w.MONTH})(?:{w.OF_YEAR})",
        rf"(?P<p>)(?P<y>{w.YEAR}),?\x20(?P<m>{w.MONTH})(?!\x20?\d)",
        rf"(?P<p>)(?P<ry>this|last|next) year's (?P<m>{w.MONTH})",
        guard=month_stands,
    )
    def _month_year(match: re.Match[str]) -> Meaning:
        return portioned(within(w.year_meaning(match), w.month_field(match["m"])), match["p"] or None)

    @w.register(
        grammar,
        "month-short-year",
        rf"(?P<p>)(?P<m>{w.MONTH}) (?P<yy>[4-9]\d)(?![\d%:/-]|[.,]\d)",
        guard=short_year_stands,
    )
    def _month_short_year(match: re.Match[str]) -> Meaning:
        return within(w.year_span(match["yy"]), w.month_field(match["m"]))

    @w.register(grammar, "month", rf"(?:the )?month of (?P<m>{w.MONTH})")
    @w.register(grammar, "month", rf"(?P<m>{w.MONTH})(?! \d)", guard=month_stands, priority=-1)
    def _month(match: re.Match[str]) -> Meaning:
        return w.month_field(match["m"])

    @w.register(grammar, "month-part", rf"{w.PORTION}(?P<m>{w.MONTH})(?! \d)", guard=month_stands)
    def _month_part(match: re.Match[str]) -> Meaning:
        return portioned(w.month_field(match["m"]), match["p"])

    @w.register(
        grammar,
        "month-turn",
        rf"{_PART}(?P<t>this|last|next|past|this past|this coming|the coming|the past|the previous"
        rf"|the following|previous)"
        rf" (?P<m>{w.MONTH})(?! \d)",
        guard=month_stands,
    )
    def _month_turn(match: re.Match[str]) -> Meaning:
        month, turn = w.month_field(match["m"]), w.turn(match["t"])
        if match["t"].lower() == "this":
            return portioned(In(Shift(Unit.YEAR, 0), month), match["p"])
        return portioned(Field(Unit.MONTH, month.value, turn=turn), match["p"])

    @w.register(grammar, "month-turn", rf"that (?P<m>{w.MONTH})(?! \d)", guard=that_month_stands)
    def _that_month(match: re.Match[str]) -> Meaning:
        return In(Shift(Unit.YEAR, 0, Origin.TEXT), w.month_field(match["m"]))

    @w.register(grammar, "month-part", r"the ides of (?P<m>march)")
    def _ides(match: re.Match[str]) -> Meaning:
        return In(w.month_field(match["m"]), Field(Unit.DAY, 15))


def _years(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "year",
        rf"(?P<y>{w.YEAR})(?: (?:AD|CE|A\.D\.))?(?!-\d|s\b|'s [a-z]+ model)",
        guard=year_stands,
    )
    @w.register(
        grammar,
        "year",
        rf"(?:the )?(?:calendar |full[- ])?year (?P<y>{w.YEAR})",
        rf"(?:the )?(?:whole|full|entire) of (?P<y>{w.YEAR})",
        r"(?:calendar |CY ?)(?P<y>20\d\d|'?\d\d)(?!\d)",
    )
    def _year(match: re.Match[str]) -> Meaning | None:
        return w.year_meaning(match)

    @w.register(grammar, "year-words", rf"(?:the year )?(?P<yw>{w.YEAR_WORDS})(?!\w)", guard=year_words_stand)
    def _year_words(match: re.Match[str]) -> Meaning | None:
        year = w.number(match["yw"])
        return Absolute(TimeSpan.year(year)) if 1500 <= year <= 2099 else None

    @w.register(grammar, "year-part", rf"{w.PORTION}(?P<y>{w.YEAR})", guard=year_stands)
    @w.register(grammar, "year-part", rf"{w.PORTION}{_RELATIVE_YEAR}")
    def _year_part(match: re.Match[str]) -> Meaning | None:
        year = w.year_meaning(match)
        return year and portioned(year, match["p"])

    @w.register(
        grammar,
        "years",
        rf"(?P<y>{w.YEAR}) ?[-–~] ?(?P<e>20\d\d|19\d\d|\d\d)(?![\d%]|[-/]\d)",
        rf"(?P<y>{w.YEAR})/(?P<e>\d\d|20\d\d)(?![\d%]|[-/]\d)",
        guard=year_stands,
    )
    def _range(match: re.Match[str]) -> Meaning | None:
        first = int(match["y"])
        last = int(match["e"]) if len(match["e"]) == 4 else first // 100 * 100 + int(match["e"])
        if not first < last <= first + 60 or (len(match["e"]) == 2 and last > first + 12):
            return None
        return Interval(Absolute(TimeSpan.year(first)), Absolute(TimeSpan.year(last)))


def _decades(grammar: Grammar) -> None:
    the = rf"(?:the )?{_PART}(?:the )?"

    @w.register(
        grammar,
        "decade",
        rf"{the}(?P<c>(?:1[5-9]|20)\d0) ?'?s(?!\w)",
        rf"{the}(?P<h>nineteen|eighteen|twenty)[- ](?P<w>{_words_of_tens()})(?!\w)",
    )
    @w.register(grammar, "decade", rf"{the}'?(?P<t>[1-9]0)'?s(?!\w)", guard=decade_stands)
    @w.register(grammar, "decade", rf"{the}(?P<w>{_words_of_tens()})(?!\w)", guard=decade_stands)
    def _decade(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        if groups.get("c"):
            return portioned(Absolute(TimeSpan.decade(int(groups["c"]))), match["p"])
        tens = int(groups["t"]) if groups.get("t") else w.WORDS["decades"][match["w"].lower()]
        if groups.get("h"):
            return portioned(Absolute(TimeSpan.decade(w.number(groups["h"]) * 100 + tens)), match["p"])
        return portioned(Field(Unit.DECADE, tens), match["p"])

    @w.register(
        grammar,
        "century",
        rf"(?:the )?{_PART}(?:the )?(?P<o>{w.ORDINAL})[- ]century(?! \w+ (?:fox|studios))",
    )
    def _century(match: re.Match[str]) -> Meaning | None:
        rank = w.ordinal(match["o"])
        if not 2 <= rank <= 30:
            return None
        return portioned(Absolute(TimeSpan.century((rank - 1) * 100)), match["p"])

    @w.register(grammar, "name", r"(?:20th|twentieth|21st) century (?:fox|studios|insurance)", priority=1)
    def _name(match: re.Match[str]) -> Meaning:
        return NOTHING


def _words_of_tens() -> str:
    return f"(?:{'|'.join(w.WORDS['decades'])})"
