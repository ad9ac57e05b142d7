"""Numbers in text, whatever they count: digits, Chinese numerals, English number words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from kb.amounts.words import any_of, either, words
from kb.lang.load import load_words
from kb.lang.numerals import (
    chinese_numeral_characters,
    english_number_words,
    parse_arabic_number,
    parse_chinese_number,
    parse_english_number,
)

# No number of news is longer; what is, is a key, a hash or hostile.
_LONGEST = 40
_PLAIN = re.compile(r"(?:\d{1,3}(?:,\d{3})++(?![\d])|\d++)(?:\.\d++)?", re.ASCII)
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-'.")
# 萬億 or 兆 without a number is one of them where a value is passed or reached: 突破兆元.
_MYRIADS = frozenset("万亿兆")
# The greatest unit of a Chinese number, as (what it is written with, its worth).
_CHINESE_SCALES = (
    ("兆", Decimal(10**12)), ("万亿", Decimal(10**12)), ("亿", Decimal(10**8)),
    ("千万", Decimal(10**7)), ("百万", Decimal(10**6)), ("万", Decimal(10**4)),
    ("千", Decimal(10**3)), ("百", Decimal(10**2)),
)  # fmt: skip
_ENGLISH_SCALES = {
    "hundred": Decimal(10**2), "thousand": Decimal(10**3), "million": Decimal(10**6),
    "billion": Decimal(10**9), "trillion": Decimal(10**12), "lakh": Decimal(10**5), "crore": Decimal(10**7),
}  # fmt: skip


class Number(NamedTuple):
    """A number at `start:end`, its value and the scale in it (10^8 for 億; 1 where it has none).

    `words` says that it is spelt out (三, three), `money` that its scale is one of money (279bn), `more`
    that 多 or 餘 makes it a little more.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    words: bool = False
    money: bool = False
    more: bool = False


def find_numbers(low: str, leads: frozenset[str], follows: frozenset[str]) -> list[Number]:
    """The numbers of a folded lower-case text, sorted by place.

    Passed over are those with neither one of `leads` right before nor one of `follows` right after them,
    which no unit can have: a year, a page.
    """
    return sorted((*_find_digits(low, leads, follows), *_find_words(low)))


def _find_digits(low: str, leads: frozenset[str], follows: frozenset[str]) -> Iterator[Number]:
    for run in _run().finditer(low):
        start, end = run.span()
        beside = low[end : end + 1] in follows or low[start - 1 : start] in leads
        if (beside or low[end - 1] in _MYRIADS) and end - start <= _LONGEST:
            yield from _read_run(low, start, run[0])


def _read_run(low: str, start: int, text: str) -> Iterator[Number]:
    """One number as a rule; a list such as `17,18` holds several."""
    if text[0] in _MYRIADS and low[max(start - 4, 0) : start].endswith(words("money.milestone")):
        read = _parse("一" + text)
    else:
        read = _parse(text)
    if read is not None:
        yield _scaled(low, Number(start, start + len(text), *read))
    else:
        for part in _PLAIN.finditer(text):
            place = start + part.start(), start + part.end()
            yield _scaled(low, Number(*place, Decimal(part[0].replace(",", ""))))


@lru_cache(4096)
def _parse(text: str) -> tuple[Decimal, Decimal, bool] | None:
    """Value, scale, and whether it is spelt out."""
    if (value := parse_arabic_number(text)) is not None:
        return value, Decimal(1), False
    read = parse_chinese_number(text)
    return None if read is None else (Decimal(read), _chinese_scale(text), not text[0].isdigit())


def _chinese_scale(text: str) -> Decimal:
    return next((scale for unit, scale in _CHINESE_SCALES if unit in text), Decimal(1))


def _scaled(low: str, number: Number) -> Number:
    """The number with the scale that stands after it: `5.5 billion`, `33 億`, 20多億."""
    match = _scale().match(low, number.end)
    if match is None:
        return number
    more = match["more"] is not None or match["only"] is not None
    if unit := match["chinese"]:
        scale = _chinese_scale(unit)
    elif unit := match["english"]:
        scale = _english_scales()[unit]
    else:
        return Number(number.start, match.end(), number.value, number.scale, number.words, more=more)
    value = _plain(number.value * scale)
    return Number(number.start, match.end(), value, scale, number.words, unit in words("scale.money"), more)


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that a scale leaves behind the point, and without an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _find_words(low: str) -> Iterator[Number]:
    """English number words: `three billion`, `half a million`, `twenty-one`."""
    for match in _spelt().finditer(low):
        start, end = match.span()
        if start and low[start - 1] in _LATIN:
            continue
        value = parse_english_number(match[0])
        if value is not None:
            scale = max(
                (size for word, size in _ENGLISH_SCALES.items() if word in match[0]), default=Decimal(1)
            )
            yield Number(start, end, Decimal(value), scale, words=True)


@cache
def _run() -> re.Pattern[str]:
    numerals = chinese_numeral_characters()
    character = f"[0-9{numerals}]"
    return re.compile(f"{character}(?:{character}|(?<=[0-9]),(?=[0-9]{{3}})|[.点](?={character}))*+")


@cache
def _scale() -> re.Pattern[str]:
    more, chinese = either("count.more"), "(?:[百千]?万亿?|亿|兆)"
    english = any_of(_english_scales())
    return re.compile(
        rf" ?(?P<more>{more})?(?P<chinese>{chinese})|(?P<only>{more})|[ -]?(?P<english>{english})"
    )


@cache
def _english_scales() -> Mapping[str, Decimal]:
    return {word: size for name, size in _ENGLISH_SCALES.items() for word in words(f"scale.{name}")}


@cache
def _spelt() -> re.Pattern[str]:
    """Starts with a word, so that `re` looks for its first letters only."""
    scales = any_of(load_words("en", "numerals")["scales"])
    small = any_of(english_number_words() - load_words("en", "numerals")["scales"].keys() - {"zero"})
    more = rf"(?:(?: and a half)?(?: and)?[ -](?:{small}|{scales})|(?: point(?: {small})+))*+"
    return re.compile(rf"half an? {scales}{more}|an? {scales}{more}|{small}{more}(?: and a half(?= ))?")
