"""TimelineJS3's JSON. It shows headlines and texts as HTML, so that what comes from articles is escaped.

Years, months and days are numbers (ISO strings drop the event), ids are ASCII (it makes random ones of Chinese
headlines), `display_date` has the date as the source gave it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any, TextIO

from kb.errors import DataError
from kb.export.job import Job
from kb.export.labels import date_label
from kb.export.telling import is_coarse, note_coarse, one_line, quotes, source_line, web_address
from kb.model import EventDetail
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

# The unit in which the first day of a granularity is given.
_YEARS = (Granularity.YEAR, Granularity.DECADE, Granularity.CENTURY)
_MONTHS = (Granularity.MONTH, Granularity.SEASON, Granularity.QUARTER, Granularity.HALF)


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the object, event by event. Raises `DataError` for none: TimelineJS shows an error then."""
    separator = '{"title": ' + _dump({"text": {"headline": escape(job.title)}}) + ',\n"events": [\n'
    for detail in details:
        out.write(separator + _dump(_event(detail)))
        separator = ",\n"
        note_coarse(detail, job, "shown as a span of days")
    if separator != ",\n":
        raise DataError("no event to export, and TimelineJS needs one")
    out.write("\n]}\n")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _event(detail: EventDetail) -> dict[str, Any]:
    event = detail.event
    told: dict[str, Any] = {"start_date": _first(event.when)}
    if is_coarse(detail):
        told["end_date"] = _parts(event.when.ends_on)
    return {
        **told,
        "text": {"headline": escape(one_line(event.title)), "text": _text(detail)},
        "group": event.kind,
        "display_date": date_label(event.when),
        "unique_id": f"kb-{event.id}",
    }


def _first(when: TimeSpan) -> dict[str, int]:
    """The first day, no finer than the source gave it."""
    parts = _parts(when.starts_on)
    if "/" in when.edtf:
        return parts
    keep = 1 if when.granularity in _YEARS else 2 if when.granularity in _MONTHS else 3
    return dict(list(parts.items())[:keep])


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _text(detail: EventDetail) -> str:
    parts = [f"<p><em>{detail.event.status}</em></p>"]
    for quote, evidence in quotes(detail):
        source, address = escape(source_line(evidence)), web_address(evidence)
        cited = f'<a href="{escape(address)}">{source}</a>' if address else source
        parts.append(f"<blockquote>{escape(quote)}</blockquote><p>{cited}</p>")
    return "".join(parts)
