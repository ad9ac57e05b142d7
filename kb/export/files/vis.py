"""vis-timeline's items. It shows contents as HTML, so that what comes from articles is escaped.

Days are YYYY-MM-DD, which it reads in the reader's own time zone; a year alone it would take for milliseconds, and
midnight in UTC is the day before in New York.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from html import escape
from typing import TextIO

from kb.export.job import Job
from kb.export.labels import date_label
from kb.export.telling import is_coarse, note_coarse, one_line, quotes, source_line
from kb.model import EventDetail
from kb.when.granularity import Qualifier


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the array of items, event by event."""
    separator = "[\n"
    for detail in details:
        out.write(separator + json.dumps(_item(detail, job), ensure_ascii=False))
        separator = ",\n"
    out.write("\n]\n" if separator == ",\n" else "[]\n")


def _item(detail: EventDetail, job: Job) -> dict[str, str]:
    event = detail.event
    item = {
        "id": event.id,
        "content": escape(one_line(event.title)),
        "start": event.when.starts_on.isoformat(),
        "type": "box",
    }
    note_coarse(detail, job, "shown as a range of days")
    if is_coarse(detail):
        item |= {"type": "range", "end": _day_after(event.when.ends_on)}
    return {**item, "group": event.kind, "title": _tooltip(detail), "className": _classes(detail)}


def _day_after(last: date) -> str:
    """The end of a range is exclusive."""
    return (last + timedelta(days=last < date.max)).isoformat()


def _tooltip(detail: EventDetail) -> str:
    lines = [f"{date_label(detail.event.when)} · {detail.event.status}", one_line(detail.event.title)]
    lines += [f"“{quote}” — {source_line(evidence)}" for quote, evidence in quotes(detail)]
    return "<br>".join(map(escape, lines))


def _classes(detail: EventDetail) -> str:
    """What a style sheet may tell apart: status, kind, granularity, and what is not exact."""
    event = detail.event
    when = event.when
    classes = [event.status.value, event.kind, when.granularity.value]
    classes += ["not-exact"] if when.qualifier is not Qualifier.EXACT else []
    classes += [when.bound.value] if when.bound else []
    return " ".join(f"kb-{name}" for name in classes)
