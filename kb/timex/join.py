"""Two dates with 至, to or a dash between them are one range."""

from __future__ import annotations

import re
from collections.abc import Callable

from kb.timex.meaning import (
    Duration,
    Either,
    Interval,
    Meaning,
    Recurring,
    Silent,
    Vague,
    Window,
    YearEarlier,
)
from kb.timex.rules import Parse

_NO_END = (Duration, Recurring, Silent, Vague, Window, YearEarlier, Interval, Either)


def joiner(connector: re.Pattern[str]) -> Callable[[str, list[Parse]], list[Parse]]:
    """A function that merges neighbouring parses of a run where nothing but the connector stands between them."""

    def join(run: str, parses: list[Parse]) -> list[Parse]:
        joined: list[Parse] = []
        for parse in parses:
            if (
                joined
                and connector.fullmatch(run, joined[-1].end, parse.start)
                and _can_join(joined[-1], parse)
            ):
                joined[-1] = _join(joined[-1], parse)
            else:
                joined.append(parse)
        return joined

    return join


def _can_join(left: Parse, right: Parse) -> bool:
    return is_date(left.meaning) and is_date(right.meaning)


def is_date(meaning: Meaning | None) -> bool:
    """Whether the meaning can be the end of a range."""
    return meaning is not None and not isinstance(meaning, _NO_END)


def _join(left: Parse, right: Parse) -> Parse:
    assert left.meaning is not None
    assert right.meaning is not None
    meaning = Interval(left.meaning, right.meaning)
    return Parse(left.start, right.end, meaning, f"{left.rule}–{right.rule}", left.guard)
