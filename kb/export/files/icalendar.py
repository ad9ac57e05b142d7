"""iCalendar (RFC 5545): every event is an all-day span that takes nobody's time.

The lines are written here rather than by a library, so that a million of them take flat memory and no extra.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib.metadata import version
from typing import TextIO

from kb.export.job import Job
from kb.export.labels import date_label
from kb.export.telling import (
    coarseness,
    entity_labels,
    first_address,
    note_coarse,
    one_line,
    quotes,
    source_line,
)
from kb.model import EventDetail, Status

_OCTETS = 75
_STATUS = {
    Status.ACTUAL: "CONFIRMED",
    Status.PLANNED: "TENTATIVE",
    Status.FORECAST: "TENTATIVE",
    Status.RUMORED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    Status.DENIED: "CANCELLED",
}
# What some reader takes for the end of a line, and what no text may hold.
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the calendar, event by event."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//kb//kb {version('kb')}//EN", "CALSCALE:GREGORIAN")
    for line in (*head, f"X-WR-CALNAME:{escaped(job.title)}"):
        out.write(folded(line))
    for detail in details:
        for line in _lines(detail, job):
            out.write(folded(line))
    out.write(folded("END:VCALENDAR"))


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no character cut, each ended by CRLF."""
    if len(line.encode()) <= _OCTETS:
        return line + "\r\n"
    pieces, piece, room = [], "", _OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            # The space that begins the next line counts.
            piece, room = "", _OCTETS - 1
        piece, room = piece + character, room - size
    return "\r\n ".join([*pieces, piece]) + "\r\n"


def escaped(text: str) -> str:
    """A TEXT value."""
    text = _CONTROLS.sub("", _BREAKS.sub("\n", text))
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _lines(detail: EventDetail, job: Job) -> Iterator[str]:
    event = detail.event
    when = event.when
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@kb"
    yield f"DTSTAMP:{_day(_stamp(detail))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(when.starts_on)}"
    yield from _end(when.ends_on, job)
    yield f"SUMMARY:{escaped(one_line(event.title))}"
    yield f"STATUS:{_STATUS[event.status]}"
    yield "TRANSP:TRANSPARENT"
    yield f"SEQUENCE:{_revisions(detail)}"
    yield f"CATEGORIES:{','.join(map(escaped, [event.kind, event.status.value, *entity_labels(detail)]))}"
    if address := first_address(detail):
        yield f"URL:{address}"
    yield f"DESCRIPTION:{escaped(_description(detail))}"
    yield f"X-KB-EDTF:{escaped(when.edtf)}"
    yield f"X-KB-GRANULARITY:{when.granularity}"
    yield f"X-KB-STATUS:{event.status}"
    yield "END:VEVENT"
    note_coarse(detail, job, "shown as an all-day span, as its description says")


def _end(last: date, job: Job) -> Iterator[str]:
    """The day after the last: DTEND is exclusive."""
    if last == date.max:
        job.note("without DTEND: no day follows 9999-12-31")
        return
    yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _stamp(detail: EventDetail) -> date:
    """The day of the last news of the event, so that the same base gives the same file."""
    return max((each.asserted_on for each in detail.evidence), default=detail.event.when.starts_on)


def _revisions(detail: EventDetail) -> int:
    """How often the date was told anew: a calendar replaces what it holds with a higher number."""
    told = {each.statement.when.edtf for each in detail.evidence}
    told |= {each.statement.was.edtf for each in detail.evidence if each.statement.was}
    return max(len(told) - 1, 0)


def _description(detail: EventDetail) -> str:
    lines = [f"Date: {coarseness(detail)}", f"Status: {detail.event.status}"]
    lines += [
        f"Put off from {date_label(each.statement.was)}" for each in detail.evidence if each.statement.was
    ]
    lines += [f"“{quote}” — {source_line(evidence)}" for quote, evidence in quotes(detail)]
    return "\n".join(dict.fromkeys(lines))
