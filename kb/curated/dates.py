"""Dates as people type them: in options of the command line, in calls, in the cells of curated tables."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from kb.errors import DateError
from kb.lang.fold import fold
from kb.model import TimeMention
from kb.pipeline import Knowledge, fiscal_places, shipped_knowledge
from kb.text.language import detect_language
from kb.text.metadata import MONTH_LANGUAGES
from kb.timex import TimeContext, read
from kb.when.edtf import parse_edtf
from kb.when.fiscal import FiscalCalendar
from kb.when.granularity import Granularity, Qualifier
from kb.when.span import TimeSpan

_EDTF_LIKE = re.compile(
    r"[\dX]{4}(?:-\d\d(?:-\d\d)?)?[~?%]?(?:/(?:\.\.|[\dX]{4}[\dX~?%-]*)?)?|\.\./[\dX][\dX~?%-]*"
)
# What may stand around a date and its company without meaning anything more.
_FILLER = re.compile(
    r"(?:\b(?:of|in|on|at|the|for|by|since|until|from|as|'s|s|about|around|circa)\b|[\s,.'()的于在年至到自截約约])*"
)
_NUMBER = re.compile(r"\d+")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MONTH_WORD = re.compile(r"[^\W\d_]{3}")


def read_when(
    expression: str, *, published: date | None = None, knowledge: Knowledge | None = None
) -> TimeSpan:
    """The span that a free-form date means: EDTF, anything that `kb dates` reads, else what dateparser reads.

    A relative date counts from `published`, never from today. A company in the expression (`FY2025 Q3 of
    nvidia`) lends its fiscal calendar. Days and months in an order that nothing tells are marked uncertain.
    Raises `DateError` where the expression has no reading, or more than one.
    """
    expression = expression.strip()
    if _EDTF_LIKE.fullmatch(expression):
        return parse_edtf(expression)
    if numeric := _NUMERIC.fullmatch(fold(expression)):
        return _numeric(expression, *map(int, numeric.group(1, 3, 4)))
    return _read_words(expression, published, knowledge or shipped_knowledge())


def read_day(expression: str, what: str = "date") -> date:
    """The one day that a free-form date means. Raises `DateError` where it is none."""
    when = read_when(expression)
    if when.granularity is not Granularity.DAY or when.qualifier is not Qualifier.EXACT:
        raise DateError(f"the {what} {expression!r} is no day; write YYYY-MM-DD")
    return when.starts_on


def _numeric(expression: str, first: int, second: int, year: int) -> TimeSpan:
    """`13/4/2024` has one reading, `3/4/2024` two: the American one is taken, and marked uncertain."""
    days = [_day(year, month, day) for month, day in ((first, second), (second, first))]
    known = [day for day in days if day is not None]
    if not known:
        raise DateError(f"{expression!r} is no possible date")
    span = TimeSpan.day(known[0])
    return span if len(set(known)) == 1 else span.uncertain()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_words(expression: str, published: date | None, knowledge: Knowledge) -> TimeSpan:
    folded = fold(expression)
    entities = knowledge.finder.find(expression, folded)
    context = TimeContext(published, fiscal_places(entities, knowledge), detect_language(expression))
    reading = read(expression, context, folded)
    rest = _without(folded, [*reading.mentions, *entities])
    if calendar := _calendar_of(rest, knowledge):
        reading, rest = read(expression, replace(context, fiscal=[(0, calendar)]), folded), ""
    if len(reading.mentions) == 1 and _FILLER.fullmatch(rest.lower()):
        return _resolved(expression, reading.mentions[0])
    if reading.issues:
        raise DateError(reading.issues[0].message)
    span = _dateparser(folded)
    if span is None:
        raise DateError(
            f"{expression!r} is no date that kb can read; write 2024-09-04, 2024-Q3, Sept 4, 2024 …"
        )
    return span


def _calendar_of(rest: str, knowledge: Knowledge) -> FiscalCalendar | None:
    """The fiscal calendar of a company that is named in a way that running text would not: `of nvidia`."""
    opening = _FILLER.match(rest.lower())
    name = rest[opening.end() if opening else 0 :].strip(" ,.()")
    entity = knowledge.gazetteer.find_by_name(name) if name else None
    if entity is None:
        return None
    return knowledge.calendars.get(entity.id) or knowledge.calendars.get(entity.of or "")


def _resolved(expression: str, mention: TimeMention) -> TimeSpan:
    if mention.when is not None:
        return mention.when
    if mention.granularity == "vague" and mention.value is None:
        raise DateError(f"{expression!r} counts from another day, and none is given; write it with its year")
    raise DateError(f"{expression!r} names no days; write 2024-09-04, 2024-Q3, Sept 4, 2024 …")


def _without(folded: str, mentions: list[Any]) -> str:
    """A text without the places of some mentions."""
    kept, position = [], 0
    for mention in sorted(mentions, key=lambda mention: int(mention.start)):
        kept.append(folded[position : mention.start])
        position = max(position, mention.end)
    return " ".join([*kept, folded[position:]])


def _dateparser(expression: str) -> TimeSpan | None:
    """What dateparser makes of a whole expression in another language, checked against its digits."""
    numbers = [int(number) for number in _NUMBER.findall(expression)]
    years = [number for number in numbers if 1000 <= number <= 9999]
    if len(years) != 1 or len(numbers) > 2 or not _MONTH_WORD.search(expression):
        return None
    moment = _parse(expression)
    if moment is None or moment.year != years[0]:
        return None
    if len(numbers) == 1:
        return TimeSpan.month(moment.year, moment.month)
    return TimeSpan.day(moment) if moment.day in numbers else None


def _parse(expression: str) -> date | None:
    from datetime import datetime

    from dateparser import parse

    # A fixed base keeps the clock out: of it only a missing day can come, and the month counts then.
    settings: Any = {"REQUIRE_PARTS": ["month", "year"], "RELATIVE_BASE": datetime(2000, 1, 1)}
    moment = parse(expression, languages=[*MONTH_LANGUAGES], settings=settings)
    return moment.date() if moment else None
