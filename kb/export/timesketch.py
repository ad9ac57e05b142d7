"""Events as rows of Timesketch: `message`, `datetime` with an offset, `timestamp` (microseconds), `timestamp_desc`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from kb.export.contract import JsonObject
from kb.export.job import Job
from kb.export.labels import date_label
from kb.export.measures import format_measures
from kb.export.telling import entity_labels, first_address, is_coarse, note_coarse, one_line, source_name
from kb.model import EventDetail

COLUMNS = (
    "message", "datetime", "timestamp", "timestamp_desc", "ends", "date", "edtf", "granularity", "kind", "status",
    "entities", "measures", "quote", "source", "url", "event",
)  # fmt: skip


def timesketch_rows(details: Iterable[EventDetail], job: Job) -> Iterator[JsonObject]:
    """A row for each event, at the beginning of its first day, in UTC."""
    for detail in details:
        note_coarse(detail, job, "placed at its first day, as timestamp_desc says")
        yield _row(detail)


def _row(detail: EventDetail) -> JsonObject:
    event = detail.event
    when = event.when
    start = datetime.combine(when.starts_on, time.min, UTC)
    return {
        "message": one_line(event.title),
        "datetime": start.isoformat(),
        "timestamp": _microseconds(start),
        "timestamp_desc": f"First day of a {when.granularity}" if is_coarse(detail) else "Day",
        "ends": _iso(when.ends_on),
        "date": date_label(when),
        "edtf": when.edtf,
        "granularity": when.granularity.value,
        "kind": event.kind,
        "status": event.status.value,
        "entities": "; ".join(entity_labels(detail)),
        "measures": format_measures(event.measures),
        "quote": one_line(detail.evidence[0].statement.quote) if detail.evidence else "",
        "source": "; ".join(dict.fromkeys(map(source_name, detail.evidence))),
        "url": first_address(detail) or "",
        "event": event.id,
    }


def _iso(day: date) -> str:
    return datetime.combine(day, time.max.replace(microsecond=0), UTC).isoformat()


def _microseconds(moment: datetime) -> int:
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000
