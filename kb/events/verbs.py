"""The finite verbs of English clauses, for what no class of words tells."""

from __future__ import annotations

from functools import cache, lru_cache

from kb.events.words import affixes
from kb.lang.lexicon import inflect
from kb.lang.load import load_words

_AROUND = ".,;:!?\"'()"
_SHORTEST = 4


@lru_cache(maxsize=4096)
def find_verb(text: str) -> tuple[int, int] | None:
    """Where the first word of an English clause stands that says that something came about, or will.

    Pasts, regular and not, and auxiliaries before what is to come.
    """
    forms, none = _forms(), _no_verbs()
    at = 0
    for written in text.split():
        word = written.strip(_AROUND)
        if (word in forms or (word.endswith("ed") and _is_regular(word))) and word not in none:
            start = text.index(word, at)
            return start, start + len(word)
        at += len(written)
    return None


def find_present(text: str, at: int) -> tuple[int, int] | None:
    """Where a verb in the present of the third person stands right behind an offset: `Meridian [opens] in May`."""
    word = text[at:].split(" ", 2)[1:2] if text.startswith(" ", at) else []
    return (at + 1, at + 1 + len(word[0])) if word and word[0] in _presents() else None


def _is_regular(word: str) -> bool:
    """Whether it may be a past in -ed: not `need`, `AI-based`."""
    return len(word) >= _SHORTEST and word.isalpha() and word[-3] != "e"


@cache
def _forms() -> frozenset[str]:
    verbs = load_words("en", "verbs")
    irregular = {form for past in verbs["irregular"].values() for form in past}
    return frozenset({*irregular, *verbs["auxiliary"]})


@cache
def _presents() -> frozenset[str]:
    verbs = load_words("en", "verbs")
    return frozenset(inflect(f"{stem}~")[1] for stem in (*verbs["irregular"], *verbs["acting"]))


@cache
def _no_verbs() -> frozenset[str]:
    return frozenset(affixes("bare", "no_verb"))
