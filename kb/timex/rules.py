"""A rule is a name, a pattern and a production (after Duckling); a grammar is the rules of one language.

Reading is done in two steps. One fast regular expression finds *runs*: stretches of text that are made of
nothing but words of time. Each run is then parsed by the rules, longest match first; since runs repeat
endlessly in news (去年同期, the third quarter), their parses are remembered. A rule may carry a guard that
looks at the text around the run, which the remembered parse knows nothing of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from kb.timex.fitting import Fitting, Need
from kb.timex.meaning import Meaning, Vague

Production = Callable[[re.Match[str]], "Meaning | Sequence[Meaning] | None"]
Guard = Callable[[str, int, int], bool]

# So many runs are remembered, a kilobyte each. One that is not costs some 50 microseconds, its shape being known.
_REMEMBERED = 1 << 14
_rank = itemgetter(0, 1)
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


def matches(pattern: re.Pattern[str]) -> Callable[[str, int, int], tuple[int, int] | None]:
    """What finds the first match of a pattern between two offsets."""

    def next_run(folded: str, at: int, last: int) -> tuple[int, int] | None:
        match = pattern.search(folded, at, last)
        return match and match.span()

    return next_run


def _needs_nothing(rule: str) -> Sequence[Need]:
    return ()


@dataclass
class Grammar:
    """The rules of one language, and the pattern that finds its runs.

    `next_run` tells where the first run lies between two offsets. `watched` are characters that rules must see where
    they follow a run (日 before 元 is no day), `watched_behind` those behind a run that ends with a character. With
    `by_word` a reading begins where a word does. `needs` tells what a rule's runs hold, by its name. Runs of one
    `shape` are fitted by the same rules.
    """

    next_run: Callable[[str, int, int], tuple[int, int] | None]
    rules: list[Rule] = field(default_factory=list)
    join: Callable[[str, list[Parse]], list[Parse]] | None = None
    watched: frozenset[str] = frozenset()
    watched_behind: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_word: bool = False
    needs: Callable[[str], Sequence[Need]] = _needs_nothing
    shape: Callable[[str], str] = str
    _parses: dict[str, tuple[Parse, ...]] = field(default_factory=dict)
    _inner: dict[tuple[str, int, int], tuple[Parse, ...]] = field(default_factory=dict)
    _fits: dict[tuple[str, int], list[Rule]] = field(default_factory=dict)
    _fitting: Fitting[Rule] | None = None
    _asked: tuple[str | None, list[Rule]] = (None, [])

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

    def find(self, folded: str, stretches: Iterable[tuple[int, int]] | None = None) -> list[Parse]:
        """Every reading in a folded text, in order and disjoint, with offsets into the text.

        Where it is known that runs lie in some stretches only, from the character before them to the one behind,
        nothing else is looked at.
        """
        next_run, parses, watched, behind = self.next_run, self._parses, self.watched, self.watched_behind
        readings: list[Parse] = []
        for at, last in stretches or ((0, len(folded)),):
            while (span := next_run(folded, at, last)) is not None:
                first, at = span
                run = folded[first:at]
                if folded[at : at + 1] in behind.get(run[-1], watched):
                    run += "\0" + folded[at : at + 2]
                found = parses.get(run)
                if found is None:
                    found = self._remember(run)
                for parse in found:
                    start, end, guard = first + parse[0], first + parse[1], parse[4]
                    if guard is None or guard(folded, start, end):
                        readings.append(Parse(start, end, parse[2], parse[3]))
                    elif (other := self._instead_of(parse, run, folded, first)) is not None:
                        readings.append(Parse(first + other[0], first + other[1], other[2], other[3]))
                if found:
                    at = max(at, first + found[-1].end)
        return readings

    def _instead_of(self, parse: Parse, run: str, folded: str, first: int) -> Parse | None:
        """What stands for a reading that its guard refuses: another one, or one inside it."""
        standing = _standing(parse.otherwise, folded, first)
        return self._inside(parse, run, folded, first) if standing is None and self.by_word else standing

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

    def parse_run(self, text: str, length: int, at: int = 0) -> Iterator[Parse]:
        """The readings that begin before the offset `length`: the longest match, then by priority."""
        shape = self.shape(text)
        while at < length:
            best = _longest(self._fitting_at(text, shape, at), text, at)
            if best is None:
                at = self._next_start(text, at)
            else:
                yield best
                at = best.end

    def _inside(self, refused: Parse, run: str, folded: str, first: int) -> Parse | None:
        """The reading inside one that its guard refused: to last [six weeks]."""
        key = run, refused.start, refused.end
        known = self._inner.get(key)
        if known is None:
            if len(self._inner) >= _REMEMBERED:
                self._inner.clear()
            known = self._inner[key] = tuple(self._within(refused, run))
        for found in known:
            standing = _standing(found, folded, first)
            if standing is not None and standing.end <= refused.end and standing.meaning is not NOTHING:
                return standing
        return None

    def _within(self, refused: Parse, run: str) -> Iterator[Parse]:
        """The longest reading at each place of one that was refused."""
        shape, at = self.shape(run), refused.start
        while at < refused.end:
            found = _longest(self._fitting_at(run, shape, at), run, at)
            if found is not None:
                yield found
            at = self._next_start(run, at)

    def _next_start(self, text: str, at: int) -> int:
        if not self.by_word:
            return at + 1
        word = _WORD_START.search(text, at + 1)
        return word.start() if word else len(text)

    def _fitting_at(self, text: str, shape: str, at: int) -> list[Rule]:
        """The rules whose patterns match at a place, in their order: the same for all runs of a shape."""
        known = self._fits.get((shape, at))
        if known is None:
            if len(self._fits) >= _REMEMBERED:
                self._fits.clear()
            may_fit = self._needed_by(text)
            known = self._fits[shape, at] = [rule for rule in may_fit if rule.pattern.match(text, at)]
        return known

    def _needed_by(self, text: str) -> list[Rule]:
        """The rules whose needs a run fulfils: asked for at each of its places, one after the other."""
        asked = self._asked
        if asked[0] != text:
            if self._fitting is None:
                self._fitting = Fitting((rule, rule.needs) for rule in self.rules)
            asked = self._asked = text, self._fitting.of(text.lower())
        return asked[1]


def _longest(rules: Sequence[Rule], text: str, at: int) -> Parse | None:
    """The longest reading at a place, on a tie the one of the highest priority, then the first rule's."""
    matched: list[tuple[int, int, Rule, re.Match[str]]] = []
    for rule in rules:
        match = rule.pattern.match(text, at)
        if match is not None and (end := match.end()) > at:
            matched.append((end, rule.priority, rule, match))
    if len(matched) > 1:
        matched.sort(key=_rank, reverse=True)
    return _best(iter(matched))


def _best(matched: Iterator[tuple[int, int, Rule, re.Match[str]]]) -> Parse | None:
    """The first that is a reading, with what else it could be where a guard may refuse it."""
    for _, _, rule, match in matched:
        parse = _produce(rule, match)
        if parse is not None:
            return parse if parse.guard is None else parse._replace(otherwise=_best(matched))
    return None


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
