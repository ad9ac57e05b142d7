"""Ranks: 全球市值最高, 第二大, 排名第三, No. 1, second-largest, the world's most valuable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from kb.amounts.words import any_of, backwards, before, either, words
from kb.lang.load import load_words
from kb.lang.numerals import chinese_numeral_characters, parse_chinese_number, parse_english_ordinal

RANK = "rank"
_FIRST = Decimal(1)
# How far before 第一 the word may stand that makes it a rank: 市值躍居全球第二.
_CONTEXT = 10


def find_ranks(low: str) -> Iterator[tuple[int, int, Decimal]]:
    """Places in an order, as (start, end, rank), in no order."""
    for match in _superlative().finditer(low):
        yield match.start(), match.end(), _FIRST
    yield from _chinese_ordinals(low)
    yield from _english_superlatives(low)
    yield from _numbers(low)


def _chinese_ordinals(low: str) -> Iterator[tuple[int, int, Decimal]]:
    """第二大 is a rank by itself; a bare 第二 is one after 市值, 排名, 躍居, and 第二季度 never is."""
    for match in _chinese_ordinal().finditer(low):
        rank = parse_chinese_number(match[1])
        ranked = match["size"] or _context().search(low, max(match.start() - _CONTEXT, 0), match.start())
        if rank and ranked:
            yield match.start(), match.end(), Decimal(rank)


def _english_superlatives(low: str) -> Iterator[tuple[int, int, Decimal]]:
    """`second-largest`; without an ordinal `most valuable` and `largest … by market value`."""
    for match in _english_superlative().finditer(low):
        ordinal = _ordinal_before().match(before(low, match.start()))
        if ordinal is not None and (rank := parse_english_ordinal(ordinal[1][::-1])):
            yield match.start() - ordinal.end(), match.end(), Decimal(rank)
        elif match["first"] or _by_value().match(low, match.end()):
            yield match.start(), match.end(), _FIRST


def _numbers(low: str) -> Iterator[tuple[int, int, Decimal]]:
    """`No. 1`, where the words around it speak of an order."""
    for match in _numbered().finditer(low):
        if _rank_before().match(before(low, match.start())) or _rank_after().match(low, match.end()):
            yield match.start(), match.end(), Decimal(match[1])


@cache
def _superlative() -> re.Pattern[str]:
    return re.compile(any_of(word for word in words("rank.first") if not word.isascii()))


@cache
def _chinese_ordinal() -> re.Pattern[str]:
    numerals = chinese_numeral_characters()
    size, no_rank = either("rank.after_ordinal"), either("rank.not_after_ordinal")
    return re.compile(rf"第([0-9{numerals}]{{1,4}}+)(?!{no_rank})(?P<size>{size})?")


@cache
def _context() -> re.Pattern[str]:
    """Not past the end of a clause."""
    return re.compile(rf"{either('rank.context')}[^,。;!?\n]*$")


@cache
def _english_superlative() -> re.Pattern[str]:
    first = any_of(word for word in words("rank.first") if word.isascii())
    return re.compile(rf"(?P<first>{first})|{either('rank.superlative')}")


@cache
def _ordinal_before() -> re.Pattern[str]:
    ordinals = any_of(word[::-1] for word in load_words("en", "numerals")["ordinals"])
    return re.compile(rf"[ -]({ordinals}|(?:ts|dn|dr|ht)[0-9]{{1,3}})")


@cache
def _by_value() -> re.Pattern[str]:
    return re.compile(rf"(?: [a-z.'-]+){{0,4}} {either('rank.by_value')}")


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(r"no\. ?(\d{1,3})(?![\d.])", re.ASCII)


@cache
def _rank_before() -> re.Pattern[str]:
    return re.compile(f"[ ]?{backwards('rank.context')}")


@cache
def _rank_after() -> re.Pattern[str]:
    return re.compile(f" {either('rank.after')}")
