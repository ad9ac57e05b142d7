"""Which grammars read a text, and how their findings are put in one order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import merge

from kb.timex.rules import Parse
from kb.timex.zh import grammar as chinese

_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_LATIN_WORD = re.compile("[A-Za-z]{2}")


def find_parses(folded: str, language: str | None = None) -> list[Parse]:
    """The readings of every grammar that the text calls for, sorted and disjoint.

    Where two overlap, the longer one stands; where they are alike, the Chinese one.
    """
    found: list[Iterable[Parse]] = []
    ideographs = _IDEOGRAPH.search(folded) is not None
    words = _LATIN_WORD.search(folded) is not None
    if ideographs or not words:
        found.append(chinese().find(folded))
    if words or not ideographs:
        from kb.timex.en import grammar as english

        found.append(english().find(folded))
    if len(found) == 1:
        return list(found[0])
    return _disjoint(merge(*found, key=lambda parse: parse.start))


def _disjoint(parses: Iterable[Parse]) -> list[Parse]:
    kept: list[Parse] = []
    for parse in parses:
        if not kept or parse.start >= kept[-1].end:
            kept.append(parse)
        elif parse.end - parse.start > kept[-1].end - kept[-1].start:
            kept[-1] = parse
    return kept
