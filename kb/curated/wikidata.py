"""Query results of Wikidata: SPARQL's JSON, and the plainer JSON that the query service lets be downloaded.

A date's precision and calendar model are variables beside it (wikibase:timePrecision, wikibase:timeCalendarModel).
Query results are in the proleptic Gregorian calendar whatever the calendar model says, which is the one that an
editor saw (mediawiki.org, Wikibase/Indexing/RDF Dump Format); values as entities have them, which begin with a
sign, are in their calendar model.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kb.errors import DateError
from kb.pipeline import Knowledge
from kb.when.julian import from_julian

Bindings = Mapping[str, Any]

_TIME = re.compile(r"([+-]?)0*(\d{1,16})-(\d\d)-(\d\d)T\d\d:\d\d:\d\dZ")
_ENTITY = "http://www.wikidata.org/entity/"
_JULIAN = "Q1985786"
# wikibase:timePrecision; finer than a day nothing is kept.
_CENTURY, _DECADE, _YEAR, _MONTH, _DAY = 7, 8, 9, 10, 11
_ENDS = re.compile(r"end|until|dissol|abolish|death|to$", re.I)
_TITLES = ("title", "eventLabel", "itemLabel", "label", "description", "itemDescription")


def looks_like(text: str) -> bool:
    """Whether a text is SPARQL's JSON, or an array of rows with addresses of Wikidata in them."""
    head = text[:20_000].lstrip()
    if not head.startswith(("{", "[")):
        return False
    results = '"bindings"' in text and '"results"' in text and head.startswith("{")
    return results or (_ENTITY in head and _TIME.search(head) is not None)


def read(
    text: str, dropped: Counter[str], knowledge: Knowledge
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """A row for each result that has a date; `dropped` counts the variables that have no place."""
    try:
        found = json.loads(text)
        results = list(found["results"]["bindings"] if isinstance(found, dict) else found)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield 1, f"not JSON of a query: {error}"
        return
    for number, each in enumerate(results, 1):
        plain = {name: _value(value) for name, value in each.items()} if isinstance(each, dict) else {}
        try:
            yield number, _row(plain, dropped)
        except DateError as error:
            yield number, str(error)


def _value(bound: object) -> str:
    return str(bound.get("value", "")) if isinstance(bound, dict) else str(bound)


def _row(bound: Mapping[str, str], dropped: Counter[str]) -> dict[str, Any]:
    dates = [name for name, value in bound.items() if _TIME.fullmatch(value)]
    if not dates:
        raise DateError("no date")
    starts = next((name for name in dates if not _ENDS.search(name)), dates[0])
    ends = next((name for name in dates if name != starts and _ENDS.search(name)), None)
    title = _title(bound)
    row: dict[str, Any] = {"written": _edtf(bound, starts), "title": title[1], "publisher": "Wikidata"}
    if ends:
        row["end"] = _edtf(bound, ends)
    item = next(
        (name for name, value in bound.items() if value.startswith(_ENTITY + "Q") and not _model(name)), None
    )
    if item:
        row["url"] = bound[item]
    used = {starts, ends, item, title[0], *(name for name in bound if _model(name) or _precise(name))}
    dropped.update(name for name, value in bound.items() if value and name not in used)
    return row


def _title(bound: Mapping[str, str]) -> tuple[str, str]:
    """The best label, and the variable that has it."""
    labels = [name for name in bound if name.endswith(("Label", "_label"))]
    for name in (*_TITLES, *labels, *(name for name in bound if name.endswith("Description"))):
        if bound.get(name):
            return name, bound[name]
    return "", ""


def _edtf(bound: Mapping[str, str], name: str) -> str:
    match = _TIME.fullmatch(bound[name])
    assert match is not None
    sign, year, month, day = match.groups()
    if sign == "-" or not 1 <= int(year) <= 9999:
        raise DateError(f"{bound[name]}: years before 1 and after 9999 are not kept")
    precision = int(_beside(bound, name, _precise) or _DAY)
    if precision >= _DAY:
        return _day(
            int(year), int(month), int(day), julian=bool(sign) and _is_julian(bound, name)
        ).isoformat()
    if precision == _MONTH:
        return f"{int(year):04d}-{month}"
    if precision == _YEAR:
        return f"{int(year):04d}"
    if precision == _DECADE:
        return f"{int(year) // 10:03d}X"
    if precision == _CENTURY:
        # The century's year may be any of it: 1801 and 1900 are both of the nineteenth.
        return f"{(int(year) - 1) // 100:02d}XX"
    raise DateError(f"{bound[name]}: a precision of {precision} is too coarse")


def _day(year: int, month: int, day: int, *, julian: bool) -> date:
    try:
        return from_julian(year, month, day) if julian else date(year, month, day)
    except ValueError as error:
        raise DateError(f"{year:04d}-{month:02d}-{day:02d}: {error}") from None


def _is_julian(bound: Mapping[str, str], name: str) -> bool:
    return _beside(bound, name, _model).endswith(_JULIAN)


def _beside(bound: Mapping[str, str], name: str, fits: Any) -> str:  # noqa: ANN401 - a test of names
    """The variable that goes with a date: `startPrecision` with `start`, `precision` with any."""
    fitting = [each for each in bound if fits(each)]
    own = [each for each in fitting if each.lower().startswith(name.lower())]
    shared = [each for each in fitting if each.lower() in _SHARED]
    return next((bound[each] for each in (*own, *shared, *fitting[:1])), "")


_SHARED = frozenset({"precision", "timeprecision", "calendar", "calendarmodel", "timecalendarmodel"})


def _precise(name: str) -> bool:
    return "precision" in name.lower()


def _model(name: str) -> bool:
    return "calendar" in name.lower()
