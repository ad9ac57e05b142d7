"""Fiscal years, and the quarters and halves that are named as theirs."""

from __future__ import annotations

import re

from kb.timex.en import words as w
from kb.timex.en.phrase_guards import fiscal_year_stands
from kb.timex.en.quarters import quarter_part
from kb.timex.meaning import Field, FiscalYear, In, Meaning, Origin, Shift, Unit
from kb.timex.rules import Grammar

_EDGE = r"(?![\w%]|[.,]\d|-\d)"
_PART = rf"(?:{w.PORTION})"
_TURN = r"this|last|next|current|previous|prior|coming|upcoming|following|new|full"
_FISCAL = r"(?:fiscal|financial)"
_YEAR = (
    rf"(?:{_FISCAL}(?:[- ]year)? ?(?P<fy>(?:19|20)\d\d|'?\d\d)(?!\d|[.,]\d|%)|(?P<fy2>(?:19"
    rf"|20)\d\d) {_FISCAL} year"
    rf"|FY ?'?(?P<fy3>20\d\d|\d\d)(?!\d)|(?P<fw>{_TURN}|its|the|our) {_FISCAL} year"
    # As Indian news says it.
    r"|(?P<fi>this|last|next|current|previous|ongoing) fiscal(?!\s+(?:year|quarter|half|first|second|third|fourth"
    r"|policy|\w+(?:s|al|ary|ing|ion|ty|ine|acy|it))\b|-))"
)
_RANK = rf"(?P<q>{w.QUARTER_RANK})"
_OF = r",? (?:of |in |for )?(?:the |its |our )?(?:company's )?"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of fiscal periods. They come before those of the calendar."""
    _years(grammar)
    _quarters(grammar)
    _bare(grammar)


def _year(match: re.Match[str]) -> Meaning:
    digits = match["fy"] or match["fy2"] or match["fy3"]
    if digits:
        return FiscalYear(w.year_of(digits))
    word = (match["fw"] or match["fi"]).lower()
    origin = Origin.TODAY if word in ("this", "current", "new", "ongoing") else Origin.NOW
    return Shift(Unit.YEAR, w.WORDS["turns"].get(word, 0), origin, fiscal=True)


def _years(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "fiscal-year",
        rf"(?:the (?=company|full|\S+ \S+ year|\S+ year))?(?:company's |full )?{_YEAR}(?!-\d)",
        guard=fiscal_year_stands,
        priority=1,
    )
    def _plain(match: re.Match[str]) -> Meaning:
        return _year(match)

    @w.register(grammar, "fiscal-year-part", rf"{w.PORTION}(?:its )?{_YEAR}(?!-\d)", priority=1)
    def _part(match: re.Match[str]) -> Meaning:
        from kb.timex.meaning import Part

        return Part(_year(match), w.portion(match["p"]))

    @w.register(
        grammar,
        "fiscal-year",
        rf"(?:{_FISCAL}(?: year)? |FY ?)(?P<a>20\d\d)[-–/](?P<b>20\d\d|\d\d)(?!\d)",
        priority=2,
    )
    def _straddling(match: re.Match[str]) -> Meaning:
        return FiscalYear(w.year_of(match["b"]))


def _quarters(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "fiscal-quarter",
        (
            rf"(?:the )?{_PART}?(?:the )?(?:{_FISCAL} )?(?:{_RANK}(?:[- ]{_FISCAL})?[- ]quarter|Q"
            rf"(?P<n>[1-4]))(?:{_OF}| ?){_YEAR}"
        ),
        rf"(?P<p>)(?P<q>){_YEAR} ?[-,]? ?Q(?P<n>[1-4]){_EDGE}",
        rf"(?P<p>)(?P<n>){_YEAR}(?:'s)? {_RANK}[- ]quarter",
        rf"(?P<p>)(?P<q>)(?P<n>[1-4])Q ?{_YEAR}",
        rf"(?P<p>)(?P<n>)(?:the )?{_FISCAL} (?P<fy>(?:19|20)\d\d) {_RANK}[- ]quarter(?P<fy2>)(?P<fy3>)(?P<fw>)",
        (
            rf"(?P<p>)(?P<n>)(?:the )?{_FISCAL} {_RANK}[- ]quarter(?: of)?,? (?P<fy>(?:19|20)\d\d)(?P<fy2>)(?P<fy3>)"
            rf"(?P<fw>)"
        ),
        priority=1,
    )
    def _quarter(match: re.Match[str]) -> Meaning:
        number = int(match["n"]) if match["n"] else w.quarter(match["q"])
        return quarter_part(In(_year(match), Field(Unit.QUARTER, number, fiscal=True)), match["p"])

    @w.register(
        grammar,
        "fiscal-half",
        rf"(?:the )?(?:{_FISCAL} )?(?P<h>first|second)(?:[- ]{_FISCAL})?[- ]half{_OF}{_YEAR}",
        rf"(?P<h>H[12]|[12]H) ?,? ?{_YEAR}",
        priority=1,
    )
    def _half(match: re.Match[str]) -> Meaning:
        half = 2 if match["h"].lower() in ("second", "h2", "2h") else 1
        return In(_year(match), Field(Unit.HALF, half, fiscal=True))


def _bare(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "fiscal-quarter",
        rf"(?:the )?(?:{_FISCAL} (?P<q>{w.QUARTER_RANK})|(?P<r>{w.QUARTER_RANK})[- ]{_FISCAL})[- ]quarter",
        rf"(?P<q>)(?P<r>){_FISCAL} Q(?P<n>[1-4])(?!\d)",
        priority=1,
    )
    def _quarter(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        number = int(groups["n"]) if groups.get("n") else w.quarter(groups["q"] or groups["r"] or "")
        return Field(Unit.QUARTER, number, fiscal=True)

    @w.register(
        grammar,
        "fiscal-quarter",
        rf"(?:the )?(?P<t>this|last|next|current|previous|prior) {_FISCAL} quarter",
        priority=1,
    )
    def _turn(match: re.Match[str]) -> Meaning:
        return Shift(Unit.QUARTER, w.WORDS["turns"][match["t"].lower()], fiscal=True)

    @w.register(
        grammar,
        "fiscal-half",
        rf"(?:the )?(?:{_FISCAL} (?P<h>first|second)|(?P<i>first|second)[- ]{_FISCAL})[- ]half",
        priority=1,
    )
    def _half(match: re.Match[str]) -> Meaning:
        rank = (match["h"] or match["i"]).lower()
        return Field(Unit.HALF, 1 if rank == "first" else 2, fiscal=True)
