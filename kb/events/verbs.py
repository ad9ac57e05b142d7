"""The finite verb of an English clause, for clauses that no word of any kind tells."""

from __future__ import annotations

import re
from functools import cache

from kb.events.clauses import Piece
from kb.events.page import Mark
from kb.events.words import Word, affixes
from kb.lang.load import load_words, one_of

_NO_WORD = Word(0, ())


def find_verb(piece: Piece) -> Mark | None:
    """The first word of an English piece that says that something came about; None in other languages."""
    if not piece.is_latin:
        return None
    for match in _verb().finditer(piece.text):
        if match[0] not in affixes("bare", "adjective"):
            return Mark(piece.start + match.start(), piece.start + match.end(), 0, _NO_WORD)
    return None


@cache
def _verb() -> re.Pattern[str]:
    """Pasts, regular and not, and auxiliaries before what is to come."""
    verbs = load_words("en", "verbs")
    forms = {form for past in verbs["irregular"].values() for form in past}
    return re.compile(rf"\b(?:{one_of({*forms, *verbs['auxiliary']})}|[a-z]{{2,}}[^e\W\d_]ed)\b")
