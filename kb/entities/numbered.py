"""Chinese names with a number, which craft have: 天龙三号, 长征十二号甲, 苍龙-1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.entities.latin import Candidate
from kb.entities.naming import Naming
from kb.entities.ordinary import words_of
from kb.model import EntityType

_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})号[甲乙丙丁改]?|-\d{1,2}(?![\d.%]))"
)
# A stem is a word, or two characters that no word holds.
_LONGEST, _SHORTEST = 4, 2
_NO_STEM = re.compile("[第年月日周期届大小同本该各每的为在和与及了是]$|[的为在和与及]")
_AGAIN = 2


def numbered(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Those that a noun or verb of craft follows, or that the text has again."""
    for number in _NUMBER.finditer(folded):
        after = folded[number.end() : number.end() + _LONGEST]
        if after.startswith(naming.numbered_not):
            continue
        start = number.start() - len(_stem(folded[max(0, number.start() - 2 * _LONGEST) : number.start()]))
        stem = folded[start : number.start()]
        if not _SHORTEST <= len(stem) <= _LONGEST or _NO_STEM.search(stem):
            continue
        name = folded[start : number.end()]
        if after.startswith(naming.numbered) or folded.count(name) >= _AGAIN:
            yield Candidate(start, number.end(), EntityType.PRODUCT)


def _stem(before: str) -> str:
    """The last word before a number; where that is a single character, the two last ones."""
    hanzi = re.search(r"[\u4e00-\u9fff]+$", before)
    if hanzi is None:
        return ""
    told = words_of(hanzi[0])
    last = told[-1] if told else ""
    if len(last) == 1 and len(told) > 1 and len(told[-2]) == 1:
        return told[-2] + last
    return last
