"""The fragments that English patterns are built from. All match folded text, whose case is kept."""

from __future__ import annotations

from functools import cache

from kb.lang.load import load_words, one_of
from kb.lang.numerals import parse_english_number, parse_english_ordinal
from kb.timex.meaning import Absolute, Field, Meaning, Portion, Unit
from kb.timex.rules import ImpossibleDate
from kb.when.span import TimeSpan

WORDS = load_words("en", "time")

_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)


def cased(words: list[str] | dict[str, object]) -> str:
    """An alternation of words that may begin with a capital: `[Tt]hird`."""
    return one_of_patterns(
        f"[{word[0].upper()}{word[0]}]{_escape(word[1:])}" if word[0].isalpha() else _escape(word)
        for word in words
    )


def one_of_patterns(patterns: object) -> str:
    """An alternation of patterns, longest first."""
    return f"(?:{'|'.join(sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern)))})"  # type: ignore[call-overload]


def _escape(word: str) -> str:
    return word.replace(".", r"\.").replace(" ", r"\s").replace("-", r"[-\s]")


def capital(words: list[str]) -> str:
    """An alternation of words that must begin with a capital, or be all capitals: names of months and days."""
    return one_of([word.capitalize() for word in words] + [word.upper() for word in words])


NUMBER_WORD = rf"(?:{cased(_TENS.split())}[-\s]{cased(_ONES.split())}|{cased((_ONES + ' ' + _TEENS + ' ' + _TENS).split())})"
COUNT = rf"(?:\d{{1,3}}|{NUMBER_WORD}|[Aa]n?)"
ORDINAL_WORD = rf"(?:{cased(_TENS.split())}[-\s]{cased(_ORDINALS.split()[:9])}|{cased(_ORDINALS.split())})"
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL_WORD})"
MONTH_NAMES = [*WORDS["months"]]
_FULL = [name for name in MONTH_NAMES if len(name) > 4 or name in ("may", "june", "july")]
_SHORT = [name for name in MONTH_NAMES if name not in _FULL]
_UPPER = one_of([name.upper() for name in MONTH_NAMES])
# A full name takes no dot: the one behind it ends the sentence.
MONTH = rf"(?:(?:{cased(_FULL)}|{_UPPER})\b|{cased(_SHORT)}\b\.?)"
PROPER_MONTH = rf"(?:{capital(_FULL)}\b|{capital(_SHORT)}\b\.?)"
_DAY_NAMES = [name for name in WORDS["weekdays"] if name.endswith("day")]
_SHORT_DAYS = [name for name in WORDS["weekdays"] if not name.endswith("day")]
WEEKDAY = rf"(?:(?:{cased(_DAY_NAMES)}|{one_of([name.upper() for name in WORDS['weekdays']])})\b|{cased(_SHORT_DAYS)}\b\.?)"
FULL_WEEKDAY = cased(_DAY_NAMES)
DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|{ORDINAL_WORD})"
YEAR = r"(?:(?:1[5-9]|20)\d\d)(?![\d%])(?![.,]\d)"
SHORT_YEAR = r"(?:'\d\d|\d\d)(?![\d%:])"
UNITS = cased([*WORDS["units"]])
QUARTER_ORDINAL = r"(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]inal|[Ll]ast|1st|2nd|3rd|4th)"


@cache
def number(text: str) -> int:
    """The whole number that digits or words say; a, an are 1. Raises `ImpossibleDate` where they say none."""
    low = text.lower()
    if low in ("a", "an"):
        return 1
    if low.isdigit():
        return int(low)
    value = parse_english_number(low)
    if value is None:
        raise ImpossibleDate(text)
    return int(value)


@cache
def ordinal(text: str) -> int:
    """The rank that an ordinal or a plain number names; last and final are -1."""
    low = text.lower()
    if low in ("last", "final"):
        return -1
    rank = int(low) if low.isdigit() else parse_english_ordinal(low)
    if rank is None:
        raise ImpossibleDate(text)
    return rank


def year_of(text: str) -> int:
    """A year from its digits; two digits are read as 1951 to 2050."""
    digits = text.lstrip("'")
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year <= 50 else 1900 + year


def year_span(text: str) -> Absolute:
    """The year that digits name."""
    return Absolute(TimeSpan.year(year_of(text)))


def month_field(text: str) -> Field:
    """Month 1 to 12, from its name."""
    return Field(Unit.MONTH, WORDS["months"][text.lower().rstrip(".")])


def day_field(text: str) -> Field:
    """Day of the month. Raises `ImpossibleDate` outside 1 to 31."""
    day = ordinal(text)
    if not 1 <= day <= 31:
        raise ImpossibleDate(text)
    return Field(Unit.DAY, day)


def weekday(text: str) -> int:
    """Monday is 0."""
    return int(WORDS["weekdays"][text.lower().rstrip(".")])


def unit(text: str) -> Unit:
    """A unit from its singular or plural."""
    low = text.lower()
    if low not in WORDS["units"]:
        low = "century" if low == "centuries" else low.removesuffix("s")
    return Unit(WORDS["units"][low])


def portion(text: str) -> Portion:
    """Which third a word names."""
    return Portion(WORDS["portions"][text.lower().rstrip("-")])


def quarter(text: str) -> int:
    """1 to 4 from an ordinal; last and final are 4."""
    rank = ordinal(text)
    return 4 if rank == -1 else rank


__all__ = ["COUNT", "DAY", "MONTH", "ORDINAL", "Meaning", "WORDS"]
