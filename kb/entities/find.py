"""Where a text names the entities of a gazetteer.

One pass of an Aho–Corasick automaton finds the longest names from the left. Most count at once; names that
are also common words, surnames and tickers wait until the whole text has shown what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kb.entities.doubt import Doubt, Judge
from kb.entities.hanzi import stem_of
from kb.entities.naming import naming
from kb.entities.patterns import Kind, Pattern, compile_patterns, stands_alone
from kb.entities.states import acts
from kb.knowledge.gazetteer import Gazetteer
from kb.lang.fold import fold
from kb.model import EntityMention

_LONGEST_NAME = 64


class EntityFinder:
    """Finds the entities of one gazetteer. Making one takes longer than using it: make it once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._patterns = compile_patterns(gazetteer)
        self._by_text = {pattern.text: pattern for pattern in self._patterns}
        self._roots = _roots(gazetteer)
        self._common_tickers = gazetteer.common_tickers
        self._automaton = AhoCorasick(
            list(self._by_text),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )

    def find(self, text: str, folded: str | None = None) -> list[EntityMention]:
        """The mentions in the order of the text, none overlapping. `folded` is `fold(text)`, if at hand."""
        folded = fold(text) if folded is None else folded
        mentions, doubts = self._scan(text, folded)
        if doubts:
            settled = Judge(folded, self._roots, self._common_tickers).settle(mentions, doubts)
            mentions += [EntityMention(at.start, at.end, text[at.start : at.end], to) for at, to in settled]
            mentions.sort(key=lambda mention: mention.start)
        return mentions

    def named(self, name: str) -> str | None:
        """The entity that a folded spelling may name, be it a common word too; None where there is none."""
        pattern = self._by_text.get(name)
        doubtful = pattern is None or pattern.kind not in (Kind.NAME, Kind.AMBIGUOUS)
        return None if doubtful or pattern is None else pattern.entities[0]

    def briefly_named(self, name: str) -> str | None:
        """The one organization whose folded Chinese name is this and a line of business: 阳明 for 阳明海运."""
        return self._brief.get(name)

    @cached_property
    def _brief(self) -> dict[str, str]:
        """What each name is called for short, where only one organization is; no words of the language."""
        words, found = naming(), dict[str, set[str]]()
        for pattern in self._patterns:
            if pattern.kind is Kind.NAME and not pattern.latin:
                stem = stem_of(pattern.text, words)
                if stem and len(stem) < len(pattern.text):
                    found.setdefault(stem, set()).update(pattern.entities)
        return {stem: next(iter(entities)) for stem, entities in found.items() if len(entities) == 1}

    def _scan(self, text: str, folded: str) -> tuple[list[EntityMention], list[Doubt]]:
        """The certain mentions and the doubtful ones. A name may run over the end of a line."""
        sure: list[EntityMention] = []
        doubts: list[Doubt] = []
        for pattern, start, end in self._matches(folded.replace("\n", " ")):
            if pattern.kind is Kind.NAME:
                sure.append(EntityMention(start, end, text[start:end], pattern.entities[0]))
            elif pattern.kind is Kind.STATE:
                if acts(folded, start, end):
                    sure.append(EntityMention(start, end, text[start:end], pattern.entities[0]))
            elif pattern.kind is not Kind.DECOY:
                doubts.append(Doubt(start, end, pattern))
        return sure, doubts

    def _matches(self, line: str) -> Iterator[tuple[Pattern, int, int]]:
        """The longest patterns from the left, none part of a longer word."""
        done = 0
        for index, start, end in self._automaton.find_matches_as_indexes(line):
            pattern = self._patterns[index]
            if start < done:
                continue
            if not pattern.latin or stands_alone(line, start, end):
                yield pattern, start, end
                continue
            for match in self._instead(line, start, end):
                yield match
                done = match[2]

    def _instead(self, line: str, start: int, end: int) -> Iterator[tuple[Pattern, int, int]]:
        """What a match that ends within a word hides: `Meta AIM` has Meta, `Google TensorFlow` has both."""
        shorter = self._shorter(line, start, end)
        if shorter:
            yield shorter, start, start + len(shorter.text)
        resume = start + (len(shorter.text) if shorter else 1)
        for index, first, last in self._automaton.find_matches_as_indexes(line[resume : end + _LONGEST_NAME]):
            if resume + first >= end:
                return
            if stands_alone(line, resume + first, resume + last):
                yield self._patterns[index], resume + first, resume + last

    def _shorter(self, line: str, start: int, end: int) -> Pattern | None:
        """The longest name that begins where a match does and ends with a word."""
        for stop in range(end - 1, start, -1):
            pattern = self._by_text.get(line[start:stop])
            if pattern and stands_alone(line, start, stop):
                return pattern
        return None


def _roots(gazetteer: Gazetteer) -> dict[str, str]:
    """For each entity the one at the end of its `of`, or itself: Gemini and Google give Alphabet."""
    roots: dict[str, str] = {}
    for entity in gazetteer.entities.values():
        seen = {entity.id}
        while entity.of and entity.of not in seen:
            entity = gazetteer.entities[entity.of]
            seen.add(entity.id)
        roots.update(dict.fromkeys(seen, entity.id))
    return roots
