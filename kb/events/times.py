"""What part each date plays in its piece: it dates it, or is a comparison, a former target, a period end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from kb.events.clauses import Piece
from kb.events.page import Mark
from kb.events.words import Word, affixes, bits_of, mask
from kb.model import Amount, TimeMention
from kb.when.span import TimeSpan

_DATE = bits_of("date")
_SLIPS = mask("delay", "move_date")
_BASIS = bits_of("basis")
# What English compares with an earlier period: `bought for $600 million a year ago` does not.
_COMPARED = mask(
    "move", "figures", "volume", "price_word", "percent", "metric.capex", "metric.users", "figure.other"
)  # fmt: skip
_MOVE = mask("move")
_QUANTITIES, _MONEY, _FIGURE = mask("money", "percent", "count"), bits_of("money"), mask("figures", "lose")
# How near a number after a date must stand to be that date's: 第三季度的94%.
_ADJACENT = 3
# Marks around a date that are looked at.
_NEAR = 6
_LONGEST_AFFIX = 40
# Words of a short name and `in`.
_NAME_AND_IN = 4


class Part(StrEnum):
    """The part a date plays."""

    PLAIN = "plain"
    TARGET = "target"
    FORMER = "former"
    ORIGINAL = "original"
    COMPARISON = "comparison"
    ENDED = "ended"
    SPEAKER = "speaker"


class Dated(NamedTuple):
    """A date of a piece with its part."""

    time: TimeMention
    when: TimeSpan
    part: Part


# Parts of a date that may say when the piece's event was or will be.
PLAIN = frozenset({Part.PLAIN, Part.TARGET, Part.ORIGINAL})


def dates_of(piece: Piece) -> list[Dated]:
    """The dates of a piece that have a value, with their parts."""
    if not piece.bits & _DATE:
        return []
    if piece.dates is None:
        piece.dates = [
            Dated(mark.thing, mark.thing.when, _part(piece, index, mark.thing))
            for index, mark in enumerate(piece.marks)
            if isinstance(mark.thing, TimeMention) and mark.thing.when
        ]
        piece.dates = [dated for dated in piece.dates if not _is_named_by_end(piece, dated, piece.dates)]
    return piece.dates


def _is_named_by_end(piece: Piece, period: Dated, dates: Sequence[Dated]) -> bool:
    """Whether a period means nothing but what its end says: `the quarter` of `the quarter ended Sept. 29`."""
    text = piece.text[period.time.start - piece.start : period.time.end - piece.start]
    if text not in affixes("bare", "period"):
        return False
    ends = [dated.time.start for dated in dates if dated.part is Part.ENDED]
    between = (piece.text[period.time.end - piece.start : end - piece.start].strip() for end in ends)
    return any(gap in affixes("before", "ended") for gap in between)


def plain_times(piece: Piece) -> list[TimeMention]:
    """The dates that may date the piece."""
    return [dated.time for dated in dates_of(piece) if dated.part in PLAIN]


def has_own_date(piece: Piece) -> bool:
    """Whether the piece says when."""
    return any(dated.part in PLAIN for dated in dates_of(piece))


def is_date_only(piece: Piece) -> bool:
    """Whether the piece says when and nothing else: 「2024年,」, `in March 2024`."""
    dates = dates_of(piece)
    if not dates:
        return False
    rest = len(piece.text) - sum(dated.time.end - dated.time.start for dated in dates)
    return rest <= (_LATIN_REST if piece.is_latin else _REST)


# Characters that a date-only piece may have beside its dates: 早在…, on the morning of ….
_REST = 3
_LATIN_REST = 12


def _part(piece: Piece, index: int, time: TimeMention) -> Part:
    before = (
        " "
        + piece.text[max(0, time.start - piece.start - _LONGEST_AFFIX) : time.start - piece.start].rstrip()
    )
    after = piece.text[time.end - piece.start : time.end - piece.start + _LONGEST_AFFIX].lstrip()
    if _opens_own(piece, index, time):
        return Part.PLAIN
    if piece.is_latin and after.startswith("'s ") and before.endswith(_following()):
        return Part.COMPARISON
    if _is_outdone(piece, index, time):
        return Part.COMPARISON
    if not piece.is_latin and _after(Part.ENDED).match(after):
        return Part.ENDED
    if _is_compared(piece, index, time) or (_after(Part.COMPARISON).match(after) and not piece.is_latin):
        return Part.COMPARISON
    if before.endswith(_than()) or (before.endswith(_since()) and _has_superlative(piece)):
        return Part.COMPARISON
    if piece.is_latin and _is_outdone_by(piece, before):
        return Part.COMPARISON
    if not before.endswith(_any_before()):
        return Part.SPEAKER if _after(Part.SPEAKER).match(after) else Part.PLAIN
    if _ends(before, Part.ENDED):
        return Part.ENDED
    if _ends(before, Part.COMPARISON) and piece.bits & (
        _QUANTITIES if piece.is_latin else _QUANTITIES | _MOVE
    ):
        return Part.COMPARISON
    if not piece.is_latin and _ends(before, Part.FORMER) and after.startswith("的"):
        return Part.COMPARISON
    if _ends(before, Part.FORMER):
        if _has_number_next(piece.marks[index + 1 : index + _NEAR], time):
            return Part.COMPARISON
        return Part.FORMER if piece.bits & _SLIPS else Part.PLAIN
    if _ends(before, Part.ORIGINAL):
        return Part.ORIGINAL
    if _ends(before, Part.SPEAKER) or _after(Part.SPEAKER).match(after):
        return Part.SPEAKER
    return Part.TARGET if _ends(before, Part.TARGET) else Part.PLAIN


def _is_outdone_by(piece: Piece, before: str) -> bool:
    """Whether an English date is that of what nothing matched since: `its largest deal since Spark in 2019`."""
    _, since, after = before.rpartition(" since ")
    words = after.split()
    return bool(since) and _has_superlative(piece) and words[-1:] == ["in"] and len(words) <= _NAME_AND_IN


def _is_outdone(piece: Piece, index: int, time: TimeMention) -> bool:
    """Whether a percentage stands right before an English date of comparison: `36% more than a year ago`."""
    before = piece.marks[index - 1] if index else None
    near = before is not None and before.bits & _QUANTITIES and time.start - before.end <= 1
    return bool(near) and piece.text[time.start - piece.start :].startswith(affixes("bare", "outdone"))


def _opens_own(piece: Piece, index: int, time: TimeMention) -> bool:
    """Whether a Chinese piece tells the figure of the period compared with: 「去年同期虧損16.4億美元」."""
    if piece.is_latin or time.start != piece.start or not piece.bits & _MONEY:
        return False
    following = next((mark for mark in piece.marks[index:] if mark.start >= time.end), None)
    return following is not None and following.start == time.end and bool(following.bits & _FIGURE)


def _is_compared(piece: Piece, index: int, time: TimeMention) -> bool:
    """Whether a word of comparison covers the date, beside a number: `up 5% from a year earlier`."""
    compares = piece.is_latin and piece.text.startswith(affixes("opening", "comparison"))
    trails = piece.is_latin and time.start - piece.start > _ADJACENT
    if piece.is_latin and not compares and not piece.bits & _COMPARED:
        return False
    return bool(compares or trails or piece.bits & _QUANTITIES) and any(
        mark.bits & _BASIS and mark.start < time.end and time.start < mark.end
        for mark in piece.marks[max(0, index - _NEAR) : index + _NEAR]
    )


def _has_number_next(marks: Sequence[Mark], time: TimeMention) -> bool:
    for mark in marks:
        if isinstance(mark.thing, Amount):
            return mark.start - time.end <= _ADJACENT
        if not isinstance(mark.thing, Word):
            return False
    return False


def _ends(before: str, part: Part) -> bool:
    return before.endswith(_before(part))


def _has_superlative(piece: Piece) -> bool:
    """Whether `since` only says how long nothing matched it: `the biggest drop since 1974`."""
    return any(word in affixes("bare", "superlative") for word in piece.text.split())


@cache
def _since() -> tuple[str, ...]:
    return tuple(f" {word}" for word in affixes("before", "since"))


@cache
def _following() -> tuple[str, ...]:
    """What leads to something that only went before: `rose after Thursday's election`."""
    return tuple(f" {word}" for word in affixes("before", "following"))


@cache
def _than() -> tuple[str, ...]:
    return tuple(f" {word}" for word in affixes("before", "than"))


@cache
def _before(part: Part) -> tuple[str, ...]:
    """The words before, those of Latin letters from their beginning."""
    return tuple(f" {word}" if word.isascii() else word for word in affixes("before", part.value))


@cache
def _any_before() -> tuple[str, ...]:
    parts = (Part.ENDED, Part.COMPARISON, Part.FORMER, Part.ORIGINAL, Part.SPEAKER, Part.TARGET)
    return tuple(word for part in parts for word in _before(part))


@cache
def _after(part: Part) -> re.Pattern[str]:
    words = sorted(affixes("after", part.value), key=len, reverse=True)
    return re.compile(
        "|".join(rf"{re.escape(word)}\b" if word.isascii() else word for word in words) or r"(?!)"
    )
