"""What stands around a mention: its clause, sentence and paragraph, its tense, its prepositions.

All of it is looked up only for the mentions that need it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from kb.lang.load import load_words, one_of
from kb.when.granularity import Bound

_CLAUSE_END = re.compile(r"[,;:。；\n!?]|\.\s")
_SENTENCE_END = re.compile(r"[。!?\n]|[.](?=\s+[\"'(]*[A-Z])")
# Further than this a clause or sentence is not followed: text without punctuation must not cost quadratic time.
_REACH = 400


@dataclass(slots=True)
class Passage:
    """A folded text, with the answers that reading it asks for."""

    folded: str
    _results: list[int] | None = field(default=None)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence of a mention starts and ends."""
        floor = max(0, start - _REACH)
        first = floor
        for match in _SENTENCE_END.finditer(self.folded, floor, start):
            first = match.end()
        last = _SENTENCE_END.search(self.folded, end, end + _REACH)
        return first, last.start() if last else min(len(self.folded), end + _REACH)

    def same_sentence(self, left: int, right: int) -> bool:
        """Whether no sentence ends between two offsets."""
        return right - left <= _REACH and _SENTENCE_END.search(self.folded, left, right) is None

    def same_paragraph(self, left: int, right: int) -> bool:
        """Whether no line ends between two offsets."""
        return self.folded.find("\n", left, right) < 0

    def clause(self, start: int, end: int) -> str:
        """The clause of a mention, without the mention."""
        floor = max(0, start - _REACH)
        first = floor
        for match in _CLAUSE_END.finditer(self.folded, floor, start):
            first = match.end()
        last = _CLAUSE_END.search(self.folded, end, end + _REACH)
        return self.folded[first:start] + " " + self.folded[end : last.start() if last else end + _REACH]

    def tense(self, start: int, end: int) -> int:
        """1 where the clause speaks of what is to come, -1 where of what was, 0 where it does not say."""
        first, last = self.sentence(start, end)
        clause = self.clause(start, end)
        past, future = _tenses()
        for text in (clause, self.folded[first:last]):
            ahead, behind = future.search(text), past.search(text)
            if bool(ahead) != bool(behind):
                return 1 if ahead else -1
            if ahead and behind:
                return 1 if ahead.start() > behind.start() else -1
        return 0

    def compared(self, start: int) -> bool:
        """Whether the mention is what something is compared with: 較去年, from a year earlier."""
        return _comparisons().search(self.folded, max(0, start - 24), start) is not None

    def tells_results(self, start: int, end: int, reach: int) -> bool:
        """Whether a word of a company's results stands within `reach` characters."""
        if self._results is None:
            self._results = [match.start() for match in _result_words().finditer(self.folded)]
        index = bisect_left(self._results, start - reach)
        return index < len(self._results) and self._results[index] <= end + reach

    def bound(self, start: int, end: int) -> Bound | None:
        """Whether the words at the mention's edges make it one end of what is meant."""
        before = self.folded[max(0, start - 16) : start]
        after = self.folded[end : end + 4]
        for bound, prefix, suffix in _bounds():
            if prefix.search(before) or suffix.match(after):
                return bound
        return None

    def approximate(self, start: int, end: int) -> bool:
        """Whether the words at the mention's edges say about."""
        prefix, suffix = _approximators()
        before = self.folded[max(0, start - 16) : start]
        return prefix.search(before) is not None or suffix.match(self.folded, end, end + 4) is not None


def _words(table: str) -> tuple[list[str], list[str]]:
    """The Chinese and English words of one table."""
    return load_words("zh", "passage")[table], load_words("en", "passage")[table]


def _either(table: str) -> str:
    chinese, english = _words(table)
    return rf"(?:{one_of(chinese)}|\b(?i:{one_of(english)})\b)"


@cache
def _tenses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_either("past")), re.compile(_either("future"))


@cache
def _comparisons() -> re.Pattern[str]:
    return re.compile(_either("comparison") + r"(?:\s(?:the|a|an))?\s?$")


@cache
def _result_words() -> re.Pattern[str]:
    return re.compile(_either("results"))


@cache
def _bounds() -> list[tuple[Bound, re.Pattern[str], re.Pattern[str]]]:
    found: list[tuple[Bound, re.Pattern[str], re.Pattern[str]]] = []
    for bound in Bound:
        chinese = load_words("zh", "passage")["bounds"][bound.value]
        english = load_words("en", "passage")["bounds"][bound.value]
        prefix = rf"(?:{one_of(chinese['before'])}|\b(?i:{one_of(english['before'])})(?:\sthe)?)\s?$"
        found.append((bound, re.compile(prefix), re.compile(rf"\s?{one_of(chinese['after'])}")))
    return found


@cache
def _approximators() -> tuple[re.Pattern[str], re.Pattern[str]]:
    chinese, english = load_words("zh", "passage")["approximate"], load_words("en", "passage")["approximate"]
    prefix = rf"(?:{one_of(chinese['before'])}|\b(?i:{one_of(english['before'])})(?:\sthe)?)\s?$"
    return re.compile(prefix), re.compile(rf"\s?{one_of(chinese['after'])}")
