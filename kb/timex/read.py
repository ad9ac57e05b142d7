"""Reading a text for its time mentions: find, resolve, and keep what else the expression says."""

from __future__ import annotations

from dataclasses import dataclass

from kb.lang.fold import fold
from kb.model import Issue, TimeMention, TimexType
from kb.timex.clock import clock_near
from kb.timex.context import TimeContext
from kb.timex.grammars import find_parses, foreign_tense
from kb.timex.meaning import Duration, Recurring, Vague
from kb.timex.passage import Passage
from kb.timex.resolve import Resolver
from kb.timex.resolved import Resolved
from kb.timex.rules import Parse
from kb.timex.timex3 import timex3_value
from kb.when.granularity import Granularity


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The time mentions of a text in its order, disjoint, and what could not be understood."""

    mentions: list[TimeMention]
    issues: list[Issue]


def read_times(text: str, context: TimeContext, folded: str | None = None) -> list[TimeMention]:
    """The time mentions of a text. Never raises on text."""
    return read(text, context, folded).mentions


def read(text: str, context: TimeContext, folded: str | None = None) -> TimeReading:
    """The time mentions of a text and the issues found with them."""
    folded = fold(text) if folded is None else folded
    resolver = Resolver(Passage(folded, foreign_tense(context.language)), context)
    mentions: list[TimeMention] = []
    issues: list[Issue] = []
    for parse in find_parses(folded, context.language):
        if parse.meaning is None:
            quote = text[parse.start : parse.end]
            issues.append(
                Issue(parse.start, parse.end, "impossible-date", f"{quote!r} is no day of any calendar")
            )
        else:
            mentions.append(_mention(text, folded, parse, resolver))
    return TimeReading(mentions, issues)


def _mention(text: str, folded: str, parse: Parse, resolver: Resolver) -> TimeMention:
    start, end, meaning = parse.start, parse.end, parse.meaning
    quote = text[start:end]
    match meaning:
        case Duration(value):
            return TimeMention(start, end, quote, TimexType.DURATION, None, value, parse.rule)
        case Recurring(value):
            return TimeMention(start, end, quote, TimexType.SET, None, value, parse.rule)
        case Vague(value):
            return TimeMention(start, end, quote, TimexType.DATE, None, value, parse.rule)
    assert meaning is not None
    found = resolver.resolve(meaning, start, end)
    if found is None:
        return TimeMention(start, end, quote, TimexType.DATE, None, None, f"{parse.rule}+unresolved")
    found = _at_edges(found, resolver, start, end)
    resolver.lend(found, start, end)
    clock = clock_near(folded, start, end) if found.span.granularity is Granularity.DAY else None
    rule = f"{parse.rule}+{found.how}" if found.how else parse.rule
    value = timex3_value(found.span)
    return TimeMention(start, end, quote, TimexType.DATE, found.span, value, rule, found.anchor, clock)


def _at_edges(found: Resolved, resolver: Resolver, start: int, end: int) -> Resolved:
    """The span with the bound and the approximation that the words around it give."""
    passage, span = resolver.passage, found.span
    if not passage.touched(start, end):
        return found
    bound = passage.bound(start, end)
    if bound is not None and span.bound is None:
        span = span.bounded(bound)
    if passage.approximate(start, end):
        span = span.approximate()
    return found if span is found.span else found.over(span)
