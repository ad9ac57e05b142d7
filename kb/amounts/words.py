"""The words around numbers (`kb/lang/*/amounts.toml`), and patterns made of them.

Chinese and English words stand in one pattern: a text in one language may quote the other. What stands before
a number is matched on reversed text, so that a pattern starts at the number and not somewhere before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kb.lang.lexicon import load_classes

_LANGUAGES = ("zh", "en")
# As many characters as are read on either side of a number.
WINDOW = 60


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one class in all languages, folded and in lower case.

    Raises `KeyError` where no table has the class.
    """
    tables = [load_classes(language, "amounts") for language in _LANGUAGES]
    found = [table[name] for table in tables if name in table]
    if not found:
        raise KeyError(f"kb/lang/*/amounts.toml: {name}")
    return tuple(word for table in found for word in table)


def either(*names: str) -> str:
    """A pattern for any word of the classes, the longest first, Latin words whole."""
    return any_of([word for name in names for word in words(name)])


def any_of(items: Iterable[str], after: str = "(?![a-z])") -> str:
    """A pattern for any of the words, the longest first; `after` is what Latin words must be followed by."""
    ordered = sorted(set(items), key=lambda word: (-len(word), word))
    parts = [re.escape(word) + (after if _ends_latin(word) else "") for word in ordered]
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def backwards(*names: str) -> str:
    """`either` for reversed text."""
    return reversed_any_of([word for name in names for word in words(name)])


def reversed_any_of(items: Iterable[str]) -> str:
    """`any_of` for reversed text: the first letter of a word is what must not go on."""
    return any_of(word[::-1] for word in items)


def before(low: str, position: int) -> str:
    """What stands before a position, reversed."""
    return low[max(position - WINDOW, 0) : position][::-1]


def _ends_latin(word: str) -> bool:
    return "a" <= word[-1] <= "z"
