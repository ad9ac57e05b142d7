"""Where a text names the entities of a gazetteer.

One pass of an Aho–Corasick automaton finds the longest names from the left. Most count at once; names that
are also common words, surnames and tickers wait until the whole text has shown what it is about.
"""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kb.entities.doubt import Doubt, Judge
from kb.entities.patterns import Kind, Pattern, compile_patterns
from kb.knowledge.gazetteer import Gazetteer
from kb.lang.fold import fold
from kb.model import EntityMention

_LATIN = frozenset(chr(code) for code in range(0x250) if chr(code).isalnum()) | {"_"}
_DIGITS = frozenset("0123456789")
_POINTS = frozenset(".,")


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

    def _scan(self, text: str, folded: str) -> tuple[list[EntityMention], list[Doubt]]:
        """The certain mentions and the doubtful ones. A name may run over the end of a line."""
        sure: list[EntityMention] = []
        doubts: list[Doubt] = []
        patterns, line = self._patterns, folded.replace("\n", " ")
        for index, start, end in self._automaton.find_matches_as_indexes(line):
            pattern = patterns[index]
            if pattern.latin and not _stands_alone(line, start, end):
                shorter = self._shorter(line, start, end)
                if shorter is None:
                    continue
                pattern, end = shorter, start + len(shorter.text)
            if pattern.kind is Kind.NAME:
                sure.append(EntityMention(start, end, text[start:end], pattern.entities[0]))
            elif pattern.kind is not Kind.DECOY:
                doubts.append(Doubt(start, end, pattern))
        return sure, doubts

    def _shorter(self, line: str, start: int, end: int) -> Pattern | None:
        """The longest name that begins where a match does but does not end in a word (Meta of `Meta AIM`)."""
        for stop in range(end - 1, start, -1):
            pattern = self._by_text.get(line[start:stop])
            if pattern and _stands_alone(line, start, stop):
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


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a match is no part of a longer Latin word or number. Chinese has no such borders."""
    first, last = folded[start], folded[end - 1]
    if first in _LATIN and start and not _is_border(folded[max(0, start - 2) : start][::-1], first):
        return False
    return last not in _LATIN or end == len(folded) or _is_border(folded[end : end + 2], last)


def _is_border(outside: str, inside: str) -> bool:
    """Whether the two characters outside, nearest first, end a word of Latin letters or digits.

    The plural of a number or an abbreviation ends one too: H100s, TPUs.
    """
    nearest, next_one = outside[0], outside[1:]
    if nearest in _LATIN:
        return nearest == "s" and (inside in _DIGITS or inside.isupper()) and next_one not in _LATIN
    return not (inside in _DIGITS and nearest in _POINTS and next_one in _DIGITS)
