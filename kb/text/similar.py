"""Which texts tell one story in nearly the same words: MinHash sketches to find them, words in common to be sure.

A. Broder, "On the resemblance and containment of documents" (1997), with one permutation cut into bins
(P. Li, A. Owen, C. Zhang, 2012), so that each run of words is hashed once. A library of sketches would bring
numpy and scipy, a hundred megabytes, for what takes a millisecond here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from kb.lang.fold import fold

# A Chinese character, or a word of letters and digits.
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3041-\u30ff]|[^\W_]+")
# Runs of so many tokens are compared: long enough that no two stories share them by chance.
_RUN = 5
# Texts of fewer runs say too little to be anybody's copy.
_FEWEST = 20
# With so many bins in bands of so many, two texts that share 80 % of their runs are found, of those that share
# 70 % nine in ten, and of those that share a turn of phrase here and there hardly any.
_BINS, _BAND = 120, 6
# What is no line of the story itself: bylines, headings, notices.
_SHORT = 60
# Two texts with this share of runs in common tell one story; of a shortened one nearly all are the longer one's.
LEAST = 0.6
_LEAST_CONTAINED, _LEAST_SHORTENED = 0.9, 0.3


def sketch(text: str) -> tuple[int, ...]:
    """Hashes below 2**63, of which texts alike share one or more; none for a text too short to have any."""
    runs = _runs(text)
    if len(runs) < _FEWEST:
        return ()
    bins = _filled(_smallest(runs))
    bands = (bins[start : start + _BAND] for start in range(0, _BINS, _BAND))
    return tuple(_hash(number, band) for number, band in enumerate(bands))


def similarity(left: str, right: str) -> float:
    """How alike two texts are, from 0 to 1: the share of their runs that both have.

    A text that another holds nearly whole counts as its copy, too, unless it is a small part of it.
    """
    one, other = _runs(left), _runs(right)
    if min(len(one), len(other)) < _FEWEST:
        return 0
    common = len(one & other)
    alike = common / len(one | other)
    contained = common / min(len(one), len(other))
    return contained if contained >= _LEAST_CONTAINED and alike >= _LEAST_SHORTENED else alike


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[int]:
    """A text is compared with several others, and the first of a story with each that comes."""
    folded = fold(text).lower()
    tokens = [crc32(token.encode()) for token in _TOKEN.findall(_body(folded))]
    # A polynomial modulo 2**61 - 1 over five hashes: even, and the same on every machine.
    return frozenset(
        ((((a * 31 + b) * 1_000_003 + c) * 8_191 + d) * 131_071 + e) % 2_305_843_009_213_693_951
        for a, b, c, d, e in zip(tokens, tokens[1:], tokens[2:], tokens[3:], tokens[4:], strict=False)
    )


def _body(text: str) -> str:
    """The long lines, if there are any: copies differ in headings and bylines."""
    long = [line for line in text.split("\n") if len(line) + sum(map(_wide, line[:_SHORT])) >= _SHORT]
    return "\n".join(long) or text


def _wide(character: str) -> bool:
    return character >= "\u2e80"


def _smallest(runs: frozenset[int]) -> list[int | None]:
    bins: list[int | None] = [None] * _BINS
    for run in runs:
        place, value = run % _BINS, run // _BINS
        held = bins[place]
        if held is None or value < held:
            bins[place] = value
    return bins


def _filled(bins: list[int | None]) -> list[int]:
    """An empty bin takes what the next full one has (A. Shrivastava, P. Li, 2014)."""
    later = next(value for value in bins if value is not None)
    filled = []
    for value in reversed(bins):
        later = later if value is None else value
        filled.append(later)
    return filled[::-1]


def _hash(number: int, band: list[int]) -> int:
    digest = blake2b(repr((number, band)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
