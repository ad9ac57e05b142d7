"""A rule is a name, a pattern and a production (after Duckling); a grammar is the rules of one language.

Reading is done in two steps. One fast regular expression finds *runs*: stretches of text that are made of
nothing but words of time. Each run is then parsed by the rules, longest match first; since runs repeat
endlessly in news (去年同期, the third quarter), their parses are remembered. A rule may carry a guard that
looks at the text around the run, which the remembered parse knows nothing of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kb.timex.fitting import Fitting, Need
from kb.timex.meaning import Meaning, Vague

Production = Callable[[re.Match[str]], "Meaning | Sequence[Meaning] | None"]
Guard = Callable[[str, int, int], bool]

# A run that the cache has never seen is parsed in some 50 microseconds; this many parses are kept.
_REMEMBERED = 1 << 16
# No run is as long as this.
_LONGEST_RUN = 4096
_WORD_START = re.compile(r"(?<![A-Za-z\d])[A-Za-z\d']")


# What a production gives for a name that looks like a date (今日頭條): its words are taken, and left.
NOTHING = Vague("")


class ImpossibleDate(ValueError):
    """A production met a date that cannot be, such as February 30."""


@dataclass(eq=False)
class Rule:
    """A named pattern with its production. The pattern's group `x`, where it has one, is the mention.

    `needs` are what a run, in lower case, must hold for the rule to be tried on it: the pattern is compiled when
    the first such run comes.
    """

    name: str
    source: str
    production: Production
    guard: Guard | None = None
    priority: int = 0
    needs: Sequence[Need] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source)


class Parse(NamedTuple):
    """A reading of a part of a run; offsets count from the run's start. An impossible one has no meaning.

    `otherwise` is the next best reading that begins at the same place, for where the guard refuses this one.
    """

    start: int
    end: int
    meaning: Meaning | None
    rule: str
    guard: Guard | None = None
    otherwise: Parse | None = None


def _needs_nothing(rule: str) -> Sequence[Need]:
    return ()


@dataclass
class Grammar:
    """The rules of one language, and the pattern that finds its runs.

    The run is the pattern's first group where it has one, so that a pattern can begin with a set of
    characters, for which `re` has a fast path, and look at the run from there. `watched` are characters that
    rules must see where they follow a run (日 before 元 is no day). With `by_word` a reading begins where a word
    does, and the run pattern with the character before the run. `needs` tells what a rule's runs hold, by its name.
    """

    run: re.Pattern[str]
    rules: list[Rule] = field(default_factory=list)
    join: Callable[[str, list[Parse]], list[Parse]] | None = None
    watched: frozenset[str] = frozenset()
    by_word: bool = False
    needs: Callable[[str], Sequence[Need]] = _needs_nothing
    _parses: dict[str, tuple[Parse, ...]] = field(default_factory=dict)
    _fits: dict[str, list[Rule]] = field(default_factory=dict)
    _fitting_rules: Fitting[Rule] | None = None

    def rule(
        self,
        name: str,
        pattern: str,
        guard: Guard | None = None,
        priority: int = 0,
        needs: Sequence[Need] = (),
    ) -> Callable[[Production], Production]:
        """Register the decorated production under a name and a verbose pattern."""

        def register(production: Production) -> Production:
            self.rules.append(Rule(name, pattern, production, guard, priority, needs or self.needs(name)))
            return production

        return register

    def find(self, folded: str, stretches: Iterable[tuple[int, int]] | None = None) -> Iterator[Parse]:
        """Every reading in a folded text, in order and disjoint, with offsets into the text.

        Where it is known that runs lie in some stretches only, from the character before them to the one behind,
        nothing else is looked at.
        """
        group = 1 if self.run.groups else 0
        search, parses = self.run.search, self._parses
        for at, last in stretches or ((0, len(folded)),):
            match = search(folded, at, last)
            span = (self._opening(folded) if at == 0 else None) or (match and match.span(group))
            while span:
                first, at = span
                run = folded[first:at]
                if folded[at : at + 1] in self.watched:
                    run += "\0" + folded[at : at + 2]
                found = parses.get(run)
                if found is None:
                    found = self._remember(run)
                for parse in found:
                    standing = parse if parse.guard is None else _standing(parse, folded, first)
                    if standing is None and self.by_word:
                        standing = self._inside(parse, run, folded, first)
                    if standing is not None:
                        begin, end, meaning, rule, *_ = standing
                        yield Parse(first + begin, first + end, meaning, rule)
                if found:
                    at = max(at, first + found[-1].end)
                match = search(folded, at, last)
                span = match and match.span(group)

    def _opening(self, folded: str) -> tuple[int, int] | None:
        """The run that a text begins with, where the pattern wants a character before it."""
        match = self.run.match(" " + folded[:_LONGEST_RUN]) if self.by_word else None
        return (match.start(1) - 1, match.end(1) - 1) if match else None

    def _remember(self, run: str) -> tuple[Parse, ...]:
        if len(self._parses) >= _REMEMBERED:
            self._parses.clear()
            self._fits.clear()
        body, _, seen = run.partition("\0")
        parses = list(self.parse_run(body + seen, len(body)))
        if self.join is not None and len(parses) > 1:
            parses = self.join(body, parses)
        kept = tuple(parse for parse in parses if parse.meaning is not NOTHING)
        self._parses[run] = kept
        return kept

    def parse_run(self, text: str, length: int) -> Iterator[Parse]:
        """The readings that begin in the first `length` characters: the longest match, then by priority."""
        at = 0
        rules = self._fitting(text)
        while at < length:
            best = _longest(rules, text, at)
            if best is None:
                at = self._next_start(text, at)
            else:
                yield best
                at = best.end

    def _inside(self, refused: Parse, run: str, folded: str, first: int) -> Parse | None:
        """The reading inside one that its guard refused: to last [six weeks]."""
        rules, at = self._fitting(run), refused.start
        while at < refused.end:
            found = _longest(rules, run, at)
            standing = _standing(found, folded, first)
            if standing is not None and standing.end <= refused.end and standing.meaning is not NOTHING:
                return standing
            at = self._next_start(run, at)
        return None

    def _next_start(self, text: str, at: int) -> int:
        if not self.by_word:
            return at + 1
        word = _WORD_START.search(text, at + 1)
        return word.start() if word else len(text)

    def _fitting(self, text: str) -> list[Rule]:
        """The rules whose needs the run fulfils, in their order."""
        known = self._fits.get(text)
        if known is None:
            if self._fitting_rules is None:
                self._fitting_rules = Fitting((rule, rule.needs) for rule in self.rules)
            known = self._fits[text] = self._fitting_rules.of(text.lower())
        return known


def _longest(rules: Sequence[Rule], text: str, at: int) -> Parse | None:
    """The longest reading at a place, on a tie the one of the highest priority, then the first rule's."""
    found: list[tuple[tuple[int, int], Parse]] = []
    for rule in rules:
        match = rule.pattern.match(text, at)
        if match is not None and match.end() > at and (parse := _produce(rule, match)) is not None:
            found.append(((match.end(), rule.priority), parse))
    found.sort(key=lambda item: item[0], reverse=True)
    best: Parse | None = None
    for _, parse in reversed(found):
        best = parse._replace(otherwise=best) if parse.guard is not None else parse
    return best


def _standing(parse: Parse | None, text: str, first: int) -> Parse | None:
    """The parse, or what else it could be, that its guard lets stand where the run begins at `first`."""
    while parse is not None:
        if parse.guard is None or parse.guard(text, first + parse.start, first + parse.end):
            return parse
        parse = parse.otherwise
    return None


def _produce(rule: Rule, match: re.Match[str]) -> Parse | None:
    start, end = match.span("x") if "x" in rule.pattern.groupindex and match["x"] else match.span()
    try:
        meaning = rule.production(match)
    except ImpossibleDate:
        return Parse(start, end, None, rule.name, rule.guard)
    if meaning is None:
        return None
    return Parse(start, end, meaning, rule.name, rule.guard)  # type: ignore[arg-type]
