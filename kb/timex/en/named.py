"""Seasons and holidays."""

from __future__ import annotations

import re

from kb.timex.build import within
from kb.timex.en import words as w
from kb.timex.en.name_guards import proper, season_stands
from kb.timex.en.years import portioned
from kb.timex.meaning import Holding, Holiday, Interval, Meaning, Offset, Unit
from kb.timex.rules import Grammar

_PART = rf"(?:{w.PORTION})?"
_TURN = (
    r"(?P<t>this|last|next|current|this coming|this past|the coming|the past|the previous|the following"
    r"|following|the last|the next)"
)


def add_rules(grammar: Grammar) -> None:
    """Register the rules of seasons and holidays."""
    _seasons(grammar)
    _holidays(grammar)


def _seasons(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "season",
        rf"(?:the )?{_PART}(?:the )?(?P<s>{w.SEASON})(?:{w.OF_YEAR}|-(?P<y2>{w.YEAR}))",
        rf"(?P<p>)(?P<y>{w.YEAR}) (?P<s>{w.SEASON})",
        rf"(?P<p>)(?P<ry>this|last|next) year's (?P<s>{w.SEASON})",
    )
    def _of_year(match: re.Match[str]) -> Meaning:
        year = w.year_span(match["y2"]) if match.groupdict().get("y2") else w.year_meaning(match)
        return portioned(within(year, w.season_field(match["s"])), match["p"] or None)

    @w.register(grammar, "season", rf"{_PART}{_TURN} (?P<s>{w.SEASON})(?! (?:line|collection|from))")
    def _turn(match: re.Match[str]) -> Meaning:
        return portioned(w.season_field(match["s"], w.turn(match["t"])), match["p"])

    @w.register(
        grammar,
        "season",
        rf"(?P<p>)(?:the )?(?P<s>{w.SEASON})(?! (?:of|from|line|collection|in))",
        rf"{w.PORTION}(?P<s>{w.SEASON})",
        guard=season_stands,
    )
    def _bare(match: re.Match[str]) -> Meaning:
        return portioned(w.season_field(match["s"]), match["p"] or None)


def _holidays(grammar: Grammar) -> None:
    day = rf"(?P<f>{w.HOLIDAY})"

    @w.register(grammar, "holiday", rf"{day}(?:{w.OF_YEAR})?", guard=proper)
    @w.register(grammar, "holiday", rf"(?P<y>{w.YEAR}) {day}", rf"(?P<ry>this|last|next) year's {day}")
    def _holiday(match: re.Match[str]) -> Meaning:
        return within(w.year_meaning(match), Holiday(w.holiday(match["f"])))

    @w.register(grammar, "holiday", rf"{_TURN} {day}", guard=proper)
    def _turn(match: re.Match[str]) -> Meaning:
        return Holiday(w.holiday(match["f"]), w.turn(match["t"]))

    @w.register(
        grammar,
        "holiday-weekend",
        rf"(?:the )?{day}(?:{w.OF_YEAR})? (?:holiday )?weekend(?: (?P<y2>{w.YEAR}))?",
        guard=proper,
    )
    def _weekend(match: re.Match[str]) -> Meaning:
        key = w.holiday(match["f"])
        year = w.year_span(match["y2"]) if match["y2"] else w.year_meaning(match)
        feast = within(year, Holiday(key))
        if key in w.WORDS["monday_holidays"]["keys"]:
            return Interval(Offset(Unit.DAY, -2, feast), feast)
        return Holding(Unit.WEEKEND, feast)
