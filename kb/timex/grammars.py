"""Which grammars read a text, and how their findings are put in one order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from kb.timex.en.hints import hints
from kb.timex.rules import Grammar, Parse

_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_OWN = frozenset({"zh", "en", "und"})
_start = attrgetter("start")
_LATIN = re.compile(r"(?:[A-Za-z']|\d(?=[A-Za-z]|[^\u3000-\u9fff]{2}))[^\u3000-\u9fff]*")
_LATIN_WORD = re.compile("[A-Za-z]{2}")


def find_parses(folded: str, language: str | None = None) -> list[Parse]:
    """The readings of every grammar that the text calls for, sorted and disjoint.

    Chinese and English are told by their letters and may stand in one text; any other language takes the place of
    English. Where two readings overlap, the longer one stands; where they are alike, the first grammar's.
    """
    found = [parses for parses in _findings(folded, language) if parses]
    if len(found) < 2:
        return found[0] if found else []
    return _disjoint(sorted(chain.from_iterable(found), key=_start))


def _findings(folded: str, language: str | None) -> Iterator[list[Parse]]:
    """What each grammar finds that the text calls for."""
    code = (language or "und").split("-")[0]
    ideographs = _IDEOGRAPH.search(folded) is not None
    words = _LATIN_WORD.search(folded) is not None
    fallback = _other(code)
    if fallback is not None:
        yield fallback.find(folded)
    if ideographs or not (words or fallback):
        from kb.timex.zh import grammar as chinese

        yield chinese().find(folded)
    if fallback is None and (words or not ideographs):
        stretches = list(_latin_stretches(folded)) if ideographs else None
        if stretches is None or stretches:
            from kb.timex.en import grammar as english

            yield english().find(folded, stretches)


def _other(code: str) -> Grammar | None:
    if code in _OWN:
        return None
    from kb.timex.other import grammar

    return grammar(code)


def _latin_stretches(folded: str) -> Iterator[tuple[int, int]]:
    """Where an English date may stand in a Chinese text, with a character on each side."""
    places = hints(folded)
    if not places:
        return
    for match in _LATIN.finditer(folded):
        start, end = match.span()
        first = bisect_left(places, start)
        if first == len(places):
            return
        if places[first] < end:
            yield max(0, start - 1), end + 1


def foreign_tense(language: str | None) -> re.Pattern[str] | None:
    """The words of tense of a language that has no grammar of its own."""
    code = (language or "und").split("-")[0]
    if code in _OWN:
        return None
    from kb.timex.other.tense import tense_words

    return tense_words(code)


def _disjoint(parses: Iterable[Parse]) -> list[Parse]:
    kept: list[Parse] = []
    for parse in parses:
        if not kept or parse.start >= kept[-1].end:
            kept.append(parse)
        elif parse.end - parse.start > kept[-1].end - kept[-1].start:
            kept[-1] = parse
    return kept
