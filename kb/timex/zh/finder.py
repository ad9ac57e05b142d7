"""Finding Chinese runs: most places are refused by their first two characters, the others ask few tokens.

A run is a token with its tails, and up to nine more behind it with no more than a joining word between them. Which
tokens are tried is told by the first character; their pattern is compiled when the character is met first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.timex.zh import runs

_MOST_TOKENS = 10
_DIGITS = frozenset("0123456789")
_SPACES = frozenset(" \t\n\r\v\f\x85\u2028\u2029")
_RANGE = {r"\s": "".join(_SPACES), r"\d": "0123456789", "0-9": "0123456789"}
# What must follow the first digit of a number: a unit of time, a list, a code, the rest of a date. Most numbers of a
# text are refused by it.
_NUMBER_GOES_ON = (
    r"\d{0,4}(?:\.\d)?\s{0,2}[-~–—―至到起直、和或与及/ー个多余来几半年月季星礼周世工交小钟日天号旬分秒财会QH'F]"
    r"|\d{1,3}\s{1,2}[1-4][QH]|(?<=[12])\d{3}\s?[,上下第F.]|(?<=1)[0-4]\d\.\d|\d{7}(?!\d)|\d{3}\s\d\d\s\d\d"
)
# What can stand between two tokens.
_JOINTS = _SPACES | runs.DASHES | runs.JOINERS | set("的,(")
_Lengths = tuple[tuple[int, frozenset[str]], ...]


class RunFinder:
    """Finds the runs of a folded text."""

    def __init__(self) -> None:
        self._words = _by_length(runs.WORDS)
        self._week_starts = {word[0] for word in runs.WEEK_WORDS} | set(runs.WEEK_STARTS)
        self._tokens = _by_start((starts, token) for starts, _, token in runs.TOKENS)
        self._starts = _DIGITS | self._week_starts | set(self._words) | set(self._tokens)
        self._resumes = self._starts | _JOINTS
        self._patterns: dict[str, re.Pattern[str] | None] = {}
        self._tail_starts = _characters(runs.TAIL_STARTS)
        self._seconds = self._second_characters()
        self._candidates = re.compile(self._candidate_text())
        self._number = re.compile("|".join(runs.DIGIT_TOKENS))
        self._week = re.compile(runs.WEEKS)
        self._tail = re.compile(rf"(?:(?=[{runs.TAIL_STARTS}]){runs.TAIL}){{0,4}}")

    def search(self, folded: str, at: int, last: int) -> tuple[int, int] | None:
        """Where the first run from an offset on begins and ends."""
        seconds = self._seconds
        for candidate in self._candidates.finditer(folded, at, last):
            start = candidate.start()
            first = folded[start]
            if (first in _DIGITS or folded[start + 1] in seconds[first]) and (
                end := self._token_of(first, folded, start)
            ):
                return start, self._run_end(folded, end)
        return None

    def _candidate_text(self) -> str:
        """The pattern of a first character, with a look at what follows. It begins with a set: `re` is fast then."""
        named = {
            first for first in self._words if first not in self._tokens and first not in self._week_starts
        }
        behind_names = frozenset().union(*(self._seconds[first] for first in named))
        others = self._starts - named - _DIGITS
        behind_others = frozenset().union(*(self._seconds[first] for first in others))
        return (
            rf"{_set(self._starts)}(?:(?<=[0-9])(?<!\d\d)(?={_NUMBER_GOES_ON})"
            rf"|(?<={_set(named)})(?={_set(behind_names)})|(?<={_set(others)})(?={_set(behind_others)}))"
        )

    def _token(self, folded: str, start: int) -> int:
        """Where the token ends that begins at an offset; 0 where none does."""
        first = folded[start]
        if first not in _DIGITS and folded[start + 1 : start + 2] not in self._seconds[first]:
            return 0
        return self._token_of(first, folded, start)

    def _token_of(self, first: str, folded: str, start: int) -> int:
        """The same where the second character is known to fit the first."""
        if first in _DIGITS:
            match = self._number.match(folded, start)
            return match.end() if match else 0
        if first in self._week_starts and (match := self._week.match(folded, start)):
            return match.end()
        for length, words in self._words.get(first, ()):
            if folded[start : start + length] in words:
                return start + length
        pattern = self._patterns[first] if first in self._patterns else self._compile(first)
        match = pattern and pattern.match(folded, start)
        return match.end() if match else 0

    def _run_end(self, folded: str, end: int) -> int:
        """Where a run ends whose first token ends at an offset."""
        for count in range(_MOST_TOKENS):
            if folded[end : end + 1] in self._tail_starts and (match := self._tail.match(folded, end)):
                end = match.end()
            following = self._following(folded, end) if count < _MOST_TOKENS - 1 else 0
            if not following:
                break
            end = following
        return end

    def _following(self, folded: str, end: int) -> int:
        """Where the token ends that goes on with a run; 0 where none does."""
        letter = folded[end : end + 1]
        if letter not in _JOINTS:
            return self._token(folded, end) if letter in self._starts else 0
        if letter not in self._starts and folded[end + 1 : end + 2] not in self._resumes:
            return 0
        for start in _joined(folded, end):
            if folded[start : start + 1] in self._starts and (following := self._token(folded, start)):
                return following
        return 0

    def _compile(self, first: str) -> re.Pattern[str] | None:
        tokens = self._tokens.get(first)
        self._patterns[first] = re.compile("|".join(tokens)) if tokens else None
        return self._patterns[first]

    def _second_characters(self) -> dict[str, frozenset[str]]:
        """What can come second behind each first character."""
        found: dict[str, set[str]] = {first: set() for first in self._starts - _DIGITS}
        for word in (*runs.WORDS, *runs.WEEK_WORDS):
            found[word[0]].update(word[1:2])
        for first in runs.WEEK_STARTS:
            found[first].update("个周星礼")
        for starts, seconds, _ in runs.TOKENS:
            for first in starts:
                found[first] |= _characters(seconds)
        anything = frozenset().union(*found.values())
        free = {first for starts, seconds, _ in runs.TOKENS if seconds == runs.ANY for first in starts}
        return {first: anything if first in free else frozenset(seconds) for first, seconds in found.items()}


def _joined(folded: str, end: int) -> Iterator[int]:
    """Where a token may stand that goes on with what ends at an offset: behind 的, a dash, a comma, or at once."""
    spaced = end + (folded[end : end + 1] in _SPACES)
    joint = folded[spaced : spaced + 1]
    if joint == "的" or joint in runs.JOINERS:
        yield spaced + 1 + (folded[spaced + 1 : spaced + 2] in _SPACES)
    elif joint in runs.DASHES:
        dashes = 1
        while dashes < runs.MOST_DASHES and folded[spaced + dashes : spaced + dashes + 1] in runs.DASHES:
            dashes += 1
        for count in range(dashes, 0, -1):
            yield spaced + count + (folded[spaced + count : spaced + count + 1] in _SPACES)
    start = spaced + (joint == ",")
    start += folded[start : start + 1] in _SPACES
    yield start + (folded[start : start + 1] == "(")


def _characters(listed: str) -> frozenset[str]:
    """The characters that the inside of a set lists."""
    for short, characters in _RANGE.items():
        listed = listed.replace(short, characters)
    return frozenset(listed)


def _set(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


def _by_start(tokens: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for starts, token in tokens:
        for first in starts:
            found.setdefault(first, []).append(token)
    return found


def _by_length(words: Iterable[str]) -> dict[str, _Lengths]:
    """Words by their first character, the longest first."""
    found: dict[str, dict[int, set[str]]] = {}
    for word in words:
        found.setdefault(word[0], {}).setdefault(len(word), set()).add(word)
    return {
        first: tuple((length, frozenset(lengths[length])) for length in sorted(lengths, reverse=True))
        for first, lengths in found.items()
    }
