"""What dateparser knows of a language, folded for matching: names of months and weekdays, relative expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from kb.lang.fold import fold
from kb.lang.load import load_words

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = frozenset({"day", "week", "month", "year"})
_SPOKEN_KEY = re.compile(r"(?P<in>in )?(?P<n>\d+|\\1) (?P<unit>\w+)(?: ago)?")
# dateparser's own patterns of numbers; theirs are possessive, which Python 3.11 reads too, but decimals are no dates.
_NUMBER = re.compile(r"\(\\d\+\+\[\.,\]\?\\d\*\+\)")
_BARE_LETTER = re.compile(r"(?:^|[\s}*])[a-zа-я]$")
# A shorter name of a month is a common word in some language (mar, set, die).
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class Locale:
    """Words by what they mean; `counted` pairs a pattern with its unit and sign."""

    language: str
    months: dict[str, int]
    full_months: tuple[str, ...]
    weekdays: dict[str, int]
    fixed: dict[str, tuple[str, int]]
    counted: tuple[tuple[str, str, int], ...]
    numbers: dict[str, str]
    extra: dict[str, Any]

    @property
    def spaced(self) -> bool:
        """Whether words are set apart by spaces."""
        return self.language not in ("ja", "ko", "zh", "th")


@cache
def load_locale(language: str) -> Locale | None:
    """The locale of a two-letter code, or None where dateparser has none."""
    if not re.fullmatch("[a-z]{2,3}", language):
        return None
    try:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ImportError:
        return None
    extra = load_words("other", "time").get(language, {})
    months = dict(_names(info, _MONTHS, first=1)) | extra.get("months", {})
    return Locale(
        language,
        months,
        (*_full(info), *extra.get("months", {})),
        {name: day for name, day in _names(info, _WEEKDAYS, first=0) if _is_weekday(name, language)},
        dict(_fixed(info.get("relative-type", {}))) | _spoken(extra),
        tuple(_counted(info.get("relative-type-regex", {}))),
        dict(_numbers(info.get("simplifications", []))),
        extra,
    )


def _names(info: dict[str, Any], keys: Iterable[str], first: int) -> Iterator[tuple[str, int]]:
    for number, key in enumerate(keys, first):
        for name in info.get(key, []):
            yield fold(name.lower()), number


def _full(info: dict[str, Any]) -> Iterator[str]:
    """The names of months that stand on their own, without a day or a year beside them."""
    for key in _MONTHS:
        names = [fold(name.lower()) for name in info.get(key, [])]
        longest = max((len(name) for name in names), default=0)
        yield from (name for name in names if len(name) >= _SHORTEST_NAME or len(name) == longest)


def _is_weekday(name: str, language: str) -> bool:
    """Short forms and Portuguese's ordinals (segunda: second) are common words."""
    if language == "pt":
        return "-feira" in name or name in ("sábado", "domingo")
    return len(name) >= (3 if language in ("ja", "ko") else 5) and not name.startswith("(")


def _fixed(relative: dict[str, list[str]]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Words such as gestern, with the unit and the count that dateparser's English key names."""
    for key, words in relative.items():
        match = _SPOKEN_KEY.fullmatch(key)
        if match is None or match["unit"] not in _UNITS:
            continue
        count = int(match["n"]) * (1 if match["in"] else -1)
        yield from ((fold(word.lower()), (match["unit"], count)) for word in words if len(word) > 1)


def _spoken(extra: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """The words of relative expressions that dateparser lacks."""
    return {fold(word): (unit, count) for word, (unit, count) in extra.get("relative", {}).items()}


def _counted(relative: dict[str, list[str]]) -> Iterator[tuple[str, str, int]]:
    """Patterns such as `vor (\\d+) tagen`; those that end in a bare letter are left out."""
    for key, patterns in relative.items():
        match = _SPOKEN_KEY.fullmatch(key)
        if match is None or match["unit"] not in _UNITS:
            continue
        for pattern in patterns:
            plain = _NUMBER.sub("{n}", pattern.lower())
            if plain.count("{n}") == 1 and not _BARE_LETTER.search(plain):
                yield fold(plain), match["unit"], 1 if match["in"] else -1


def _numbers(simplifications: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Number words that the locale spells out: zwei is 2."""
    for pair in simplifications:
        for word, digits in pair.items():
            if digits.isdigit() and word.isalpha():
                yield fold(word.lower()), digits
