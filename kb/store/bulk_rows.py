"""Events that come in great numbers, as the tuples of their rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from kb.errors import DataError
from kb.events.record import StatementRecord
from kb.events.summary import event_id, summarize
from kb.knowledge.kinds import get_kind
from kb.model import Measure, Status
from kb.rows.spans import exact, measure_json
from kb.store.reach import reach_of
from kb.store.terms import index_terms
from kb.when.span import TimeSpan

RULE = "known"
# No title is longer.
_SHORT = 100
Row = tuple[Any, ...]

_SPAN = ("edtf", "starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal_label", "reach")
# The columns that are filled, of each table, in the order in which rows refer to each other.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "document": (
        "pk", "id", "language", "source", "published_on", "published_how", "asserted_on", "publisher", "url",
        "run_pk", "recorded_at", "text",
    ),
    "event": (
        "pk", "id", "kind", "status", "title", *_SPAN, "asserted_on", "recorded_at", "entities", "measures",
        "statements", "sources", "conflicts",
    ),
    "event_entity": (
        "entity_pk", "reach", "starts_on", "event_pk", "ends_on", "kind", "asserted_on", "position",
    ),
    "event_text": ("event_pk", "terms"),
    "statement": (
        "pk", "id", "document_pk", "event_pk", "principal_pk", "kind", "status", *_SPAN, "start_char",
        "end_char", "quote", "sentence_start_char", "sentence_end_char", "paragraph", "heading", "rule",
        "digest", "run_pk", "recorded_at",
    ),
    "statement_entity": ("statement_pk", "position", "entity_pk", "role"),
    "measure": (
        "statement_pk", "position", "metric", "value", "exact", "unit", "basis", "segment", "period",
        "tolerance", "approximate", "note",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event that its giver knows to be one, with the sentence that tells it (`text`).

    It becomes a document of its own with one statement. `entities` are ids, the principal first. `published`
    is the day on which the source said so. Raises `DataError` where the text is blank.
    """

    text: str
    when: TimeSpan
    kind: str = "other"
    status: Status = Status.ACTUAL
    entities: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    published: date | None = None
    language: str | None = None
    source: str | None = None
    publisher: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip() or "\x00" in self.text:
            raise DataError(f"an event needs a line of text, not {self.text!r}")

    @property
    def id(self) -> str:
        """The name of its document and statement: a hash of all that it says."""
        said = (
            self.text, self.when.edtf, self.kind, self.status, self.entities, self.measures,
            self.published, self.language, self.source, self.publisher, self.url,
        )  # fmt: skip
        return blake2b("\x1f".join(map(str, said)).encode(), digest_size=8).hexdigest()


class Encoding(NamedTuple):
    """How a database's driver takes a day, a JSON text and a number."""

    day: Callable[[date], Any]
    json: Callable[[str], Any]
    number: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of an event's rows, and what all rows of a load share."""

    document: int
    event: int
    entities: Sequence[int]
    run: int
    recorded_at: Any
    recorded_on: date


def rows_of(each: KnownEvent, name: str, numbers: Numbers, encoding: Encoding) -> dict[str, list[Row]]:
    """The rows of one event by table, with the columns of `COLUMNS`."""
    span = _span_row(each.when, encoding.day)
    asserted = encoding.day(each.published or numbers.recorded_on)
    title, measures, sources = _told(each, name)
    shared = (numbers.run, numbers.recorded_at)
    status, size = each.status.value, len(each.text)
    principal = numbers.entities[0] if numbers.entities else None
    published = (encoding.day(each.published), "given") if each.published else (None, None)
    return {
        "document": [(
            numbers.document, name, each.language, each.source, *published, asserted, each.publisher,
            each.url, *shared, each.text,
        )],
        "event": [(
            numbers.event, event_id(name), each.kind, status, title, *span, asserted, numbers.recorded_at,
            encoding.json(_json(tuple(dict.fromkeys(each.entities)))),
            encoding.json(_measures_json(measures)), encoding.json(f'["{name}"]'),
            encoding.json(_json(sources)), encoding.json("[]"),
        )],
        "event_entity": [
            (key, span[7], span[1], numbers.event, span[2], each.kind, asserted, position)
            for position, key in enumerate(numbers.entities)
        ],
        "event_text": [(numbers.event, index_terms((title, each.text)))],
        "statement": [(
            numbers.document, name, numbers.document, numbers.event, principal, each.kind, status, *span,
            0, size, each.text, 0, size, 0, False, RULE, name, *shared,
        )],
        "statement_entity": [
            (numbers.document, position, key, get_kind(each.kind).roles[position > 0])
            for position, key in enumerate(numbers.entities)
        ],
        "measure": list(_measure_rows(numbers.document, each.measures, encoding)),
    }  # fmt: skip


def _told(each: KnownEvent, name: str) -> tuple[str, tuple[Measure, ...], tuple[str, ...]]:
    """Title, measures and sources of the event, as the resolver tells an event of one statement."""
    source = each.publisher or each.source or name
    text = each.text
    if len(each.measures) < 2 and _is_title(text):
        return text, each.measures, (source,)
    record = StatementRecord(
        name, name, each.kind, each.status, each.when, text, measures=each.measures, source=source
    )
    summary = summarize([record])
    return summary.title, summary.measures, summary.sources


def _is_title(text: str) -> bool:
    """A short line, which is an event's title as it is."""
    plain = text.isprintable() and "  " not in text
    return plain and len(text) <= _SHORT and text[0].isalnum() and text[-1].isalnum()


@lru_cache(maxsize=65_536)
def _span_row(span: TimeSpan, day: Callable[[date], Any]) -> Row:
    return (
        span.edtf,
        day(span.starts_on),
        day(span.ends_on),
        span.granularity.value,
        span.qualifier.value or None,
        span.bound.value if span.bound else None,
        span.fiscal_label,
        reach_of(span.starts_on, span.ends_on),
    )


@lru_cache(maxsize=65_536)
def _json(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _measures_json(measures: Sequence[Measure]) -> str:
    return f"[{', '.join(map(_measure_text, measures))}]"


@lru_cache(maxsize=4_096)
def _measure_text(measure: Measure) -> str:
    return json.dumps(measure_json(measure), ensure_ascii=False)


def _measure_rows(statement: int, measures: Sequence[Measure], encoding: Encoding) -> Iterator[Row]:
    for position, each in enumerate(measures):
        yield (
            statement, position, each.metric, encoding.number(each.value), exact(each.value), each.unit,
            each.basis, each.segment, each.period, each.tolerance, each.approximate, each.note,
        )  # fmt: skip
