from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lang.numerals import (
    chinese_numeral_characters,
    english_number_words,
    parse_arabic_number,
    parse_chinese_number,
    parse_english_number,
    parse_english_ordinal,
)

CHINESE = [
    ("二〇二四", 2024), ("二零零五", 2005), ("２０２４", 2024), ("一九九三", 1993),
    ("十一", 11), ("十", 10),
    ("二十", 20), ("廿一", 21), ("卅一", 31), ("卅", 30),
    ("一百零五", 105), ("一百五", 150), ("一百五十", 150),
    ("兩千三", 2300), ("三百六十五", 365), ("一千〇五十", 1050), ("一萬零三", 10003), ("兩億", 200_000_000),
    ("两亿", 200_000_000), ("三萬五千", 35_000), ("3萬5千", 35_000), ("三萬五", 35_000), ("百萬", 1_000_000),
    ("千萬", 10_000_000), ("1億2000萬", 120_000_000), ("3兆650億", 3_065_000_000_000), ("參佰", 300),
    ("贰仟零伍", 2005), ("一萬億三千億", 1_300_000_000_000), ("1,420", 1420), ("44", 44), ("零", 0),
    ("3.65萬億", Decimal(3_650_000_000_000)), ("2.06兆", Decimal(2_060_000_000_000)),
    ("三點五", Decimal("3.5")),
    ("1,420.97億", Decimal(142_097_000_000)), ("75.0", Decimal("75.0")),
    ("１，４２０．９７億", Decimal(142_097_000_000)),
]  # fmt: skip
NOT_CHINESE = [
    "",
    "萬",
    "億",
    "幾百",
    "10,00",
    "三億五億",
    "一億億",
    "三.",
    "²",
    "百²",
    "twenty",
    "1.2.3",
    "十年",
    "1" * 100,
]

ENGLISH = [
    ("twenty-one", 21), ("Twenty one", 21), ("eleven", 11), ("one hundred and five", 105), ("a hundred", 100),
    ("two thousand twenty-four", 2024), ("two thousand and five", 2005), ("twenty twenty-four", 2024),
    ("nineteen ninety-three", 1993), ("nineteen oh five", 1905), ("half a million", 500_000),
    ("two and a half billion", 2_500_000_000), ("three point five", Decimal("3.5")),
    ("three point five billion", Decimal(3_500_000_000)), ("two dozen", 24),
    ("one million two hundred thousand and six", 1_200_006), ("zero", 0),
]  # fmt: skip
NOT_ENGLISH = [
    "",
    "and",
    "half",
    "one one",
    "million billion",
    "several",
    "three-year",
    "five of",
    "point five",
    "ten one",
]


@pytest.mark.parametrize(("text", "value"), CHINESE)
def test_chinese_number(text, value):
    read = parse_chinese_number(text)
    assert (type(read), str(read)) == (type(value), str(value))


@pytest.mark.parametrize("text", NOT_CHINESE)
def test_no_chinese_number(text):
    assert parse_chinese_number(text) is None


@pytest.mark.parametrize(("text", "value"), ENGLISH)
def test_english_number(text, value):
    assert parse_english_number(text) == value


@pytest.mark.parametrize("text", NOT_ENGLISH)
def test_no_english_number(text):
    assert parse_english_number(text) is None


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("third", 3),
        ("Twenty-first", 21),
        ("21st", 21),
        ("2nd", 2),
        ("one hundredth", 100),
        ("one hundred and third", 103),
    ],
)
def test_english_ordinal(text, rank):
    assert parse_english_ordinal(text) == rank


@pytest.mark.parametrize("text", ["", "three", "twenty-tenth", "st", "third party"])
def test_no_english_ordinal(text):
    assert parse_english_ordinal(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1,420.97", "1420.97"), ("75.0", "75.0"), ("007", "7"), ("0.50", "0.50")]
)
def test_arabic_number_keeps_its_decimals(text, value):
    assert str(parse_arabic_number(text)) == value


@pytest.mark.parametrize("text", ["1,42", "1,4200", "", ".5", "5.", "1e5", "٣", "9" * 41])
def test_no_arabic_number(text):
    assert parse_arabic_number(text) is None


def spell_chinese(number: int) -> str:
    """The standard reading, written independently of the parser: groups of four digits, zeros once."""
    if number == 0:
        return "零"
    groups, unit, text = [], 0, ""
    while number:
        groups.append((number % 10_000, "萬億兆"[unit - 1] if unit else ""))
        number, unit = number // 10_000, unit + 1
    for value, name in reversed(groups):
        part = "".join(
            "零一二三四五六七八九"[digit] + unit if digit else "零"
            for digit, unit in zip(map(int, f"{value:04d}"), ("千", "百", "十", ""), strict=True)
        )
        while "零零" in part:
            part = part.replace("零零", "零")
        text += part.rstrip("零") + name if value else "零"
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.strip("零")


@given(st.integers(0, 10**16 - 1))
def test_chinese_reading_is_read_back(number):
    assert parse_chinese_number(spell_chinese(number)) == number


@given(st.integers(0, 10**12))
def test_mixed_scales_are_exact(number):
    assert parse_chinese_number(f"{number / 100:.2f}億") == Decimal(f"{number / 100:.2f}") * 10**8


SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell_english(number: int) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            head, rest = divmod(number, size)
            return f"{spell_english(head)} {name}" + (f" {spell_english(rest)}" if rest else "")
    if number < 20:
        return SMALL[number]
    return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")


@given(st.integers(0, 10**12 - 1))
def test_english_reading_is_read_back(number):
    assert parse_english_number(spell_english(number)) == number


@given(st.text("零一二十百千萬億兆點.,0123456789 年幾半", max_size=60))
def test_chinese_never_raises(text):
    parse_chinese_number(text)


@given(
    st.lists(
        st.sampled_from(
            ["one", "ten", "half", "and", "a", "point", "million", "hundred", "oh", "x", "-", ""]
        ),
        max_size=12,
    )
)
def test_english_never_raises(words):
    parse_english_number(" ".join(words))
    parse_english_ordinal(" ".join(words))


def test_character_and_word_sets_cover_what_is_read():
    assert set("〇一二两十廿百千万亿兆") <= set(chinese_numeral_characters())
    assert "點" not in chinese_numeral_characters()
    assert {"twenty", "million", "dozen"} <= english_number_words()
    assert not {"a", "an", "oh"} & english_number_words()
