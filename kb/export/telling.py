"""What readers of a foreign format are told of an event, in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kb.export.job import Job
from kb.export.labels import date_label
from kb.model import EventDetail, Evidence
from kb.when.granularity import Granularity


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def entity_labels(detail: EventDetail) -> list[str]:
    """The English names of the event's entities, the principal first; an id where nothing describes it."""
    known = detail.described
    return [known[name].label() if name in known else name for name in detail.event.entities]


def is_coarse(detail: EventDetail) -> bool:
    """Whether the source gave no day."""
    return detail.event.when.granularity is not Granularity.DAY


def note_coarse(detail: EventDetail, job: Job, what: str) -> None:
    """Say of an event whose source gave no day what became of its date."""
    if is_coarse(detail):
        job.note(f"dated to {_unit(detail)}, not to a day: {what}")


def coarseness(detail: EventDetail) -> str:
    """The date as the source gave it, for a format that knows days only: `2024 Q2 (the source gives a quarter)`."""
    label = date_label(detail.event.when)
    if not is_coarse(detail):
        return label
    return f"{label} (the source gives {_unit(detail)}, no day)"


def _unit(detail: EventDetail) -> str:
    granularity = detail.event.when.granularity
    return "a stretch of days" if granularity is Granularity.RANGE else f"a {granularity}"


def source_name(evidence: Evidence) -> str:
    """How a person would name the document."""
    return evidence.publisher or evidence.source or evidence.title or evidence.document


def source_line(evidence: Evidence) -> str:
    """Who says so, and when: `Harbor Wire, 2024-09-04`."""
    day = evidence.published_on
    return f"{source_name(evidence)}, {day}" if day else source_name(evidence)


def quotes(detail: EventDetail) -> Iterator[tuple[str, Evidence]]:
    """The quotes, each on one line, with what they stand in."""
    for each in detail.evidence:
        yield one_line(each.statement.quote), each


def web_address(evidence: Evidence) -> str | None:
    """The document's address, if it is one of the web; nothing else may become a link."""
    url = (evidence.url or "").strip()
    try:
        fine = urlsplit(url).scheme in ("http", "https") and not set(url) & set(" \n\t<>\"'\\`{}|^")
    except ValueError:
        return None
    return url if fine else None


def first_address(detail: EventDetail) -> str | None:
    """The address of the first document that has one."""
    return next(filter(None, map(web_address, detail.evidence)), None)
