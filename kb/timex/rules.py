"""A rule is a name, a pattern and a production (after Duckling); a grammar is the rules of one language.

Reading is done in two steps. One fast regular expression finds *runs*: stretches of text that are made of nothing
but words of time. Each run is then parsed by the rules, longest match first; since runs repeat endlessly in news
(去年同期, the third quarter), their parses are remembered. A rule may carry a guard that looks at the text around the
run, which the remembered parse knows nothing of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kb.timex.meaning import Meaning, Vague

Production = Callable[[re.Match[str]], "Meaning | Sequence[Meaning] | None"]
Guard = Callable[[str, int, int], bool]

# A run that the cache has never seen is parsed in some 50 microseconds; this many parses are kept.
_REMEMBERED = 1 << 16


# What a production gives for words that look like a date and are none: a name such as 今日頭條. They are taken, and left.
NOTHING = Vague("")


class ImpossibleDate(ValueError):
    """A production met a date that cannot be, such as February 30."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern with its production. The pattern's group `x`, where it has one, is the mention's extent."""

    name: str
    pattern: re.Pattern[str]
    production: Production
    guard: Guard | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Parse:
    """A reading of a part of a run; offsets count from the run's start. `meaning` is None where it is impossible."""

    start: int
    end: int
    meaning: Meaning | None
    rule: str
    guard: Guard | None = None


@dataclass
class Grammar:
    """The rules of one language, and the pattern that finds its runs.

    The run is the pattern's first group where it has one, so that a pattern can begin with a set of characters, for
    which `re` has a fast path, and look at the run from there. `watched` are characters that rules must see where
    they follow a run (日 before 元 is no day).
    """

    run: re.Pattern[str]
    rules: list[Rule] = field(default_factory=list)
    join: Callable[[str, list[Parse]], list[Parse]] | None = None
    watched: frozenset[str] = frozenset()
    _parses: dict[str, tuple[Parse, ...]] = field(default_factory=dict)

    def rule(
        self, name: str, pattern: str, guard: Guard | None = None, priority: int = 0
    ) -> Callable[[Production], Production]:
        """Register the decorated production under a name and a verbose pattern."""

        def register(production: Production) -> Production:
            self.rules.append(Rule(name, re.compile(pattern), production, guard, priority))
            return production

        return register

    def find(self, folded: str) -> Iterator[Parse]:
        """Every reading in a folded text, in order and disjoint, with offsets into the text."""
        group = 1 if self.run.groups else 0
        search, parses = self.run.search, self._parses
        at = 0
        while match := search(folded, at):
            first, at = match.span(group)
            run = folded[first:at]
            if folded[at : at + 1] in self.watched:
                run += "\0" + folded[at : at + 2]
            found = parses.get(run)
            if found is None:
                found = self._remember(run)
            for parse in found:
                start, end = first + parse.start, first + parse.end
                if parse.guard is None or parse.guard(folded, start, end):
                    yield Parse(start, end, parse.meaning, parse.rule)

    def _remember(self, run: str) -> tuple[Parse, ...]:
        if len(self._parses) >= _REMEMBERED:
            self._parses.clear()
        body, _, seen = run.partition("\0")
        parses = list(self.parse_run(body + seen, len(body)))
        if self.join is not None and len(parses) > 1:
            parses = self.join(body, parses)
        kept = tuple(parse for parse in parses if parse.meaning is not NOTHING)
        self._parses[run] = kept
        return kept

    def parse_run(self, text: str, length: int) -> Iterator[Parse]:
        """The readings of the first `length` characters: at each place the longest match, on a tie by priority."""
        at = 0
        while at < length:
            best = self._longest(text, at, length)
            if best is None:
                at += 1
            else:
                yield best
                at = best.end

    def _longest(self, text: str, at: int, length: int) -> Parse | None:
        best: Parse | None = None
        best_key = (0, 0)
        for rule in self.rules:
            match = rule.pattern.match(text, at)
            if match is None or match.end() > length or (match.end(), rule.priority) <= best_key:
                continue
            parse = _produce(rule, match)
            if parse is not None:
                best, best_key = parse, (match.end(), rule.priority)
        return best


def _produce(rule: Rule, match: re.Match[str]) -> Parse | None:
    start, end = match.span("x") if "x" in rule.pattern.groupindex else match.span()
    try:
        meaning = rule.production(match)
    except ImpossibleDate:
        return Parse(start, end, None, rule.name, rule.guard)
    if meaning is None:
        return None
    return Parse(start, end, meaning, rule.name, rule.guard)  # type: ignore[arg-type]
