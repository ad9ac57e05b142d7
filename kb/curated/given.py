"""What callers of the Python interface may write: days, spans, moments, one name or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from kb.errors import DateError, ReadError, UnknownName, UsageError
from kb.when.edtf import parse_edtf
from kb.when.span import TimeSpan

if TYPE_CHECKING:
    from kb.pipeline import Knowledge

# A day, a span, or an expression that `kb.curated.dates.read_when` reads.
When = str | date | TimeSpan
# A point in time: with a time of day (UTC where no zone is said), else the end of a day.
Moment = When | datetime

_CLOCK = re.compile(r"\d[T ]\d\d?:\d\d")


def span(given: When, knowledge: Knowledge | None = None) -> TimeSpan:
    """A date in any shape. EDTF is tried first, since the other ways of writing take longer to load.

    Raises `DateError` where it has no reading.
    """
    if isinstance(given, TimeSpan):
        return given
    if isinstance(given, date):
        return TimeSpan.day(date(given.year, given.month, given.day))
    try:
        return parse_edtf(given)
    except DateError:
        from kb.curated.dates import read_when

        return read_when(given, knowledge=knowledge)


def day(given: When | None) -> date | None:
    """A publication date. Raises `DateError` where it is not one day."""
    found = span(given) if given is not None else None
    if found is not None and found.starts_on != found.ends_on:
        raise DateError(f"the publication date {given} is no day; write YYYY-MM-DD")
    return found.starts_on if found else None


def first_day(given: When | None) -> date | None:
    """The first day of a date in any shape."""
    return span(given).starts_on if given is not None else None


def last_day(given: When | None) -> date | None:
    """The last day of a date in any shape."""
    return span(given).ends_on if given is not None else None


def moment(given: Moment | None) -> datetime | None:
    """A moment in UTC; a day, or any span, means its end. Raises `DateError` where it has no reading."""
    if isinstance(given, str) and _CLOCK.search(given):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            raise DateError(f"{given!r} is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from None
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    last = last_day(given)
    return datetime.combine(last, time.max, UTC) if last else None


def several(given: str | Sequence[str]) -> Sequence[str]:
    """One name, or several, as several."""
    return (given,) if isinstance(given, str) else given


def one_line(given: str, missing: str = "an event needs a title") -> str:
    """The text on one line. Raises `ReadError`, which says what is `missing`, where nothing is in it."""
    line = " ".join(given.split())
    if not line:
        raise ReadError(missing)
    return line


def author(by: str) -> str:
    """Who judges. Raises `ReadError` where nobody is named."""
    return one_line(by, "a judgement needs an author")


def check_verdict(verdict: str, right: str | None) -> None:
    """Raise `UnknownName` for an unknown verdict, `UsageError` where it is said of too few or many."""
    if verdict not in ("same", "different", "wrong"):
        raise UnknownName("verdict", verdict, ("same", "different", "wrong"))
    if (right is None) != (verdict == "wrong"):
        raise UsageError(f"{verdict!r} is said of {'one' if verdict == 'wrong' else 'two'}")
