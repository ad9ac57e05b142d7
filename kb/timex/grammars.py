"""Which grammars read a text, and how their findings are put in one order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import merge

from kb.timex.rules import Grammar, Parse
from kb.timex.zh import grammar as chinese

_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_OWN = frozenset({"zh", "en", "und"})
_LATIN_WORD = re.compile("[A-Za-z]{2}")


def find_parses(folded: str, language: str | None = None) -> list[Parse]:
    """The readings of every grammar that the text calls for, sorted and disjoint.

    Chinese and English are told by their letters and may stand in one text; any other language takes the place of
    English. Where two readings overlap, the longer one stands; where they are alike, the first grammar's.
    """
    found = [grammar.find(folded) for grammar in _grammars(folded, language)]
    if len(found) == 1:
        return list(found[0])
    return _disjoint(merge(*found, key=lambda parse: parse.start))


def _grammars(folded: str, language: str | None) -> list[Grammar]:
    code = (language or "und").split("-")[0]
    ideographs = _IDEOGRAPH.search(folded) is not None
    words = _LATIN_WORD.search(folded) is not None
    grammars = [chinese()] if ideographs or not words else []
    if code not in _OWN:
        from kb.timex.other import grammar as other

        fallback = other(code)
        if fallback is not None:
            return [fallback, *grammars] if ideographs else [fallback]
    if words or not ideographs:
        from kb.timex.en import grammar as english

        grammars.append(english())
    return grammars


def _disjoint(parses: Iterable[Parse]) -> list[Parse]:
    kept: list[Parse] = []
    for parse in parses:
        if not kept or parse.start >= kept[-1].end:
            kept.append(parse)
        elif parse.end - parse.start > kept[-1].end - kept[-1].start:
            kept[-1] = parse
    return kept
