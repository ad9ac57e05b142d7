"""The shape of a run: its text with the numbers and months that no rule tells apart set to one of them.

`9月3日` and `8月24日` differ in shape by the number of their digits alone, so that the rules which fit the one fit
the other. Only what stands beside a unit or a month loses its value, and only within the limits that patterns draw:
the ends of decades, of years and of months keep it. Productions still read the run itself.
"""

from __future__ import annotations

import re

_YEARS = {f"{century}{year:02d}": f"{century}24" for century in (19, 20) for year in range(100) if year % 10}
# Ten and eleven months are a length too (of prison), twelve and more are none.
_MONTHS = {
    **{str(month): "5" for month in range(2, 10)},
    **{f"0{month}": "05" for month in range(1, 10)},
    "10": "11",
}
_DAYS = {
    **{str(day): "5" for day in range(2, 10)},
    **{f"0{day}": "05" for day in range(1, 10)},
    **{str(day): "15" for day in range(10, 30)},
}
# Months of the same length that no holiday is named by and no other word is spelt like.
_NAMES = {
    **dict.fromkeys(("January", "October"), "October"),
    **dict.fromkeys(("February", "November", "December"), "December"),
    **dict.fromkeys(("Jan", "Feb", "Oct", "Nov", "Dec"), "Oct"),
}
_IN_CHINESE = re.compile(
    r"(?<![\d.])(?:(?P<y>(?:19|20)\d\d)(?=年)|(?P<m>\d\d?)(?=月)|(?<=月)(?P<d>\d\d?)(?=[日号]))"
)
_MONTH = (
    "(?:January|February|March|April|June|August|October|November|December"
    "|(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)(?![a-z]))"
)
_END = r"(?=[,)\s]|$)"
_IN_ENGLISH = re.compile(
    rf"(?<![\w'/.:-])(?:(?P<y>(?:19|20)\d\d){_END}|(?P<n>{_MONTH})(?:(?P<gap>\.?\x20)(?P<d>\d\d?){_END})?"
    rf"|(?P<e>\d\d?)(?=\x20{_MONTH}))"
)


def chinese_shape(run: str) -> str:
    """The shape of a Chinese run."""
    return _IN_CHINESE.sub(_number, run)


def english_shape(run: str) -> str:
    """The shape of an English run."""
    return _IN_ENGLISH.sub(_month_or_number, run)


def _number(match: re.Match[str]) -> str:
    number = match.group()
    return {"y": _YEARS, "m": _MONTHS, "d": _DAYS}[match.lastgroup or ""].get(number, number)


def _month_or_number(match: re.Match[str]) -> str:
    year, month, gap, day, day_before = match.groups()
    if month:
        name = _NAMES.get(month, month)
        return name + gap + _DAYS.get(day, day) if day else name
    return _YEARS.get(year, year) if year else _DAYS.get(day_before, day_before)
