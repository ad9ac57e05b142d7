"""The objects that kb writes as JSON: what docs/json.md promises to other programs.

Offsets are code points into the stored text, end exclusive. Values of measures are decimal strings. What has
no value is null, never absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.model import Document, Event, Extraction, Issue, Measure, Statement, TimeMention
from kb.when.span import TimeSpan

JsonObject = dict[str, Any]

# The columns of an event in every tabular format, in this order.
EVENT_COLUMNS = (
    "id", "edtf", "starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal", "kind", "status",
    "title", "entities", "measures", "statements", "sources", "conflicts",
)  # fmt: skip


def extraction_object(extraction: Extraction) -> JsonObject:
    """What `kb extract` says of one document."""
    return {
        "document": document_object(extraction.document),
        "times": [time_object(mention) for mention in extraction.times],
        "events": [statement_object(statement) for statement in extraction.statements],
        "issues": [issue_object(issue) for issue in extraction.issues],
    }


def document_object(document: Document) -> JsonObject:
    """A document without its text."""
    published = document.published
    return {
        "id": document.id,
        "language": document.language,
        "published": published.day.isoformat() if published else None,
        "published_how": published.how.value if published else None,
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "url": document.url,
        "found": dict(document.found),
    }


def time_object(mention: TimeMention) -> JsonObject:
    """A time mention; durations, sets and vague ones have no span."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type.value,
        **_span(mention.when),
        "granularity": mention.granularity,
        "qualifier": mention.when.qualifier.value if mention.when else None,
        "bound": mention.when.bound.value if mention.when and mention.when.bound else None,
        "fiscal": mention.when.fiscal_label if mention.when else None,
        "rule": mention.rule,
    }


def statement_object(statement: Statement) -> JsonObject:
    """A statement as an event of its document."""
    time = statement.time
    return {
        "id": statement.id,
        "start": statement.start,
        "end": statement.end,
        "quote": statement.quote,
        "sentence": {"start": statement.sentence.start, "end": statement.sentence.end},
        "time": {"start": time.start, "end": time.end, "text": time.text} if time else None,
        **_span(statement.when),
        "granularity": statement.when.granularity.value,
        "kind": statement.kind,
        "status": statement.status.value,
        "entities": [participant.entity for participant in statement.participants],
        "roles": {participant.entity: participant.role for participant in statement.participants},
        "measures": [measure_object(measure) for measure in statement.measures],
        "rule": statement.rule,
    }


def measure_object(measure: Measure) -> JsonObject:
    """A measure, its value with every digit."""
    return {
        "metric": measure.metric,
        "value": format(measure.value, "f"),
        "unit": measure.unit,
        "basis": measure.basis,
        "segment": measure.segment,
        "period": measure.period,
        "tolerance": measure.tolerance,
        "approximate": measure.approximate,
        "note": measure.note,
    }


def issue_object(issue: Issue) -> JsonObject:
    """Something that could not be understood."""
    return {"start": issue.start, "end": issue.end, "code": issue.code, "message": issue.message}


def event_object(event: Event) -> JsonObject:
    """An event of a base, with the keys of `EVENT_COLUMNS`."""
    when = event.when
    return {
        "id": event.id,
        **_span(when),
        "granularity": when.granularity.value,
        "qualifier": when.qualifier.value,
        "bound": when.bound.value if when.bound else None,
        "fiscal": when.fiscal_label,
        "kind": event.kind,
        "status": event.status.value,
        "title": event.title,
        "entities": list(event.entities),
        "measures": [measure_object(measure) for measure in event.measures],
        "statements": list(event.statements),
        "sources": list(event.sources),
        "conflicts": list(event.conflicts),
    }


def times_object(identity: object, mentions: Iterable[TimeMention]) -> JsonObject:
    """What `kb dates --jsonl` says of one text."""
    return {"id": identity, "times": [time_object(mention) for mention in mentions]}


def _span(when: TimeSpan | None) -> JsonObject:
    if when is None:
        return {"edtf": None, "starts_on": None, "ends_on": None}
    return {
        "edtf": when.edtf,
        "starts_on": when.starts_on.isoformat(),
        "ends_on": when.ends_on.isoformat(),
    }
