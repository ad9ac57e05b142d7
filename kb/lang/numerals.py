"""Numbers as words: Chinese numerals of both scripts and English number words, to exact values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache

from kb.lang.fold import fold
from kb.lang.load import load_words

# Longer than any number that news writes; it keeps recursion shallow on hostile text.
_LONGEST = 40
_EXACT = Context(prec=4 * _LONGEST)

_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", re.ASCII)
_WORD_BREAK = re.compile(r"[\s-]+")
_ORDINAL_DIGITS = re.compile(r"(\d{1,6})(?:st|nd|rd|th)", re.ASCII)


def parse_chinese_number(text: str) -> int | Decimal | None:
    """The value of a Chinese, Arabic or mixed numeral, or None where it is none.

    An `int`, but a `Decimal` where the text writes a decimal point. Both scripts, full-width digits, 廿 and
    the financial forms are read: 二〇二四 is 2024, 十一 11, 一百五 150, 1億2000萬 120000000, and 3.65萬億
    Decimal(3650000000000).
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    plain = fold(text).translate(_chinese())
    value = _read_chinese(plain)
    return value if value is None or "." in plain else int(value)


def parse_arabic_number(text: str) -> Decimal | None:
    """The value of ASCII digits with or without thousands separators, as written: `1,420.97`, `75.0`."""
    if len(text) > _LONGEST or not _ARABIC.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def parse_english_number(text: str) -> int | Decimal | None:
    """The value of English number words, or None where they are none.

    `twenty-one` is 21, `two thousand and five` 2005, `nineteen ninety-three` 1993, `half a million` 500000,
    `two and a half billion` 2500000000, `three point five` Decimal(3.5).
    """
    words = _WORD_BREAK.split(text.strip().lower())
    if len(words) > _LONGEST:
        return None
    if words[0] == "half" and len(words) > 1:
        whole = _read_words(words[1:])
        return None if whole is None else _halve(whole)
    if "point" in words:
        return _read_point(words)
    return _read_half(words) if "half" in words else _read_words(words)


def parse_english_ordinal(text: str) -> int | None:
    """The rank that an English ordinal names: `third` is 3, `twenty-first` and `21st` 21; None for others."""
    text = text.strip().lower()
    if digits := _ORDINAL_DIGITS.fullmatch(text):
        return int(digits[1])
    *head, last = _WORD_BREAK.split(text)
    rank = _english().ordinals.get(last)
    if rank is None or not head:
        return rank
    tens = _read_words(head)
    if tens is None:
        return None
    if rank >= 100:
        return tens * rank
    return tens + rank if rank < 10 <= tens and tens % 10 == 0 else None


def chinese_numeral_characters() -> str:
    """Every character that a Chinese numeral in folded text is written with, the decimal point apart."""
    return "".join(chr(code) for code, plain in _chinese().items() if plain != ".")


def english_number_words() -> frozenset[str]:
    """Every English word that counts (`twenty`, `dozen`, `million`), articles and ordinals apart."""
    words = _english()
    return frozenset((words.small.keys() | words.scales.keys()) - {"a", "an", "oh"})


def _read_chinese(text: str) -> Decimal | None:
    """A numeral in plain characters: split at its greatest unit, `left × unit + right`."""
    if not text:
        return None
    unit = max((char for char in text if char in _POWERS), key=_POWERS.__getitem__, default=None)
    if unit is None:
        return parse_arabic_number(text)
    left, _, right = text.partition(unit)
    power = _POWERS[unit]
    many = _read_chinese(left) if left else _one_of(power)
    rest = _read_rest(right, power)
    if many is None or rest is None:
        return None
    value = _EXACT.multiply(many, Decimal(10**power))
    fits = rest < 10**power or (unit in right and rest < value)
    return _whole(_EXACT.add(value, rest)) if fits else None


def _read_rest(text: str, power: int) -> Decimal | None:
    """What follows a unit; a lone digit counts the next lower unit (一百五 is 150, but 一百零五 is 105)."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and text.isdecimal() and power > 1:
        return Decimal(int(text) * 10 ** (power - 1))
    return _read_chinese(text)


def _one_of(power: int) -> Decimal | None:
    """十, 百 and 千 may stand for one of them (十一, 百萬); 萬 and greater may not."""
    return Decimal(1) if power <= 3 else None


def _whole(value: Decimal) -> Decimal:
    """Without the zeros that multiplying a decimal leaves behind it."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize(_EXACT)


def _read_words(words: list[str]) -> int | None:
    """Cardinal words, the scales falling from left to right."""
    total, current, last_scale = 0, None, None
    known = _english()
    for word in words:
        if word == "and" and (current is not None or last_scale is not None):
            continue
        if (scale := known.scales.get(word)) is not None:
            if scale <= 100:
                current = (1 if current is None else current) * scale
                continue
            if last_scale is not None and scale >= last_scale:
                return None
            total, current, last_scale = total + (1 if current is None else current) * scale, None, scale
        elif (value := known.small.get(word)) is None or (current := _append(current, value)) is None:
            return None
    return None if current is None and last_scale is None else total + (current or 0)


def _append(current: int | None, value: int) -> int | None:
    """`current` with the next word below a hundred: twenty + one, a hundred + five; years come in pairs."""
    if current is None:
        return value
    if value == 0:
        return 100 * current if 10 <= current < 100 else None
    if current % 100 == 0 and current:
        return current + value
    if value < 10 and current % 10 == 0 and current % 100 >= 20:
        return current + value
    return 100 * current + value if 10 <= current < 100 and value >= 10 else None


def _read_half(words: list[str]) -> int | Decimal | None:
    """`two and a half billion`: the half counts in the scale that follows it."""
    at = words.index("half")
    if words[max(at - 2, 0) : at] != ["and", "a"]:
        return None
    whole, scale = _read_words(words[: at - 2]), _read_words(words[at + 1 :] or ["one"])
    return None if whole is None or scale is None else _halve((2 * whole + 1) * scale)


def _read_point(words: list[str]) -> Decimal | None:
    """`three point five billion`: digits after the point, then a scale."""
    at = words.index("point")
    known = _english()
    scales = [word for word in words[at + 1 :] if word in known.scales]
    digits = [known.small.get(word, 10) for word in words[at + 1 : len(words) - len(scales)]]
    whole, scale = _read_words(words[:at]), _read_words(scales or ["one"])
    if whole is None or scale is None or not digits or max(digits) > 9:
        return None
    value = Decimal(f"{whole}.{''.join(map(str, digits))}")
    return _whole(_EXACT.multiply(value, Decimal(scale))) if scales else value


def _halve(value: int) -> int | Decimal:
    return value // 2 if value % 2 == 0 else Decimal(value) / 2


@dataclass(frozen=True, slots=True)
class _EnglishWords:
    small: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]


@cache
def _english() -> _EnglishWords:
    data = load_words("en", "numerals")
    small = {**data["ones"], **data["teens"], **data["tens"]}
    return _EnglishWords(small, data["scales"], data["ordinals"])


# The plain character that every numeral of the same worth is read as.
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_UNIT_OF = {power: unit for unit, power in _POWERS.items()}


@cache
def _chinese() -> Mapping[int, str]:
    """Translation of every numeral character to ASCII digits, the plain units and the ASCII point."""
    data = load_words("zh", "numerals")
    plain = {
        **{chars: digit for digit, chars in data["digits"].items()},
        **{chars: digit + "十" for digit, chars in data["tens"].items()},
        **{chars: _UNIT_OF[int(power)] for power, chars in data["powers"].items()},
        data["signs"]["point"]: ".",
    }
    return {ord(char): value for chars, value in plain.items() for char in chars}
