"""Whether Chinese characters are words that everybody knows, by the dictionary of jieba (rjieba, MIT).

What the vocabulary of the lexicons does not cover is a name only where no dictionary has it as a common word.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rjieba import Jieba

# Tags of its dictionary for names of people, organizations, places and other things.
_NAMES = ("nr", "nt", "nz", "ns")
# Single characters of these classes are words of their own: verbs, adverbs, measures, particles, pronouns…, the
# second of which no name of such characters alone has.
_WORDS = ("v", "a", "t", "m", "d", "q", "r", "p", "c", "u", "f", "y", "zg")
_LINKS = ("d", "q", "r", "p", "c", "u", "f", "y")
# What is named after a town and acts in no news of business.
_PARTS_OF_PLACES = tuple("省市县区路街道巷镇乡村港湾山岛江河湖")


@cache
def is_ordinary(name: str) -> bool:
    """Whether folded characters are a common word, or words of which one can be in no name: 新政, 首|间|设, 所幸|早."""
    told = _dictionary().tag(name, hmm=False)
    if told[0][1].startswith("ns") and name.endswith(_PARTS_OF_PLACES):
        return True
    if len(told) == 1:
        return _is_common(*told[0]) or (len(name) == 2 and told[0][1] == "ns")
    longer = any(len(word) > 1 for word, _ in told)
    joined = any(tag.startswith(_WORDS if longer else _LINKS) for _, tag in told)
    return joined and all(_is_common(word, tag) for word, tag in told)


def words_of(text: str) -> list[str]:
    """The words of folded Chinese text, unknown characters one by one."""
    return _dictionary().cut(text, hmm=False)


def _is_common(word: str, tag: str) -> bool:
    if len(word) == 1:
        return tag.startswith(_WORDS)
    return not tag.startswith(_NAMES)


@cache
def _dictionary() -> Jieba:
    from rjieba import Jieba

    return Jieba()
