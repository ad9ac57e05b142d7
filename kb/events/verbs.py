"""The finite verbs of English clauses, for what no class of words tells."""

from __future__ import annotations

import re
from functools import cache

from kb.events.words import affixes
from kb.lang.load import load_words, one_of


def find_verb(text: str) -> tuple[int, int] | None:
    """Where the first word of an English clause stands that says that something came about, or will."""
    for match in _verb().finditer(text):
        if match[0] not in _not_verbs():
            return match.span()
    return None


@cache
def _verb() -> re.Pattern[str]:
    """Pasts, regular and not, and auxiliaries before what is to come."""
    verbs = load_words("en", "verbs")
    forms = {form for past in verbs["irregular"].values() for form in past}
    return re.compile(rf"\b(?:{one_of({*forms, *verbs['auxiliary']})}|[a-z]{{2,}}[^e\W\d_]ed)\b")


@cache
def _not_verbs() -> frozenset[str]:
    return frozenset(affixes("bare", "no_verb"))
