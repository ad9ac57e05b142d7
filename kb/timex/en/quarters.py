"""English quarters, halves and fiscal years, in every spelling that reports use."""

from __future__ import annotations

import re

from kb.timex.build import within
from kb.timex.en import words as w
from kb.timex.en.calendar import relative_year
from kb.timex.meaning import (
    Absolute,
    Field,
    FiscalYear,
    In,
    Interval,
    Meaning,
    Origin,
    Part,
    Portion,
    Shift,
    Unit,
)
from kb.timex.rules import Grammar
from kb.when.span import TimeSpan

_EDGE = r"(?![\w%]|[.,]\d|-\d)"
_FY = r"(?:(?:the\s)?[Ff]iscal(?:[-\s][Yy]ear)?\s?(?P<fy>20\d\d|'?\d\d)(?!\d)|(?:the\s)?(?P<fy2>20\d\d)\s[Ff]iscal\s[Yy]ear|FY\s?'?(?P<fy3>20\d\d|\d\d)(?!\d)|(?:the\s)?(?P<fw>[Tt]his|[Ll]ast|[Nn]ext|[Cc]urrent|[Pp]revious|[Pp]rior|[Cc]oming)\s[Ff]iscal\s[Yy]ear)"
_FY_PLAIN = r"(?:[Ff]iscal(?:[-\s][Yy]ear)?\s?(?P<fy>20\d\d|'?\d\d)(?!\d)|(?P<fy2>20\d\d)\s[Ff]iscal\s[Yy]ear|FY\s?'?(?P<fy3>20\d\d|\d\d)(?!\d)|(?P<fw>[Tt]his|[Ll]ast|[Nn]ext|[Cc]urrent|[Pp]revious|[Pp]rior|[Cc]oming|[Ii]ts)\s[Ff]iscal\s[Yy]ear)"
_QUARTER = rf"(?P<q>{w.QUARTER_ORDINAL})"
_RELATIVE = r"(?P<ry>[Tt]his|[Ll]ast|[Nn]ext|[Tt]he\s(?:same|following|previous|prior|preceding))\s[Yy]ear"
_PART = r"(?:(?:[Tt]he\s)?(?P<p>[Ee]arly|[Mm]id|[Ll]ate|[Mm]iddle|[Bb]eginning|[Ss]tart|[Ee]nd|[Cc]lose)(?:[-\s](?:in\s)?(?:of\s)?))"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of quarters, halves and fiscal periods."""
    _fiscal(grammar)
    _quarters(grammar)
    _halves(grammar)


def _fiscal_year(match: re.Match[str]) -> Meaning:
    digits = match["fy"] or match["fy2"] or match["fy3"]
    if digits:
        return FiscalYear(w.year_of(digits))
    return Shift(Unit.YEAR, w.WORDS["turns"].get(match["fw"].lower(), 0), fiscal=True)


def _part_of(meaning: Meaning, word: str | None) -> Meaning:
    if word is None:
        return meaning
    edges = {Portion.EARLY: Portion.START, Portion.LATE: Portion.END, Portion.MID: Portion.MID}
    return Part(meaning, edges[w.portion(word)])


def _fiscal(grammar: Grammar) -> None:
    @grammar.rule(
        "fiscal-year", rf"{_FY}(?!-\d)(?:\s(?:results|earnings)(?!\w))?(?<!results)(?<!earnings)", priority=1
    )
    def _year(match: re.Match[str]) -> Meaning:
        return _fiscal_year(match)

    @grammar.rule(
        "fiscal-year",
        r"(?:[Ff]iscal(?:\s[Yy]ear)?\s|FY\s?)(?P<a>20\d\d)[-–/](?P<b>20\d\d|\d\d)(?!\d)",
        priority=2,
    )
    def _straddling(match: re.Match[str]) -> Meaning:
        return FiscalYear(w.year_of(match["b"]))

    of = r",?\s(?:of\s|in\s|for\s)?(?:the\s|its\s|our\s)?(?:company's\s)?"

    @grammar.rule(
        "fiscal-quarter",
        rf"(?:[Tt]he\s)?{_PART}?(?:the\s)?(?:{_QUARTER}(?:[-\s][Ff]iscal)?[-\s][Qq]uarter|[Qq](?P<n>[1-4]))(?:{of}|\s?)(?:{_FY_PLAIN})",
        priority=1,
    )
    @grammar.rule(
        "fiscal-quarter", rf"(?P<p>)(?P<q>){_FY_PLAIN}\s?[-,]?\s?[Qq](?P<n>[1-4]){_EDGE}", priority=1
    )
    @grammar.rule("fiscal-quarter", rf"(?P<p>)(?P<n>){_FY_PLAIN}\s{_QUARTER}[-\s][Qq]uarter", priority=1)
    @grammar.rule("fiscal-quarter", rf"(?P<p>)(?P<q>)(?P<n>[1-4])Q\s?{_FY_PLAIN}", priority=1)
    def _quarter(match: re.Match[str]) -> Meaning:
        number = int(match["n"]) if match["n"] else w.quarter(match["q"])
        return _part_of(In(_fiscal_year(match), Field(Unit.QUARTER, number, fiscal=True)), match["p"] or None)

    @grammar.rule(
        "fiscal-half",
        rf"(?:[Tt]he\s)?(?P<h>[Ff]irst|[Ss]econd)(?:[-\s][Ff]iscal)?[-\s][Hh]alf{of}(?:{_FY_PLAIN})",
        priority=1,
    )
    @grammar.rule("fiscal-half", rf"(?P<h>H[12]|[12]H)\s?,?\s?(?:{_FY_PLAIN})", priority=1)
    def _half(match: re.Match[str]) -> Meaning:
        half = 2 if match["h"].lower() in ("second", "h2", "2h") else 1
        return In(_fiscal_year(match), Field(Unit.HALF, half, fiscal=True))

    @grammar.rule(
        "fiscal-quarter",
        rf"(?:[Tt]he\s)?(?:[Ff]iscal\s{_QUARTER}|(?P<r>{w.QUARTER_ORDINAL})[-\s][Ff]iscal)[-\s][Qq]uarter",
        priority=1,
    )
    @grammar.rule("fiscal-quarter", r"(?P<q>)(?P<r>)[Ff]iscal\s[Qq](?P<n>[1-4])(?!\d)", priority=1)
    def _bare(match: re.Match[str]) -> Meaning | None:
        groups = match.groupdict()
        number = int(groups["n"]) if groups.get("n") else w.quarter(groups["q"] or groups["r"] or "")
        return Field(Unit.QUARTER, number, fiscal=True)

    @grammar.rule(
        "fiscal-quarter",
        r"(?:[Tt]he\s)?(?P<t>[Tt]his|[Ll]ast|[Nn]ext|[Cc]urrent|[Pp]revious|[Pp]rior)\s[Ff]iscal\s[Qq]uarter",
        priority=1,
    )
    def _turn(match: re.Match[str]) -> Meaning:
        return Shift(Unit.QUARTER, w.WORDS["turns"][match["t"].lower()], fiscal=True)


def _quarters(grammar: Grammar) -> None:
    year = rf"(?:,?\s(?:of\s|in\s)?(?:the\s)?(?:year\s)?(?:(?P<y>{w.YEAR})|{_RELATIVE}))?"

    @grammar.rule(
        "quarter", rf"(?:[Tt]he\s)?{_PART}?(?:the\s)?(?:calendar\s)?{_QUARTER}[-\s][Qq]uarter{year}(?!-final)"
    )
    @grammar.rule("quarter", rf"(?P<ry>)(?P<p>)(?:the\s)?(?P<y>{w.YEAR})(?:'s)?\s{_QUARTER}[-\s][Qq]uarter")
    @grammar.rule(
        "quarter", rf"(?P<p>)(?P<y>)(?P<ry>[Tt]his|[Ll]ast|[Nn]ext)\s[Yy]ear's\s{_QUARTER}[-\s][Qq]uarter"
    )
    @grammar.rule("quarter", rf"{_PART}?(?:the\s)?Q(?P<n>[1-4])(?P<q>){_EDGE}{year}", guard=_code_stands)
    @grammar.rule("quarter", rf"(?P<p>)(?P<y>)(?P<ry>)(?P<q>)(?P<n>[1-4])Q{_EDGE}", guard=_code_stands)
    def _quarter(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        number = int(groups["n"]) if groups.get("n") else w.quarter(groups["q"] or "")
        quarter = within(_year(groups), Field(Unit.QUARTER, number))
        return _part_of(quarter, groups["p"] or None)

    @grammar.rule(
        "quarter-code", rf"(?P<y>20\d\d|19\d\d|'?\d\d)\s?[-/]?\s?Q(?P<q>[1-4]){_EDGE}", guard=_code_stands
    )
    @grammar.rule(
        "quarter-code", rf"(?P<q>[1-4])Q\s?[-/]?\s?(?P<y>20\d\d|19\d\d|'?\d\d){_EDGE}", guard=_code_stands
    )
    @grammar.rule(
        "quarter-code", rf"Q(?P<q>[1-4])\s?[-/,]?\s?(?P<y>20\d\d|19\d\d|'\d\d){_EDGE}", guard=_code_stands
    )
    def _code(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.quarter(w.year_of(match["y"]), int(match["q"])))

    @grammar.rule("quarters", rf"(?:[Tt]he\s)?[Ff]irst\s(?P<k>two|three|2|3)\s[Qq]uarters{year}")
    @grammar.rule(
        "quarters",
        rf"(?:[Tt]he\s)?[Ff]irst\s(?P<k>nine|six|three|eleven|ten|eight|seven|five|four|two)\s(?P<u>[Mm]onths){year}",
    )
    def _first(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        outer, count = _year(groups), w.number(match["k"])
        unit = Unit.MONTH if groups.get("u") else Unit.QUARTER
        return Interval(within(outer, Field(unit, 1)), within(outer, Field(unit, count)))

    @grammar.rule(
        "quarter-turn",
        rf"(?:[Tt]he\s)?{_PART}?(?:the\s)?(?P<t>[Tt]his|[Ll]ast|[Nn]ext|[Cc]urrent|[Pp]revious|[Pp]rior|[Pp]receding|[Cc]oming|[Uu]pcoming|[Ff]ollowing|[Ss]ame|[Jj]ust-ended|[Mm]ost\srecent|[Ll]atest)(?:\s|-)[Qq]uarter(?!-century|ly)",
    )
    def _turn(match: re.Match[str]) -> Meaning:
        word = match["t"].lower()
        if word in ("following", "preceding", "same"):
            turn = {"following": 1, "preceding": -1, "same": 0}[word]
            return _part_of(Shift(Unit.QUARTER, turn, Origin.TEXT), match["p"])
        turn = w.WORDS["turns"].get(word, -1)
        origin = Origin.TODAY if word == "current" else Origin.NOW
        return _part_of(Shift(Unit.QUARTER, turn, origin), match["p"])

    @grammar.rule("quarter-turn", r"[Tt]he\s[Qq]uarter", guard=_quarter_stands)
    def _the_quarter(match: re.Match[str]) -> Meaning:
        return Shift(Unit.QUARTER, 0)


def _halves(grammar: Grammar) -> None:
    year = rf"(?:,?\s(?:of\s|in\s)?(?:the\s)?(?:(?P<y>{w.YEAR})|{_RELATIVE}|(?P<yr>year)))?"

    @grammar.rule(
        "half",
        rf"(?:[Tt]he\s)?(?P<h>[Ff]irst|[Ss]econd|[Ll]atter|[Ll]ast)[-\s][Hh]alf{year}",
        guard=_half_stands,
    )
    @grammar.rule("half", rf"(?P<ry>)(?:the\s)?(?P<y>{w.YEAR})(?:'s)?\s(?P<h>[Ff]irst|[Ss]econd)[-\s][Hh]alf")
    def _half(match: re.Match[str]) -> Meaning:
        return within(_year(match.groupdict()), Field(Unit.HALF, 1 if match["h"].lower() == "first" else 2))

    @grammar.rule(
        "half-code", rf"(?P<h>H[12]|[12]H)\s?[-/,]?\s?(?P<y>20\d\d|'\d\d){_EDGE}", guard=_code_stands
    )
    @grammar.rule("half-code", rf"(?P<h>[12]H)(?P<y>\d\d){_EDGE}", guard=_code_stands)
    @grammar.rule("half-code", rf"(?P<y>20\d\d|\d\d)\s?[-/]?(?P<h>H[12]|[12]H){_EDGE}", guard=_code_stands)
    def _code(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.half(w.year_of(match["y"]), int(match["h"].strip("Hh"))))

    @grammar.rule("half-code", rf"(?P<h>H[12]|[12]H){_EDGE}", guard=_bare_half_stands)
    def _bare(match: re.Match[str]) -> Meaning:
        return Field(Unit.HALF, int(match["h"].strip("H")))


def _year(groups: dict[str, str | None]) -> Meaning | None:
    if groups.get("y"):
        return w.year_span(groups["y"] or "")
    if groups.get("ry"):
        return relative_year(groups["ry"] or "")
    return None


def _code_stands(text: str, start: int, end: int) -> bool:
    """Q3 is a quarter where no name runs into it: not Audi Q5, not XQ3."""
    before = text[max(0, start - 8) : start]
    return not (
        before[-1:].isalnum()
        or before[-1:] in "-/.$#_"
        and before[-2:-1].isalnum()
        or before.endswith(("Audi ", "Infiniti ", "Model "))
    )


def _bare_half_stands(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 8) : start].lower()
    return before.endswith(("in ", "the ", "by ", "during ", "for ", "of "))


def _half_stands(text: str, start: int, end: int) -> bool:
    """The first half of the year, not of a match or of a book."""
    after = text[end : end + 6]
    return (
        not after.startswith(" of ")
        or any(char.isdigit() for char in text[start:end])
        or "year" in text[start:end]
    )


def _quarter_stands(text: str, start: int, end: int) -> bool:
    """The quarter, spoken of as a time: in, for, during the quarter."""
    before, after = text[max(0, start - 8) : start].lower(), text[end : end + 12]
    return before.endswith(("in ", "for ", "during ", "of ")) and not after.startswith(
        (" of ", " end", " million", "-")
    )
