"""The fragments that Chinese patterns are built from. All match folded text: Simplified, half-width."""

from __future__ import annotations

from functools import cache

from kb.lang.load import load_words, one_of
from kb.lang.numerals import parse_chinese_number
from kb.timex.meaning import Field, Meaning, Origin, Portion, Shift, Unit
from kb.timex.rules import ImpossibleDate
from kb.when.span import TimeSpan

WORDS = load_words("zh", "time")

# Either zero, and the full-width one that the press of the 1990s set among numerals: 二０００年.
DIGIT = "[〇零○0一二三四五六七八九]"
_ONE_TO_NINE = "[一二三四五六七八九]"
NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十百廿卅]{1,5})"
COUNT = r"(?:\d{1,5}(?:\.\d)?|[一二两三四五六七八九十百千廿卅]{1,6})"
# 二○二四, 二千零八; 二千 alone is a year only where a month follows, else two thousand years.
_SPELT_YEAR = (
    rf"[二两]千(?:零{_ONE_TO_NINE}|零?{_ONE_TO_NINE}?十{_ONE_TO_NINE}?"
    r"|(?=年\s?[\d一二三四五六七八九十]{1,2}\s?月))"
)
YEAR4 = rf"(?:[12]\d{{3}}|[一二]{DIGIT}{{3}}|{_SPELT_YEAR})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?"
    r"|[一二三四五六七八九])"
)
QUARTER = "[一二三四1-4首末]"
ERA = one_of(WORDS["eras"])
_WEEK = "(?:周|星期|礼拜)"
WEEKDAY = rf"{_WEEK}{one_of(WORDS['weekdays'])}"
TO = r"(?:\s?(?:起?至|开始到|直?到|-{1,2}|~|–|—{1,2}|―{1,2}|ー|－)\s?)"


def whole(word: str) -> str:
    """A pattern for a word of time that is no part of another word: 日 but not 日元, 前 but not 前景."""
    return rf"{word}(?![{WORDS['compounds'][word[-1]]}])"


YEAR_WORD = one_of([*WORDS["years"], *WORDS["years_of_text"]])
MONTH_WORD = one_of([*WORDS["months"], *WORDS["months_of_text"]])
QUARTER_WORD = one_of([*WORDS["quarters"], *WORDS["quarters_of_today"], *WORDS["quarters_of_text"]])
WEEK_WORD = one_of([*WORDS["weeks"], *WORDS["weeks_of_text"]])
DAY_WORD = one_of([*WORDS["days"], *WORDS["days_of_text"], *WORDS["parts_of_day"]])
DAY_END = f"(?:{whole('日')}|号)"


@cache
def number(text: str) -> int:
    """The whole number that a numeral says; 首, 元 and 正 are 1, 末 is the last of four quarters."""
    special = {"首": 1, "末": 4, "元": 1, "正": 1}.get(text)
    if special is not None:
        return special
    value = parse_chinese_number(text if text.isdigit() and text.isascii() else _one_zero(text))
    if value is None:
        raise ImpossibleDate(text)
    return int(value)


def _one_zero(numeral: str) -> str:
    return numeral.replace("○", "〇").replace("0", "〇")


def year_of(text: str) -> int:
    """A year from its digits: three count from the Republic of China's first, 1912.

    Two digits are read as 1951 to 2050, as news written since 1990 means them.
    """
    year = number(text)
    if year >= 1000:
        return year
    if year >= 100:
        return 1911 + year
    return 2000 + year if year <= 50 else 1900 + year


def absolute_year(year: int) -> TimeSpan:
    """The span of a year. Raises `ImpossibleDate` outside 1 to 9999."""
    if not 1 <= year <= 9999:
        raise ImpossibleDate(str(year))
    return TimeSpan.year(year)


def shift(table: str, unit: Unit, word: str) -> Shift:
    """The shift that a relative word means, from the publication date or from the text. Raises `KeyError`."""
    if word in WORDS[table]:
        return Shift(unit, WORDS[table][word])
    if word in WORDS.get(f"{table}_of_today", ()):
        return Shift(unit, WORDS[f"{table}_of_today"][word], Origin.TODAY)
    return Shift(unit, WORDS[f"{table}_of_text"][word], Origin.TEXT)


def day_word(word: str) -> Meaning:
    """今天, 昨晚, 次日 …"""
    of_day = WORDS["parts_of_day"].get(word)
    if of_day == "text":
        return Shift(Unit.DAY, 0, Origin.TEXT)
    return shift("days", Unit.DAY, word) if of_day is None else Shift(Unit.DAY, of_day)


def portion(word: str) -> Portion:
    """Which third a word names: 底 late, 上旬 early; 年年底 is 年底, 中期 starts as 中 does."""
    table = WORDS["portions"]
    word = word.replace("年年", "年").replace("月月", "月")
    return Portion(table[word] if word in table else table[word[0]])


def month_field(text: str) -> Field:
    """Month 1 to 12."""
    return Field(Unit.MONTH, number(text))


def day_field(text: str) -> Field:
    """Day of the month."""
    return Field(Unit.DAY, number(text))


def initials(table: str) -> str:
    """The characters that the words of a table begin with."""
    return "".join(sorted({word[0] for word in WORDS[table]}))


@cache
def watched() -> frozenset[str]:
    """The characters after a run that the rules' lookaheads may ask for."""
    return frozenset("".join(WORDS["compounds"].values()) + WORDS["edges"]["watched"])


def watched_behind() -> dict[str, frozenset[str]]:
    """The same after a day that is clipped to one character: 昨 before 公布."""
    clipped = WORDS["clipped"]
    verbs = watched() | {verb[0] for verb in clipped["verbs"]}
    return {"今": verbs, "明": verbs, "昨": verbs | set(clipped["after_yesterday"])}
