"""Whether a stretch of another language's text may hold an English date: most do not, and the grammar is spared."""

from __future__ import annotations

import re
from functools import cache

from kb.lang.load import load_words

# The tables of the words of which a run needs one.
_TABLES = ("months", "weekdays", "days", "seasons", "sets", "decades", "vague", "holidays")
_NUMERALS = ("eighteen", "nineteen", "twenty", "past")
# What stands in codes and behind numbers: FY25, 3rd.
_SHORT = ("fy", "cy", "st", "nd", "rd", "th")
_OPENING = 3
_WORD = re.compile("[A-Za-z]{2,}")
_LETTERS = re.compile("[a-z]+")
# A year that no 年 follows, days in digits, decades, codes of quarters and halves, a number that ends the text.
_DIGITS = re.compile(
    r"[\d'QqHh](?:(?<=[12])(?:(?<=1)[5-9]|(?<=2)0)\d\d(?![\d%年]|[.,]\d|\s年)|(?<=\d)\s?[-/]\s?\d|(?<=\d)\.\d+\.\d"
    r"|(?<=')\d\d|(?<=[1-9])0'?s|(?<=[QqHh])[1-4]|(?<=[1-4])[QqHh]|(?<=\d)\s?\.?$)"
)


def may_hold_date(stretch: str) -> bool:
    """Whether anything in a stretch, taken with the character behind it, can begin the strong word of a run."""
    return _DIGITS.search(stretch) is not None or not _openings().isdisjoint(
        word[:_OPENING] for word in _WORD.findall(stretch.lower())
    )


@cache
def _openings() -> frozenset[str]:
    """The first letters of every word of which a run needs one."""
    words, numerals = load_words("en", "time"), load_words("en", "numerals")
    strong = [*(word for table in _TABLES for word in words[table]), *words["runs"]["strong"]]
    strong += [*_NUMERALS, *numerals["ordinals"]]
    letters = (_LETTERS.search(word.lower()) for word in strong)
    return frozenset(match.group()[:_OPENING] for match in letters if match) | set(_SHORT)
