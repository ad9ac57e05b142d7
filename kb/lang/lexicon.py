"""Word lists and the one pass that finds them all: classes of words per language, an Aho–Corasick matcher.

A lexicon file is a TOML table whose leaves are lists of words. The path to a leaf names the class of its
words: `[metric] revenue = [...]` is the class `metric.revenue`. In English a verb is written with `~` where
its ending goes (`step~ down`); `inflect` lists the forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Generic, TypeVar

from kb.errors import DataError
from kb.lang.load import load_words

T = TypeVar("T")


class Matcher(Generic[T]):
    """Finds words in folded, lower-case text: the longest at each place, never inside a longer Latin word."""

    def __init__(self, words: Mapping[str, T]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._payloads = list(words.values())
        self._latin = [(_is_latin(word[0]), _is_latin(word[-1])) for word in words]
        self._automaton = AhoCorasick(list(words), matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """Start, end and payload of every hit, sorted, disjoint. The caller folds and lower-cases."""
        latin = self._latin
        end_of_text = len(text)
        whole = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            opens, closes = latin[index]
            if opens and start and _is_latin(text[start - 1]):
                continue
            if closes and end < end_of_text and _is_latin(text[end]):
                continue
            whole.append((start, -end, index))
        return self._longest(whole)

    def _longest(self, matches: list[tuple[int, int, int]]) -> list[tuple[int, int, T]]:
        """Of overlapping matches the leftmost, then the longest: the automaton knows no ends of words."""
        matches.sort()
        payloads, found, covered = self._payloads, [], 0
        for start, negative_end, index in matches:
            if start >= covered:
                covered = -negative_end
                found.append((start, covered, payloads[index]))
        return found


def lower(folded: str) -> str:
    """Lower case of the same length, so that offsets stay (`İ` has a longer one and is kept)."""
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in folded)


@cache
def load_classes(language: str, room: str) -> Mapping[str, tuple[str, ...]]:
    """The classes of `kb/lang/<language>/<room>.toml` with their words, folded, lower-cased, inflected.

    Raises `DataError` with the file and key of a leaf that is no list of words.
    """
    where = f"kb/lang/{language}/{room}.toml"
    return {
        name: tuple(_words(leaf, f"{where}: {name}")) for name, leaf in _leaves(load_words(language, room))
    }


def by_word(classes: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Each word with all the classes that list it, in the order of the tables."""
    found: dict[str, dict[str, None]] = {}
    for table in classes:
        for name, words in table.items():
            for word in words:
                found.setdefault(word, {})[name] = None
    return {word: tuple(names) for word, names in found.items()}


def inflect(verb: str) -> tuple[str, ...]:
    """The forms of an English verb written with `~` where the ending goes.

    >>> inflect("step~ down")
    ('step down', 'steps down', 'stepping down', 'stepped down')
    """
    stem, _, rest = verb.partition("~")
    return tuple(form + rest for form in _forms(stem))


def _forms(stem: str) -> tuple[str, ...]:
    prefix, _, last = stem.rpartition(" ")
    prefix += " " if prefix else ""
    irregular = load_words("en", "verbs")["irregular"].get(last)
    base = _stem_before_vowel(last)
    forms = dict.fromkeys((last, _third_person(last), base + "ing", *(irregular or (_past(base),))))
    return tuple(prefix + form for form in forms)


def _stem_before_vowel(stem: str) -> str:
    """plan → plann, slate → slat, as before `-ing`."""
    if stem in load_words("en", "verbs")["doubled"]:
        return stem + stem[-1]
    return stem[:-1] if stem.endswith("e") and not stem.endswith(("ee", "ye", "oe")) else stem


def _third_person(stem: str) -> str:
    if stem.endswith(("s", "x", "z", "o", "ch", "sh")):
        return stem + "es"
    return stem[:-1] + "ies" if _ends_in_consonant_y(stem) else stem + "s"


def _past(base: str) -> str:
    return base[:-1] + "ied" if _ends_in_consonant_y(base) else base + ("d" if base.endswith("e") else "ed")


def _ends_in_consonant_y(stem: str) -> bool:
    return stem.endswith("y") and stem[-2] not in "aeiou"


def _leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _leaves(value, name)
        else:
            yield name, value


def _words(leaf: object, where: str) -> Iterator[str]:
    if not isinstance(leaf, list):
        raise DataError(f"{where}: expected a list of words")
    for word in leaf:
        if not isinstance(word, str) or not word.strip():
            raise DataError(f"{where}: expected a word, found {word!r}")
        yield from inflect(lower(word)) if "~" in word else (lower(word),)


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < "\u0250"
