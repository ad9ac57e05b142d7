"""The words that events are told by: every class of both languages in one matcher, and classes as bits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kb.errors import DataError
from kb.knowledge.kinds import load_groups
from kb.lang.lexicon import Matcher, by_word, load_classes

LANGUAGES = ("zh", "en")
_WORKFORCE = "workforce"
_ROOMS = ("triggers", "modality", "measures")
# What numbers, dates and names make true of a clause beside its words.
_FEATURES = (
    "money", "unit_price", "percent", "count", "rank", "date", "day",
    "organization", "person", "product", "place", "gathering",
)  # fmt: skip
# Tables of words that are looked up where they may stand and never searched for.
_AFFIXES = ("before", "after", "opening", "bare", "number")


class Word(NamedTuple):
    """A word's classes, by name and as bits."""

    bits: int
    classes: tuple[str, ...]

    def under(self, table: str) -> str | None:
        """The last part of its class in a table: `revenue` for `metric.revenue` under `metric`."""
        prefix = table + "."
        return next((name[len(prefix) :] for name in self.classes if name.startswith(prefix)), None)


@cache
def word_matcher() -> Matcher[Word]:
    """Finds the words of both languages; a text may mix them."""
    tables = [
        {name: words for name, words in load_classes(language, room).items() if _is_searched(name)}
        for language in LANGUAGES
        for room in _ROOMS
    ]
    found = by_word(tables)
    whole = {word: (*names, *_within(word, names, found)) for word, names in found.items()}
    return Matcher({word: Word(bits_of(*names), names) for word, names in whole.items()})


def _within(phrase: str, names: tuple[str, ...], found: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The classes that an English phrase of modality, or of layoffs, hides: those of `to buy` in `agreed to buy`."""
    parts = phrase.split(" ")
    if len(parts) == 1 or not (_modal().issuperset(names) or _WORKFORCE in names):
        return
    new: dict[str, None] = {}
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            if end - start < len(parts):
                new.update(dict.fromkeys(found.get(" ".join(parts[start:end]), ())))
    if "inert" not in new:
        yield from (name for name in new if name not in names and name not in _modal())


@cache
def _modal() -> frozenset[str]:
    """The classes that say how a source stands to what it says; names for who is meant hide nothing."""
    return frozenset(filter(_is_searched, load_classes("en", "modality"))) - {"anaphor"}


def bits_of(*names: str) -> int:
    """The bits of some classes; a class in a table has the table's bit too, `metric.eps` that of `metric`."""
    bits = _bits()
    return sum({1 << bits[part] for name in names for part in _with_table(name)})


def mask(*names: str) -> int:
    """The bits of which a clause must have one to have one of the classes or groups.

    Raises `DataError` for a name that no lexicon has.
    """
    bits, groups = _bits(), load_groups()
    members = [member for name in names for member in groups.get(name, (name,))]
    unknown = [name for name in members if name not in bits]
    if unknown:
        raise DataError(f"kb/knowledge/kinds.toml: no lexicon has the class {unknown[0]!r}")
    return sum({1 << bits[name] for name in members})


@cache
def affixes(side: str, role: str) -> tuple[str, ...]:
    """The words that stand `before` or `after` something, or are its `opening`, and tell its `role`."""
    tables = (load_classes(language, "modality") for language in LANGUAGES)
    return tuple(word for table in tables for word in table.get(f"{side}.{role}", ()))


@cache
def _bits() -> dict[str, int]:
    names = dict.fromkeys(_FEATURES)
    for language in LANGUAGES:
        for room in _ROOMS:
            for name in filter(_is_searched, load_classes(language, room)):
                names.update(dict.fromkeys(_with_table(name)))
    return {name: position for position, name in enumerate(names)}


def _is_searched(name: str) -> bool:
    return name.partition(".")[0] not in _AFFIXES


def _with_table(name: str) -> Iterator[str]:
    yield name
    table, dot, _ = name.partition(".")
    if dot:
        yield table
