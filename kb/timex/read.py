"""Reading a text for its time mentions: find, resolve, and keep what else the expression says."""

from __future__ import annotations

from dataclasses import dataclass

from kb.lang.fold import fold
from kb.model import Issue, TimeMention, TimexType
from kb.timex.clock import clock_near
from kb.timex.context import TimeContext
from kb.timex.grammars import find_parses, foreign_tense
from kb.timex.meaning import Duration, Meaning, Recurring, Silent, Vague
from kb.timex.passage import Passage
from kb.timex.resolve import Resolver
from kb.timex.resolved import Resolved
from kb.timex.rules import Parse
from kb.timex.timex3 import timex3_value
from kb.when.granularity import Granularity

# What has no days of its own.
_TYPES = {Duration: TimexType.DURATION, Recurring: TimexType.SET, Vague: TimexType.DATE}
_DAYLESS = (Duration, Recurring, Vague)


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
    parses = find_parses(folded, context.language)
    resolver = Resolver(Passage(folded, foreign_tense(context.language)), context, parses)
    mentions: list[TimeMention] = []
    issues: list[Issue] = []
    for parse in parses:
        meaning = parse.meaning
        if meaning is None:
            quote = text[parse.start : parse.end]
            issues.append(
                Issue(parse.start, parse.end, "impossible-date", f"{quote!r} is no day of any calendar")
            )
        elif isinstance(meaning, Silent):
            resolver.hear(meaning.of, parse.start, parse.end)
        else:
            mentions.append(_mention(text, folded, parse, meaning, resolver))
    return TimeReading(mentions, issues)


def _mention(text: str, folded: str, parse: Parse, meaning: Meaning, resolver: Resolver) -> TimeMention:
    start, end, rule = parse.start, parse.end, parse.rule
    quote = text[start:end]
    if isinstance(meaning, _DAYLESS):
        return TimeMention(start, end, quote, _TYPES[type(meaning)], None, meaning.value, rule)
    found = resolver.resolve(meaning, start, end)
    if found is None:
        return TimeMention(start, end, quote, TimexType.DATE, None, None, f"{rule}+unresolved")
    if resolver.passage.touched(start, end):
        found = _at_edges(found, resolver, start, end)
    resolver.lend(found, start, end)
    span, how, anchor = found
    clock = clock_near(folded, start, end) if span.granularity is Granularity.DAY else None
    rule = f"{rule}+{how}" if how else rule
    return TimeMention(start, end, quote, TimexType.DATE, span, timex3_value(span), rule, anchor, clock)


def _at_edges(found: Resolved, resolver: Resolver, start: int, end: int) -> Resolved:
    """The span with the bound and the approximation that the words around it give."""
    passage, span = resolver.passage, found.span
    bound = passage.bound(start, end)
    if bound is not None and span.bound is None:
        span = span.bounded(bound)
    if passage.approximate(start, end):
        span = span.approximate()
    return found if span is found.span else found.over(span)
