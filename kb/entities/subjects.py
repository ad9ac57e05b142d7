"""Short Chinese names that nothing but their place shows: again and again they open a clause and act in it.

港鐵8月中公布…, 港鐵7月上訴…, 港鐵股價昨收…: who owns a share price is an organization, and so is who often
stands where a subject stands and is no common word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from kb.entities.latin import Candidate
from kb.entities.naming import Naming
from kb.entities.ordinary import is_ordinary
from kb.lang.lexicon import load_classes
from kb.lang.load import load_words
from kb.model import EntityType

_CLAUSE = re.compile(
    r"(?:^|[。,;:!?、」』\")\n ])(?:而|但|惟|不过|另外|此外|其中|至于|反观|如|像)?([\u4e00-\u9fff]{2,9})",
    re.M,
)
_LENGTHS = (2, 3, 4)
_TIME = re.compile(
    "[一二两三四五六七八九十百几数半]+个?(?:天|日|周|星期|月|年|季|小时)(?:[前后内里间来]|以来)?"
)
# How often a name must open a clause, where it never owns what only an organization does.
_OFTEN = 3
# Characters of most words of Chinese.
_WORD = 2
_ROOMS = ("triggers", "modality", "measures")


def subjects(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Organizations shown by where they stand."""
    often: Counter[str] = Counter()
    owners: set[str] = set()
    places: list[tuple[int, str]] = []
    for clause in _CLAUSE.finditer(folded):
        found = _subject(folded, clause.start(1), clause.end(1), naming)
        if found:
            name, owns = found
            often[name] += 1
            places.append((clause.start(1), name))
            if owns:
                owners.add(name)
    for start, name in places:
        if name in owners or (often[name] >= _OFTEN and not is_ordinary(name)):
            yield Candidate(start, start + len(name), EntityType.ORGANIZATION)


def _subject(folded: str, start: int, end: int, naming: Naming) -> tuple[str, bool] | None:
    """The name that opens a clause, and whether it owns what only an organization does."""
    for length in _LENGTHS:
        stop = start + length
        if stop > end:
            return None
        owns = naming.hanzi_owned.match(folded, stop)
        if owns or naming.hanzi_subject.match(folded, stop) or naming.hanzi_opened.match(folded, stop):
            name = _without_word(folded[start:stop], naming)
            return None if is_common(name, naming) else (name, bool(owns))
    return None


def _without_word(name: str, naming: Naming) -> str:
    """The name without the word that follows it: 云桥[实现]营收, 川锂[早间]公告."""
    stem, word = name[:-_WORD], name[-_WORD:]
    follows = word in _words() and not naming.hanzi_any_end.search(word)
    return stem if len(stem) >= _LENGTHS[0] and follows else name


def is_common(name: str, naming: Naming) -> bool:
    """Whether the characters are a word of the language, or hold one that no name does."""
    if naming.hanzi_common.search(name) or name in _words() or _TIME.fullmatch(name):
        return True
    return naming.hanzi_generic.fullmatch(name) is not None


@cache
def _words() -> frozenset[str]:
    """All words that the Chinese lexicons know: none of them is a name."""
    told = (word for room in _ROOMS for words in load_classes("zh", room).values() for word in words)
    common = (word for words in load_words("zh", "vocabulary").values() for word in words.split())
    return frozenset((*told, *common))
