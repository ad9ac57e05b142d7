"""Two dates with a dash or a word between them are one range: March to June, between 2007 and 2009."""

from __future__ import annotations

import re

from kb.timex.en.words import phrase
from kb.timex.join import is_date
from kb.timex.meaning import Absolute, Either, Field, In, Interval, Meaning, Origin, Shift, Unit, Vague
from kb.timex.rules import Parse
from kb.when.granularity import Granularity

_CONNECTOR = re.compile(
    phrase(
        r" ?[-–—~] ?|-(?:to|through)-|,? (?:to|through|until|till|thru|up to|and ending on|and ending)(?: the)? "
        r"(?:early |late )?"
    )
)
_AND = re.compile(phrase(r",? and (?:the )?"))
_BETWEEN = re.compile(phrase(r"\bbetween (?:the )?$"))
_TODAY = Shift(Unit.DAY, 0)


def join(run: str, parses: list[Parse]) -> list[Parse]:
    """Merge neighbouring parses of a run where nothing but a connector stands between them."""
    joined: list[Parse] = []
    for parse in parses:
        if joined and _connected(run, joined, parse):
            joined[-1] = _joined(joined[-1], parse)
        else:
            joined.append(parse)
    return joined


def _connected(run: str, joined: list[Parse], right: Parse) -> bool:
    left = joined[-1]
    if left.rule == "turn" and isinstance(left.meaning, Shift) and left.meaning.origin is Origin.TEXT:
        return False
    if _is_bare_day(left.meaning) and not _is_day(right.meaning):
        return False
    if not is_date(_end(left)) or not is_date(_end(right)):
        return False
    if _CONNECTOR.fullmatch(run, left.end, right.start):
        return True
    return bool(_AND.fullmatch(run, left.end, right.start) and _BETWEEN.search(run, 0, left.start))


def _is_bare_day(meaning: Meaning | None) -> bool:
    return isinstance(meaning, Field) and meaning.unit is Unit.DAY


def _is_day(meaning: Meaning | None) -> bool:
    """Whether a meaning can be the day that a range from a bare day of the month goes to: not first to the summer."""
    if isinstance(meaning, In):
        return _is_bare_day(meaning.inner)
    if isinstance(meaning, Absolute):
        return meaning.span.granularity is Granularity.DAY
    return not isinstance(meaning, Field) or meaning.unit is Unit.DAY


def _end(parse: Parse) -> Meaning | None:
    """What a parse means as the end of a range; now is today."""
    if isinstance(parse.meaning, Either):
        return parse.meaning.month_first
    return (
        _TODAY if isinstance(parse.meaning, Vague) and parse.meaning.value == "PRESENT_REF" else parse.meaning
    )


def _joined(left: Parse, right: Parse) -> Parse:
    meaning = Interval(_end(left), _end(right))  # type: ignore[arg-type]
    return Parse(left.start, right.end, meaning, f"{left.rule}–{right.rule}", left.guard)
