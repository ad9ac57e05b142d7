"""The words at a mention's edges: they make it one end of what is meant, blur it, or compare something with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

from kb.lang.load import load_words, one_of
from kb.when.granularity import Bound

_ARTICLES = frozenset({"the", "a", "an"})


class Edges:
    """The tables of both languages. Patterns are compiled when the first mention has such a word beside it.

    `before` are the last words before a mention that can bound or blur it, `after` the first characters behind it,
    `compared` the last words of comparisons.
    """

    def __init__(self) -> None:
        chinese, english = load_words("zh", "passage"), load_words("en", "passage")
        bounds = [*chinese["bounds"].values(), *english["bounds"].values()]
        self._bound_before = _last_words(word for table in bounds for word in table["before"])
        self._bound_after = _initials(word for table in chinese["bounds"].values() for word in table["after"])
        self._blurred_before = _last_words(
            word for table in (chinese, english) for word in table["approximate"]["before"]
        )
        self._blurred_after = _initials(chinese["approximate"]["after"])
        self.before = self._bound_before | self._blurred_before
        self.after = self._bound_after | self._blurred_after
        self.compared = _last_words([*chinese["comparison"], *english["comparison"]])

    def bound(self, folded: str, start: int, end: int, word: str, letter: str) -> Bound | None:
        """Whether the words around a mention make it one end of what is meant."""
        last, first = word in self._bound_before, letter in self._bound_after
        if last or first:
            before, after = folded[max(0, start - 16) : start], folded[end : end + 6]
            for bound, prefix, suffix in self._bounds:
                if (last and prefix.search(before)) or (first and suffix.match(after)):
                    return bound
        return None

    def approximate(self, folded: str, start: int, end: int, word: str, letter: str) -> bool:
        """Whether the words around a mention say about."""
        if word in self._blurred_before and self._blurs[0].search(folded[max(0, start - 16) : start]):
            return True
        return letter in self._blurred_after and self._blurs[1].match(folded[end : end + 4]) is not None

    def compares(self, folded: str, start: int, word: str) -> bool:
        """Whether the words before a mention compare something with it."""
        return (
            word in self.compared and self._comparison.search(folded[max(0, start - 24) : start]) is not None
        )

    @cached_property
    def _bounds(self) -> list[tuple[Bound, re.Pattern[str], re.Pattern[str]]]:
        chinese, english = load_words("zh", "passage")["bounds"], load_words("en", "passage")["bounds"]
        return [
            (
                bound,
                _prefix(chinese[bound.value]["before"], english[bound.value]["before"]),
                re.compile(rf"\s?{_apart(chinese[bound.value]['after'])}"),
            )
            for bound in Bound
        ]

    @cached_property
    def _blurs(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        chinese, english = (
            load_words("zh", "passage")["approximate"],
            load_words("en", "passage")["approximate"],
        )
        return _prefix(chinese["before"], english["before"]), re.compile(rf"\s?{one_of(chinese['after'])}")

    @cached_property
    def _comparison(self) -> re.Pattern[str]:
        return re.compile(either("comparison") + r"(?:\s(?:the|a|an))?\s?$")


@cache
def edges() -> Edges:
    """The tables, read once."""
    return Edges()


def last_word(text: str) -> str:
    """What a text ends with, an article aside: the last word in small letters, the last Chinese character."""
    words = text.rsplit(None, 2)
    if words and words[-1].lower() in _ARTICLES:
        words.pop()
    if not words:
        return ""
    word = words[-1]
    return word.lower() if word[-1].isascii() else word[-1]


def either(table: str) -> str:
    """A pattern of the Chinese and English words of one table."""
    chinese, english = load_words("zh", "passage")[table], load_words("en", "passage")[table]
    return rf"(?:{one_of(chinese)}|\b(?i:{one_of(english)})\b)"


def _prefix(chinese: Iterable[str], english: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_apart(chinese)}|\b(?i:{one_of(english)})(?:\sthe)?)\s?$")


def _apart(words: Iterable[str]) -> str:
    """An alternation of Chinese words that are no part of longer ones: 到 but not 達到, 前 but not 前景."""
    parts = load_words("zh", "passage")["parts"]

    def apart(word: str) -> str:
        before, after = parts["before"].get(word), parts["after"].get(word[-1])
        return (f"(?<![{before}])" if before else "") + re.escape(word) + (f"(?![{after}])" if after else "")

    return f"(?:{'|'.join(apart(word) for word in sorted(words, key=len, reverse=True))})"


def _last_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(last_word, words))


def _initials(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[0] for word in words)
