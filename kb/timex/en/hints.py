"""Whether a stretch of another language's text may hold an English date: most do not, and the grammar is spared."""

from __future__ import annotations

import re
from functools import cache

from kb.lang.load import load_words
from kb.lang.trie import trie

# The tables of the words of which a run needs one.
_TABLES = ("months", "weekdays", "days", "seasons", "sets", "decades", "vague", "holidays")
_NUMERALS = ("eighteen", "nineteen", "twenty", "past", "fiscal")
# So many letters of a word are looked for.
_OPENING = 4
# What stands in codes and behind numbers: FY25, 3rd.
_SHORT = ("fy", "cy", "st", "nd", "rd", "th")
_LETTERS = re.compile("[a-z]+")
# A year that no 年 follows, days in digits, decades, codes of quarters and halves, a number that ends the text.
_DIGITS = re.compile(
    r"[0-9'QqHh](?:(?<=[12])(?:(?<=1)[5-9]|(?<=2)0)\d\d(?![\d%年]|[.,]\d|\s年)"
    r"|(?<=\d)(?:\s?[-/]\s?\d|\.\d+\.\d|(?<=[1-9])0'?s|(?<=[1-4])[QqHh]|\s?\.?$)|(?<=')\d\d|(?<=[QqHh])[1-4])"
)


def may_hold_date(stretch: str) -> bool:
    """Whether anything in a stretch, taken with the character behind it, can begin the strong word of a run."""
    return _DIGITS.search(stretch) is not None or _words().search(stretch) is not None


def hints(folded: str) -> list[int]:
    """Where digits and words stand that can begin the strong word of a run: in most Chinese texts nowhere."""
    return sorted(match.start() for hint in (_DIGITS, _words()) for match in hint.finditer(folded))


@cache
def _words() -> re.Pattern[str]:
    """How all the words begin of which a run needs one. Its branches begin with a letter: `re` is fast then."""
    below: dict[str, list[str]] = {}
    for word in sorted(_openings()):
        below.setdefault(word[0], []).append(word[1:])
    return re.compile(
        "|".join(
            rf"{letter}(?<![A-Za-z].)(?i:{trie(rest)})"
            for first, rest in sorted(below.items())
            for letter in (first, first.upper())
        )
    )


def _openings() -> frozenset[str]:
    """The first letters of each of them, in small letters."""
    words, numerals = load_words("en", "time"), load_words("en", "numerals")
    strong = [*(word for table in _TABLES for word in words[table]), *words["runs"]["strong"]]
    strong += [*_NUMERALS, *_SHORT, *numerals["ordinals"]]
    letters = (_LETTERS.search(word.lower()) for word in strong)
    return frozenset(match.group()[:_OPENING] for match in letters if match)
