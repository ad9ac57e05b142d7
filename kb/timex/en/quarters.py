"""English quarters and halves of the calendar, in every spelling that news uses."""

from __future__ import annotations

import re

from kb.timex.build import within
from kb.timex.en import words as w
from kb.timex.en.phrase_guards import (
    bare_half_stands,
    code_stands,
    half_stands,
    quarter_stands,
    ranked_quarter_stands,
)
from kb.timex.meaning import (
    Absolute,
    Field,
    Holding,
    Interval,
    Meaning,
    Offset,
    Origin,
    Part,
    Portion,
    Shift,
    Unit,
)
from kb.timex.rules import Grammar
from kb.when.span import TimeSpan

_EDGE = r"(?![\w%]|[.,]\d|-\d)"
_PART = rf"(?:{w.PORTION})"
_YEAR = rf"(?:(?:{w.OF_YEAR})|,? (?:of |in )?the (?P<same>same year|year)(?! (?:ago|earlier|before)))?"
_RANK = rf"(?P<q>{w.QUARTER_RANK})"
_QUARTERS_TURN = (
    r"this|last|next|current|previous|prior|preceding|coming|upcoming|following|same|subsequent|just-ended|"
    r"just-completed|most recent|latest|recent|most recently completed"
)


def add_rules(grammar: Grammar) -> None:
    """Register the rules of quarters and halves."""
    _quarters(grammar)
    _codes(grammar)
    _stretches(grammar)
    _turns(grammar)
    _by_month(grammar)
    _halves(grammar)


def quarter_part(meaning: Meaning, word: str | None) -> Meaning:
    """The first, middle or last month of a quarter."""
    if not word:
        return meaning
    edges = {Portion.EARLY: Portion.START, Portion.LATE: Portion.END, Portion.MID: Portion.MID}
    return Part(meaning, edges.get(w.portion(word), Portion.MID))


def _year(match: re.Match[str]) -> Meaning | None:
    if match.groupdict().get("same"):
        return None
    return w.year_meaning(match)


def _quarters(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "quarter",
        (
            rf"(?:the )?{_PART}?(?:the )?(?:calendar )?{_RANK}(?:[- ]calendar)?[- ]{w.QUARTER_WORD}{_YEAR}"
            rf"(?!-final)(?! (?:century|mile))"
        ),
        rf"(?P<p>)(?:the )?(?P<y>{w.YEAR})(?:'s)? {_RANK}[- ]{w.QUARTER_WORD}",
        rf"(?P<p>)(?P<ry>this|last|next) year's {_RANK}[- ]{w.QUARTER_WORD}",
        rf"{_PART}?(?:the )?(?:calendar )?Q(?P<n>[1-4]){_EDGE}{_YEAR}",
        rf"(?P<p>)(?P<n>[1-4])Q{_EDGE}",
        r"(?P<p>)(?P<ry>this|last|next) year's Q(?P<n>[1-4])",
        guard=code_stands,
    )
    def _quarter(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        number = int(groups["n"]) if groups.get("n") else w.quarter(groups["q"] or "")
        return quarter_part(within(_year(match), Field(Unit.QUARTER, number)), groups["p"])

    @w.register(
        grammar,
        "quarter",
        rf"(?:the )?(?P<a>{w.QUARTER_RANK}) and (?P<b>{w.QUARTER_RANK}) quarters{_YEAR}",
        rf"(?P<ry>this|last|next) year's (?P<a>{w.QUARTER_RANK}) and (?P<b>{w.QUARTER_RANK}) quarters",
    )
    def _two(match: re.Match[str]) -> Meaning | None:
        first, last = w.quarter(match["a"]), w.quarter(match["b"])
        year = _year(match)
        if first >= last:
            return None
        return Interval(within(year, Field(Unit.QUARTER, first)), within(year, Field(Unit.QUARTER, last)))

    @w.register(
        grammar, "quarter", r"the (?P<q>first|second|third|fourth)", guard=ranked_quarter_stands, priority=-2
    )
    def _elliptical(match: re.Match[str]) -> Meaning:
        return Field(Unit.QUARTER, w.quarter(match["q"]))


def _codes(grammar: Grammar) -> None:
    year = r"(?P<y>20\d\d|19\d\d|'?\d\d)"

    @w.register(
        grammar,
        "quarter-code",
        rf"(?P<y>20\d\d|19\d\d|'?\d\d) ?[-/]? ?Q(?P<q>[1-4]){_EDGE}",
        rf"(?P<q>[1-4])Q ?[-/]? ?{year}{_EDGE}",
        rf"Q(?P<q>[1-4]) ?[-/,]? ?(?P<y>20\d\d|19\d\d|'\d\d|(?<=\d)\d\d|(?<=[-/])\d\d){_EDGE}",
        guard=code_stands,
    )
    def _quarter(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.quarter(w.year_of(match["y"]), int(match["q"])))

    @w.register(
        grammar,
        "half-code",
        rf"(?P<h>H[12]|[12]H) ?[-/,]? ?(?P<y>20\d\d|'\d\d){_EDGE}",
        rf"(?P<h>[12]H)(?P<y>\d\d){_EDGE}",
        rf"(?P<y>20\d\d|\d\d) ?[-/]?(?P<h>H[12]|[12]H){_EDGE}",
        guard=code_stands,
    )
    def _half(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.half(w.year_of(match["y"]), int(match["h"].strip("Hh"))))

    @w.register(grammar, "half-code", rf"(?P<h>H[12]|[12]H){_EDGE}", guard=bare_half_stands)
    def _bare_half(match: re.Match[str]) -> Meaning:
        return Field(Unit.HALF, int(match["h"].strip("Hh")))

    @w.register(
        grammar,
        "quarter-codes",
        rf"Q(?P<a>[1-4]) ?(?:[-–]| to | through ) ?Q(?P<b>[1-4])(?:,? '?(?P<y>20\d\d|(?<=')\d\d))?{_EDGE}",
        guard=code_stands,
        priority=1,
    )
    def _quarter_range(match: re.Match[str]) -> Meaning:
        year = w.year_span(match["y"]) if match["y"] else None
        first, last = (within(year, Field(Unit.QUARTER, int(match[end]))) for end in "ab")
        return Interval(first, last)


def _stretches(grammar: Grammar) -> None:
    count = r"(?P<k>two|three|four|five|six|seven|eight|nine|ten|eleven|\d{1,2})"

    @w.register(
        grammar,
        "first-months",
        rf"(?:the )?first {count} (?P<u>months|quarters){_YEAR}",
        rf"(?:the )?(?P<y>{w.YEAR})'s first {count} (?P<u>months|quarters)",
        rf"(?P<ry>this|last|next) year's first {count} (?P<u>months|quarters)",
    )
    def _first(match: re.Match[str]) -> Meaning | None:
        year, count = _year(match), w.number(match["k"])
        unit = w.unit(match["u"])
        if count > (12 if unit is Unit.MONTH else 4):
            return None
        return Interval(within(year, Field(unit, 1)), within(year, Field(unit, count)))


def _turns(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "quarter-turn",
        (
            rf"(?:the )?{_PART}?(?:the )?(?P<t>{_QUARTERS_TURN})[- ]{w.QUARTER_WORD}(?![-\w])(?! (?:of a"
            rf"|century))"
        ),
        guard=code_stands,
        priority=1,
    )
    def _turn(match: re.Match[str]) -> Meaning:
        word = " ".join(match["t"].lower().split())
        of_text = {"following": 1, "subsequent": 1, "preceding": -1, "same": 0}
        if word in of_text:
            return quarter_part(Shift(Unit.QUARTER, of_text[word], Origin.TEXT), match["p"])
        origin = Origin.TODAY if word == "current" else Origin.NOW
        return quarter_part(Shift(Unit.QUARTER, w.WORDS["turns"].get(word, -1), origin), match["p"])

    @w.register(grammar, "quarter-turn", r"the (?:entire |whole |full )?quarter", guard=quarter_stands)
    def _the_quarter(match: re.Match[str]) -> Meaning:
        return Shift(Unit.QUARTER, 0)

    @w.register(grammar, "quarter-end", r"(?:the )?quarter[- ]end(?!\w)|(?:the )?end of (?:the|this) quarter")
    def _quarter_end(match: re.Match[str]) -> Meaning:
        return Part(Shift(Unit.QUARTER, 0), Portion.END)


def _by_month(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "month-quarter",
        rf"(?:the )?(?P<m>{w.MONTH}) quarter(?:{w.OF_YEAR})?",
        rf"(?:the )?(?P<m>{w.MONTH}) (?P<y>{w.YEAR}) quarter",
        priority=1,
    )
    def _of_month(match: re.Match[str]) -> Meaning:
        """The quarter that ends in the month; where the calendar has none such, the three months to it."""
        month = w.month_field(match["m"])
        last = within(w.year_meaning(match), month)
        if month.value % 3 == 0:
            return Holding(Unit.QUARTER, last)
        return Interval(Offset(Unit.MONTH, -2, last), last)


def _halves(grammar: Grammar) -> None:
    half = r"(?P<h>first|second|latter|last|back|1st|2nd)[- ]half"

    @w.register(grammar, "half", rf"(?:the )?{_PART}?(?:the )?{half}{_YEAR}", guard=half_stands)
    @w.register(
        grammar,
        "half",
        rf"(?P<p>)(?:the )?(?P<y>{w.YEAR})(?:'s)? {half}",
        rf"(?P<p>)(?P<ry>this|last|next) year's {half}",
    )
    def _half(match: re.Match[str]) -> Meaning:
        number = 1 if match["h"].lower() in ("first", "1st") else 2
        return quarter_part(within(_year(match), Field(Unit.HALF, number)), match["p"])
