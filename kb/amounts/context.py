"""What the words beside a number say of it: about, plus or minus, up or down, a conversion."""

from __future__ import annotations

import re
from functools import cache

from kb.amounts.words import any_of, backwards, before, either, words

_DASH = re.compile(r" ?[-~–—]{1,2} ?")
_SPACE = r"[ ,:\"']?"


def is_vague(low: str, start: int) -> bool:
    """Whether the number is only the end of a vague one: 數十億, several hundred. One in digits is none: 站上500億."""
    return not low[start].isdigit() and _vague().match(before(low, start)) is not None


def is_approximate(low: str, start: int, end: int) -> bool:
    """Whether it is said to be about right: 約, 近, 左右, about, nearly. 逾 and "over" do not say so."""
    behind = before(low, start)
    if _about().match(behind) and not _not_about().match(behind):
        return True
    return _about_after().match(low, end) is not None


def is_tolerance(low: str, start: int) -> bool:
    """Whether the number says how far another may be off: 上下浮動2%, plus or minus 2%."""
    return _tolerance().match(before(low, start)) is not None


def is_narrowed(low: str, start: int) -> bool:
    """Whether a rise or fall told before is now this great: 收窄至2.29%, narrowed to 2%."""
    return _narrowed().match(before(low, start)) is not None


def direction(low: str, start: int, end: int) -> int:
    """-1 where the words beside it say that it fell or was lost, 1 where they say that it rose, else 0."""
    behind = before(low, start)
    match = _moved().match(behind) or _moved_after().match(low, end) or _moved_by().match(behind)
    if match is None:
        return 0
    return -1 if (match.lastgroup or "").startswith("fall") else 1


def comes_from(low: str, start: int) -> bool:
    """Whether it is a change's beginning (從5%升至8%), so that no range opens here."""
    behind = before(low, start)
    return _from().match(behind) is not None and _ranging().match(behind) is None


def opens_pair(low: str, start: int, end: int) -> bool:
    """Whether two amounts with "and" between them are a range: 介於…和…, …和…之間, between … and …."""
    return _between().match(before(low, start)) is not None or low.startswith("之间", end)


def joins_range(gap: str) -> bool:
    """Whether what stands between two numbers makes them the ends of a range."""
    return is_dash(gap) or _joiner().fullmatch(gap) is not None


def is_dash(gap: str) -> bool:
    """Whether two numbers are tied by a dash, which no change (from … to …) is written with."""
    return _DASH.fullmatch(gap) is not None


def joins_pair(gap: str) -> bool:
    """Whether what stands between two numbers sets them side by side: 和, 、, and."""
    return _pair().fullmatch(gap) is not None


def continues(gap: str) -> bool:
    """Whether a second change goes on from a first without saying its direction anew."""
    return len(gap) < 80 and _continued().fullmatch(gap) is not None


def is_shared(low: str, start: int, end: int) -> bool:
    """Whether 分別 before or "respectively" after makes what is said of one amount true of its neighbour."""
    return (
        _each().search(before(low, start)[:12]) is not None or _each().search(low, end, end + 16) is not None
    )


def converts(gap: str) -> bool:
    """Whether what stands between two sums of money makes the second the first in another currency."""
    return len(gap) < 40 and _conversion().match(gap) is not None and ")" not in gap


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(f" ?(?:{backwards('count.vague')})")


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"{_SPACE}(?:(?:为|是|有|达|a ) ?)?(?:~|{backwards('approximate.before')})")


@cache
def _not_about() -> re.Pattern[str]:
    return re.compile(f"{_SPACE}{backwards('approximate.not_before')}")


@cache
def _about_after() -> re.Pattern[str]:
    return re.compile(f" ?(?!{either('approximate.not_after')}){either('approximate.after')}")


@cache
def _tolerance() -> re.Pattern[str]:
    filler = backwards("approximate.before", "direction.filler")
    return re.compile(f" ?(?:{filler} ?)?{backwards('tolerance.before')}")


@cache
def _narrowed() -> re.Pattern[str]:
    return re.compile(f" ?(?:{backwards('approximate.before')} ?)?{backwards('direction.narrow')}")


@cache
def _moved() -> re.Pattern[str]:
    """On reversed text; the fillers are possessive, so that it stays linear."""
    filler = backwards("direction.filler", "approximate.before")
    noun_filler = backwards("direction.noun_filler", "direction.filler", "approximate.before")
    fall, rise = backwards("direction.fall"), backwards("direction.rise")
    fall_noun, rise_noun = backwards("direction.fall_noun"), backwards("direction.rise_noun")
    return re.compile(
        rf" ?-?(?:{noun_filler} ?)*(?:(?P<fall_noun>{fall_noun})|(?P<rise_noun>{rise_noun}))"
        rf"| ?(?:{filler} ?)*(?:(?P<fall>{fall})|(?P<rise>{rise}))"
    )


@cache
def _moved_by() -> re.Pattern[str]:
    """The verb stands before what it moves: cut its forecast by 5%."""
    fall, rise = (
        backwards("direction.fall", "direction.fall_by"),
        backwards("direction.rise", "direction.rise_by"),
    )
    by = rf"(?:{backwards('approximate.before')} )?{backwards('direction.by')} (?:[a-z'-]+ ){{1,4}}?"
    return re.compile(rf" ?{by}(?:(?P<fall>{fall})|(?P<rise>{rise}))")


@cache
def _moved_after() -> re.Pattern[str]:
    fall, rise = either("direction.fall_after"), either("direction.rise_after")
    filler = either("direction.after_filler")
    return re.compile(rf"[ -]?(?:{filler}[ -]?){{0,3}}(?:(?P<fall>{fall})|(?P<rise>{rise}))")


@cache
def _from() -> re.Pattern[str]:
    return re.compile(f" ?(?:{backwards('approximate.before')} ?)?{backwards('range.from')}")


@cache
def _ranging() -> re.Pattern[str]:
    return re.compile(f" ?(?:{backwards('approximate.before')} ?)?{backwards('range.ranging')}")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(f" ?(?:{backwards('approximate.before')} ?)?{backwards('range.between')}")


@cache
def _joiner() -> re.Pattern[str]:
    return re.compile(f" ?{either('range.joiners')} ?")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(f" ?{either('join.and')} ?(?:{either('approximate.before')} ?)?")


@cache
def _continued() -> re.Pattern[str]:
    basis, link = either("direction.basis"), either("join.and")
    return re.compile(rf"(?: |{basis})*+{link}(?: |{basis}|{link}|{either('approximate.before')})*+")


@cache
def _each() -> re.Pattern[str]:
    return re.compile(any_of([*words("join.each"), *(word[::-1] for word in words("join.each"))]))


@cache
def _conversion() -> re.Pattern[str]:
    return re.compile(rf"\s?\(|[\s,]*{either('conversion.words')}")
