"""What tells the side of a date in every other language: words of the past and of the future, and endings of verbs."""

from __future__ import annotations

import re
from functools import cache

from kb.lang.fold import fold
from kb.lang.load import load_words, one_of


@cache
def tense_words(language: str) -> re.Pattern[str] | None:
    """The pattern of a language's words of tense, in groups `future` and `past`; None where none are listed."""
    table = load_words("other", "tense").get(language)
    if table is None:
        return None
    future, past = (_words(table, side) for side in ("future", "past"))
    return re.compile(rf"(?P<future>{future})|(?P<past>{past})")


def _words(table: dict[str, list[str]], side: str) -> str:
    """Whole words in any case; verbs by their endings, which only words in small letters have."""
    words = [rf"\b(?i:{one_of(fold(word) for word in table[side])})\b"]
    if endings := table.get(f"{side}_endings"):
        spared = one_of(fold(word) for word in table.get("no_verbs", ["\0"]))
        words.append(rf"\b(?!{spared}\b)(?=[^\W\d_A-Z])\w{{2,}}(?:{one_of(endings)})\b")
    if parts := table.get(f"{side}_auxiliaries"):
        participles = one_of(table["participles"])
        words.append(rf"\b(?i:{one_of(parts)})\s(?:\w+\s)?\w+(?:{participles})\b")
    if suffixes := table.get(f"{side}_suffixes"):
        words.append(one_of(suffixes))
    return "|".join(words)
