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
from typing import NamedTuple

from kb.timex.meaning import Meaning, Vague

Production = Callable[[re.Match[str]], "Meaning | Sequence[Meaning] | None"]
Guard = Callable[[str, int, int], bool]

# A run that the cache has never seen is parsed in some 50 microseconds; this many parses are kept.
_REMEMBERED = 1 << 16
_WORD_START = re.compile(r"(?<![A-Za-z\d])[A-Za-z\d']")


# What a production gives for a name that looks like a date (今日頭條): its words are taken, and left.
NOTHING = Vague("")


class ImpossibleDate(ValueError):
    """A production met a date that cannot be, such as February 30."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern with its production. The pattern's group `x`, where it has one, is the mention.

    `needs` is what a run, in lower case, must hold for the rule to be tried on it.
    """

    name: str
    pattern: re.Pattern[str]
    production: Production
    guard: Guard | None = None
    priority: int = 0
    needs: re.Pattern[str] | None = None


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


@dataclass
class Grammar:
    """The rules of one language, and the pattern that finds its runs.

    The run is the pattern's first group where it has one, so that a pattern can begin with a set of
    characters, for which `re` has a fast path, and look at the run from there. `watched` are characters that
    rules must see where they follow a run (日 before 元 is no day). Where the run pattern begins with the
    character before the run, `opening` finds the run that a text begins with. With `by_word` a reading begins
    where a word does.
    """

    run: re.Pattern[str]
    rules: list[Rule] = field(default_factory=list)
    join: Callable[[str, list[Parse]], list[Parse]] | None = None
    watched: frozenset[str] = frozenset()
    opening: re.Pattern[str] | None = None
    by_word: bool = False
    _parses: dict[str, tuple[Parse, ...]] = field(default_factory=dict)
    _fits: dict[str, list[Rule]] = field(default_factory=dict)
    _needy: list[tuple[re.Pattern[str] | None, list[tuple[int, Rule]]]] = field(default_factory=list)

    def rule(
        self,
        name: str,
        pattern: str,
        guard: Guard | None = None,
        priority: int = 0,
        needs: re.Pattern[str] | None = None,
    ) -> Callable[[Production], Production]:
        """Register the decorated production under a name and a verbose pattern."""

        def register(production: Production) -> Production:
            self.rules.append(Rule(name, re.compile(pattern), production, guard, priority, needs))
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
            match = self.opening.match(folded) if self.opening is not None and at == 0 else None
            while match or (match := search(folded, at, last)):
                first, at = match.span(group)
                match = None
                run = folded[first:at]
                if folded[at : at + 1] in self.watched:
                    run += "\0" + folded[at : at + 2]
                found = parses.get(run)
                if found is None:
                    found = self._remember(run)
                if found:
                    yield from self._stand(found, run, folded, first)
                    at = max(at, first + found[-1].end)

    def _stand(self, found: Sequence[Parse], run: str, folded: str, first: int) -> Iterator[Parse]:
        """The parses of a run that their guards let stand, with offsets into the text."""
        for parse in found:
            standing = parse if parse.guard is None else _standing(parse, folded, first)
            if standing is None and self.by_word:
                standing = self._inside(parse, run, folded, first)
            if standing is not None:
                yield Parse(first + standing.start, first + standing.end, standing.meaning, standing.rule)

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
        if known is not None:
            return known
        if not self._needy:
            self._needy = _by_need(self.rules)
        low = text.lower()
        fitting: list[tuple[int, Rule]] = []
        for need, rules in self._needy:
            if need is None or need.search(low) is not None:
                fitting += rules
        self._fits[text] = [rule for _, rule in sorted(fitting, key=_first)]
        return self._fits[text]


def _by_need(rules: Sequence[Rule]) -> list[tuple[re.Pattern[str] | None, list[tuple[int, Rule]]]]:
    """The rules by what they need, numbered."""
    grouped: dict[re.Pattern[str] | None, list[tuple[int, Rule]]] = {}
    for index, rule in enumerate(rules):
        grouped.setdefault(rule.needs, []).append((index, rule))
    return list(grouped.items())


def _first(item: tuple[int, Rule]) -> int:
    return item[0]


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
