"""The fragments that English patterns are built from, and what their words are worth.

Patterns are written as phrases: in any case, with a plain space for the white space between two words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kb.lang.load import load_words, one_of
from kb.lang.numerals import parse_english_number, parse_english_ordinal
from kb.timex.en.needs import need
from kb.timex.meaning import Absolute, Field, Meaning, Portion, Shift, Unit
from kb.timex.rules import Grammar, Guard, ImpossibleDate, Production
from kb.when.span import TimeSpan

WORDS = load_words("en", "time")
NUMERALS = load_words("en", "numerals")

# The white space inside an expression: blanks, or the end of one line.
GAP = r"(?:\x20{1,3}|\n)"


def phrase(pattern: str) -> str:
    """A pattern from a phrase: any case, each space is a `GAP`, also one among the characters of a set."""
    for spaced, rest in (("[- /]", "[-/]"), ("[- ]", "-")):
        pattern = pattern.replace(spaced, f"(?:{rest}|{GAP})")
    return "(?i)" + pattern.replace(" ", GAP)


def register(
    grammar: Grammar, name: str, *patterns: str, guard: Guard | None = None, priority: int = 0
) -> Callable[[Production], Production]:
    """Register the decorated production under a name, for each phrase."""

    def decorate(production: Production) -> Production:
        for pattern in patterns:
            grammar.rule(name, phrase(pattern), guard, priority, (need(name),))(production)
        return production

    return decorate


def _words(table: str) -> str:
    return one_of(WORDS[table]).replace(r"\ ", " ").replace(r"\-", r"[- ]").replace("\\'", "'?")


# Numbers and ranks.

_ONES = one_of(word for word in NUMERALS["ones"] if word not in ("zero", "oh", "a", "an"))
_TEENS = one_of(NUMERALS["teens"])
_TENS = one_of(NUMERALS["tens"])
NUMBER_WORD = rf"(?:{_TENS}(?:[- ]{_ONES})?|{_TEENS}|{_ONES})"
_SMALL_RANKS = one_of(word for word, rank in NUMERALS["ordinals"].items() if rank < 10)
ORDINAL_WORD = (
    rf"(?:{_TENS}[- ]{_SMALL_RANKS}|{one_of(w for w, rank in NUMERALS['ordinals'].items() if rank < 100)})"
)
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL_WORD})"
COUNT = rf"(?:\d{{1,3}}|{NUMBER_WORD}|an?)"

# Names of the calendar. A full name takes no dot: the one behind it ends the sentence.

_SHORT = [name for name in WORDS["months"] if (len(name) < 4 and name != "may") or name == "sept"]
_FULL = [name for name in WORDS["months"] if name not in _SHORT]
MONTH = rf"(?:(?:{one_of(_FULL)}|{one_of(_SHORT)}\.?)(?![a-z]))"
_DAY_NAMES = [name for name in WORDS["weekdays"] if name.endswith("day")]
_SHORT_DAYS = [name for name in WORDS["weekdays"] if not name.endswith("day")]
DAY_NAME = one_of(_DAY_NAMES)
FULL_WEEKDAY = rf"(?:{DAY_NAME}\b)"
WEEKDAY = rf"(?:(?:{one_of(_DAY_NAMES)}|{one_of(_SHORT_DAYS)}\.?)(?![a-z]))"
SEASON = rf"(?:{one_of(WORDS['seasons'])}\b)"
HOLIDAY = rf"(?:{_words('holidays')}(?!\w))"
UNIT = (
    r"(?:(?:business|trading|working) days?|days?|weekends?|weeks?|fortnights?|months?|quarters?|qtrs?"
    r"|years?|yrs?|decades?|centur(?:y|ies)|hours?|minutes?)"
)
PERIOD_UNIT = r"(?:(?:week|weekend|fortnight|month|quarter|qtr|year|yr|decade|century)\b)"

# Days and years.

DAY_DIGITS = r"(?:3[01]|[12]\d|0?[1-9])"
DAY = rf"(?:{DAY_DIGITS}(?:st|nd|rd|th)?(?![\d%:]|[.,]\d|[a-z])|{ORDINAL_WORD}|{NUMBER_WORD})"
RANKED_DAY = rf"(?:{DAY_DIGITS}(?:st|nd|rd|th)|{ORDINAL_WORD})"
YEAR = r"(?:(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d))"
_YEAR_TAIL = rf"(?:hundred|oh[- ]{_ONES}|{_TENS}(?:[- ]{_ONES})?|{_TEENS})"
YEAR_WORDS = rf"(?:(?:nineteen|eighteen|twenty)[- ]{_YEAR_TAIL}|two thousand(?:(?: and)? {NUMBER_WORD})?)"
# What names the year behind a month or a day: its digits, the last two of them, words, or last year.
OF_YEAR = (
    rf"(?:,? (?:of |in )?(?P<y>{YEAR})|,? (?:of )?(?P<yy>'\d\d(?![\d%])|(?<=of\x20)[4-9]\d(?!\d))|,? "
    rf"(?P<yw>{YEAR_WORDS})"
    r"|,? (?:of |in )?(?P<ry>this|last|next|the previous|the following|the same|the prior|that) year)"
)
PORTION = (
    r"(?:(?:the )?(?P<p>early|mid|late|end(?=-| \d)|(?:middle|beginning|start|end|close|turn)(?= of ))"
    r"(?:[- ](?:in |of )?(?:the )?))"
)
DASH = r"(?: ?[-–—~] ?)"
TO = r"(?: ?[-–—~] ?| (?:to|through|thru|until|till) (?:the )?)"

QUARTER_RANK = r"(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th)"
QUARTER_WORD = r"(?:quarter(?![a-z])|qtr\.?)"


@cache
def number(text: str) -> int:
    """The whole number that digits or words say; a, an are 1. Raises `ImpossibleDate` where they say none."""
    low = _plain(text)
    if low.isdigit():
        return int(low)
    value = 1 if low in ("a", "an") else parse_english_number(low)
    if value is None:
        raise ImpossibleDate(text)
    return int(value)


@cache
def ordinal(text: str) -> int:
    """The rank that an ordinal or a plain number names; last and final are -1."""
    low = _plain(text)
    if low in ("last", "final"):
        return -1
    rank = int(low) if low.isdigit() else parse_english_ordinal(low) or parse_english_number(low)
    if rank is None:
        raise ImpossibleDate(text)
    return int(rank)


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


def year_meaning(match: re.Match[str]) -> Meaning | None:
    """The year of a match, from the groups of `OF_YEAR`; None where it has none."""
    groups = match.groupdict()
    digits = groups.get("y") or groups.get("yy")
    if digits:
        return year_span(digits)
    if groups.get("yw"):
        return Absolute(TimeSpan.year(number(groups["yw"])))
    if groups.get("ry"):
        return turned(groups["ry"], Unit.YEAR)
    return None


def turned(word: str, unit_: Unit) -> Shift:
    """Last, this or next unit: of the publication date, or of the text (the following, the same)."""
    from kb.timex.meaning import Origin

    low = _plain(word)
    if low in WORDS["turns_of_text"]:
        return Shift(unit_, WORDS["turns_of_text"][low], Origin.TEXT)
    return Shift(unit_, turn(low))


def turn(word: str) -> int:
    """-1 for last, 0 for this, 1 for next, by the last word: `this past` is -1."""
    return int(WORDS["turns"].get(_plain(word).split()[-1], 0))


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


def season_field(text: str, turn_: int | None = None) -> Field:
    """Spring is 1, winter 4."""
    return Field(Unit.SEASON, WORDS["seasons"][text.lower()], turn=turn_)


def holiday(text: str) -> str:
    """The key of a holiday, whatever the case, spaces, hyphens and apostrophes of the text."""
    return str(_holidays()[_bare(text)])


@cache
def _holidays() -> dict[str, str]:
    return {_bare(name): key for name, key in WORDS["holidays"].items()}


def _bare(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").replace("'", "").split())


def unit(text: str) -> Unit:
    """A unit from its singular or plural."""
    low = _plain(text).rstrip(".")
    if low not in WORDS["units"]:
        low = "century" if low == "centuries" else low.removesuffix("s")
    return Unit(WORDS["units"][low])


def portion(text: str) -> Portion:
    """Which third a word names."""
    return Portion(WORDS["portions"][_plain(text).removeprefix("the ").rstrip("-")])


def quarter(text: str) -> int:
    """1 to 4 from an ordinal; last and final are 4."""
    rank = ordinal(text)
    return 4 if rank == -1 else rank


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
