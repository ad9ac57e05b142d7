"""What to look for: every spelling of every name of a gazetteer, with what each one needs to count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from kb.knowledge.gazetteer import Gazetteer, NameRule
from kb.lang.fold import fold
from kb.model import Entity, EntityType

# From this length on a Latin name is rarely anything else, so that it may stand in capitals (TESLA FALLS).
_MIN_CAPITALISED = 4
# The industry of those who govern a country.
_STATES = "state"
_LATIN = frozenset(chr(code) for code in range(0x250) if chr(code).isalnum()) | {"_"}
_DIGITS = frozenset("0123456789")
_POINTS = frozenset(".,")
_MIDDLE_DOTS = "·‧・•"
_CJK = "\u3400-\u9fff"
_BEFORE_DIGIT = re.compile(r"(?<=[A-Za-z]) (?=\d)")
_SCRIPT_CHANGE = re.compile(rf"(?<=[{_CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_CJK}])")


class Kind(Enum):
    """How a match counts."""

    DECOY = "a longer word that holds a name but does not mean it"
    NAME = "a name that always means its entity"
    AMBIGUOUS = "a name that is also a common word"
    STATE = "a country, which counts where it acts"
    SURNAME = "the last word of a person's name"
    TICKER = "a stock's symbol"


class Pattern(NamedTuple):
    """One folded spelling and the entities that it may name; `rule` only for ambiguous names.

    `latin` says that it begins or ends with a Latin letter or a digit, and so must not be part of a word.
    """

    text: str
    kind: Kind
    entities: tuple[str, ...] = ()
    rule: NameRule | None = None
    latin: bool = False


def compile_patterns(gazetteer: Gazetteer) -> list[Pattern]:
    """All patterns of a gazetteer, no two of one spelling: names before decoys, tickers and surnames.

    Where two entities share a name, the later one has it: a gazetteer of one's own before the shipped one.
    """
    found = {pattern.text: pattern for pattern in _names(gazetteer)}
    for make in (_decoys, _tickers):
        for pattern in make(gazetteer):
            found.setdefault(pattern.text, pattern)
    for surname, people in _surnames(gazetteer.entities.values()).items():
        found.setdefault(surname, Pattern(surname, Kind.SURNAME, tuple(people), latin=True))
    return list(found.values())


def _names(gazetteer: Gazetteer) -> Iterator[Pattern]:
    for entity in gazetteer.entities.values():
        for name in dict.fromkeys(fold(name) for names in entity.names.values() for name in names):
            rule = gazetteer.rules.get(name)
            kind = Kind.NAME if rule is None or rule.always_holds else Kind.AMBIGUOUS
            if entity.type is EntityType.PLACE and entity.industry == _STATES:
                kind = Kind.STATE
            for spelling in _spellings(name, capitals=rule is None):
                latin = spelling[0].isascii() or spelling[-1].isascii()
                yield Pattern(spelling, kind, (entity.id,), rule, latin)


def _spellings(name: str, capitals: bool) -> Iterator[str]:
    """The name as written, without a space before digits, spaced between scripts, and in capitals."""
    yield name
    if name.isascii():
        yield _BEFORE_DIGIT.sub("", name)
        if capitals and name.isalpha() and len(name) >= _MIN_CAPITALISED:
            yield name.upper()
    else:
        yield _SCRIPT_CHANGE.sub(" ", name)
        if "·" in name:
            yield from (name.replace("·", dot) for dot in _MIDDLE_DOTS)


def _decoys(gazetteer: Gazetteer) -> Iterator[Pattern]:
    words = dict.fromkeys(word for rule in gazetteer.rules.values() for word in rule.unless)
    return (Pattern(word, Kind.DECOY) for word in words)


def _tickers(gazetteer: Gazetteer) -> Iterator[Pattern]:
    """Symbols without their exchange: `2330` for `2330.TW`. One letter says too little alone: `$F`."""
    for entity in gazetteer.entities.values():
        for ticker in entity.tickers:
            symbol = ticker.split(".")[0]
            if len(symbol) > 1:
                yield Pattern(symbol, Kind.TICKER, (entity.id,), latin=True)
            else:
                yield Pattern(f"${symbol}", Kind.NAME, (entity.id,), latin=True)


def _surnames(entities: Iterable[Entity]) -> dict[str, list[str]]:
    people: dict[str, list[str]] = {}
    for entity in entities:
        if entity.type is EntityType.PERSON and (full := entity.names.get("en")):
            given, _, surname = fold(full[0]).rpartition(" ")
            if given:
                people.setdefault(surname, []).append(entity.id)
    return people


def stands_alone(folded: str, start: int, end: int) -> bool:
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
