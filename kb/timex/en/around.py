"""What the guards of every kind look at beside a mention."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.en import words as w

GUARDS = w.WORDS["guards"]
NEAR = 24


def behind(words: str) -> re.Pattern[str]:
    """A pattern for words that stand right before a mention."""
    return re.compile(rf"(?:^|[\s(\"'])(?:{words})\s$", re.IGNORECASE)


def words_of(table: str) -> str:
    """An alternation of the words of a table of guards."""
    return one_of(GUARDS[table])


RIGHT_EDGE = re.compile(rf"[.,;:!?)\n]|$|\s(?:{words_of('after_day')})\b")
SURNAME = re.compile(rf"\s(?!{w.phrase(w.FULL_WEEKDAY)[4:]}|I\b|[A-Z]\w+\s(?:said|will|sales))[A-Z][a-z]+")


def whole(text: str, start: int, end: int) -> bool:
    """Whether the text holds nothing but the mention."""
    return end - start + 4 >= len(text) and text.strip(" .!?\n") == text[start:end].rstrip(".")


def word_stands(text: str, start: int, end: int) -> bool:
    """No letter, digit or hyphen runs into the words, and they begin inside no number (1,029)."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before == "," and text[start].isdigit() and text[max(0, start - 2)].isdigit():
        return False
    return not (before.isalnum() or before in ("-", "_", "@", "#", "/", ".")) and not (
        after[:1].isalnum() or after[:1] == "_" or (after[:1] == "-" and after[1:].isalpha())
    )
