"""Calendars (iCalendar, RFC 5545): each VEVENT is an event of whole days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from kb.errors import DateError
from kb.pipeline import Knowledge

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"([\w-]+)((?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):(.*)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(T\d{6}Z?)?")
_LENGTH = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?")
_ESCAPE = re.compile(r"\\([\\;,nN])")
# Section 3.8.1.11.
_STATUS = {"CANCELLED": "cancelled", "TENTATIVE": "planned"}
_PLACED = frozenset({"DTSTART", "DTEND", "DURATION", "SUMMARY", "URL", "STATUS", "CREATED"})
# They say nothing of the event itself.
_KEEPING = frozenset({"UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "TRANSP", "CLASS", "BEGIN", "END"})


class _Property(NamedTuple):
    line: int
    name: str
    parameters: str
    value: str


def looks_like(text: str) -> bool:
    """Whether a text begins as a calendar does."""
    return text.lstrip("\ufeff \r\n")[:15].upper() == "BEGIN:VCALENDAR"


def read(
    text: str, dropped: Counter[str], knowledge: Knowledge
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """A row for each event; `dropped` counts what has no place: descriptions, repetitions, times of day."""
    inside: list[_Property] = []
    depth: list[str] = []
    for each in _properties(text):
        if each.name == "BEGIN":
            depth.append(each.value.upper())
            if each.value.upper() == "VEVENT":
                inside = [each]
            elif depth[0] == "VCALENDAR" and len(depth) == 2:
                dropped[each.value.upper()] += 1
        elif each.name == "END":
            if each.value.upper() == "VEVENT":
                yield inside[0].line if inside else each.line, _event(inside, dropped)
            depth = depth[:-1] or ["VCALENDAR"]
        elif depth and depth[-1] == "VEVENT":
            inside.append(each)


def _properties(text: str) -> Iterator[_Property]:
    """The lines as they were before they were folded (section 3.1)."""
    number = 1
    for line in re.split(r"\r?\n(?![ \t])", text.lstrip("\ufeff")):
        match = _LINE.fullmatch(_FOLD.sub("", line))
        if match:
            name, parameters, value = match.groups()
            yield _Property(number, name.upper(), parameters.upper(), value)
        number += line.count("\n") + 1


def _event(properties: list[_Property], dropped: Counter[str]) -> dict[str, Any] | str:
    held = {each.name: each for each in reversed(properties)}
    try:
        first, last = _days(held, dropped)
    except (DateError, ValueError) as error:
        return str(error)
    row: dict[str, Any] = {
        "written": first.isoformat(),
        "title": _text(held, "SUMMARY"),
        "url": _text(held, "URL"),
    }
    if last > first:
        row["end"] = last.isoformat()
    if status := _STATUS.get(_text(held, "STATUS").upper()):
        row["status"] = status
    if "CREATED" in held and (created := _DAY.match(held["CREATED"].value)):
        row["published"] = "-".join(created.group(1, 2, 3))
    dropped.update(name for name in held if name not in _PLACED and name not in _KEEPING)
    return row


def _days(held: dict[str, _Property], dropped: Counter[str]) -> tuple[date, date]:
    """The first and the last day; the end of whole days is the day after them (section 3.6.1)."""
    if "DTSTART" not in held:
        raise DateError("no date")
    first, timed = _day(held["DTSTART"].value)
    dropped["time of day"] += timed
    if "DTEND" in held:
        end, timed = _day(held["DTEND"].value)
        midnight = held["DTEND"].value[8:15] == "T000000"
        return first, max(first, end - timedelta(1) if not timed or midnight else end)
    if "DURATION" in held and (length := _LENGTH.fullmatch(held["DURATION"].value)):
        weeks, days = (int(part or 0) for part in length.groups())
        return first, first + timedelta(max(7 * weeks + days - 1, 0))
    return first, first


def _day(value: str) -> tuple[date, bool]:
    match = _DAY.fullmatch(value.strip())
    if match is None:
        raise DateError(f"{value!r} is no day")
    year, month, day, clock = match.groups()
    return date(int(year), int(month), int(day)), clock is not None


def _text(held: dict[str, _Property], name: str) -> str:
    value = held[name].value if name in held else ""
    return " ".join(_ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).split())
