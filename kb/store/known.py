"""Events that come in great numbers: what a giver says of each, and the tuple that carries it to the base."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from kb.errors import DataError
from kb.events.record import StatementRecord
from kb.events.summary import event_id, summarize
from kb.model import Measure, Status
from kb.rows.spans import exact, measure_json
from kb.store.reach import reach_of
from kb.store.terms import index_terms
from kb.when.span import TimeSpan

RULE = "known"
# No title is longer.
_SHORT = 100
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event that its giver knows to be one, with the sentence that tells it (`text`).

    It becomes a document of its own with one statement. `entities` are ids, the principal first. `published`
    is the day on which the source said so. Raises `DataError` where the text is blank or cannot be stored.
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
        if not self.text.strip() or "\x00" in self.text or not _is_storable(self.text):
            raise DataError(f"an event needs a line of text, not {self.text!r}")

    @property
    def id(self) -> str:
        """The name of its document and statement: a hash of all that it says."""
        return _name(self, self.when.edtf)


class Encoding(NamedTuple):
    """How a database's driver takes a day and a number."""

    day: Callable[[date], Any]
    number: Callable[[Any], Any]


class Named(NamedTuple):
    """An entity that events name: its own row's number, and the id and number of what it is known to be."""

    own: int
    known: int
    id: str
    written: str


# What `staged_event` makes, in order.
EVENT = (
    "pk", "event_pk", "id", "event_id", "kind", "status", "title", "text",
    "edtf", "starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal_label", "reach",
    "published_on", "asserted_on", "language", "source", "publisher", "url",
    "principal_pk", "entities", "measures", "sources", "terms",
)  # fmt: skip
# What `staged_links` makes: a repeated entity, or one that a person said is another of them, has no place.
LINK = ("statement_pk", "position", "own_pk", "role", "entity_pk", "event_position")
MEASURE = (
    "statement_pk", "position", "metric", "value", "exact", "unit", "basis", "segment", "period",
    "tolerance", "approximate", "note",
)  # fmt: skip


def staged_event(
    each: KnownEvent, pk: int, event_pk: int, named: Sequence[Named], today: date, encoding: Encoding
) -> Row:
    """The values of `EVENT`; `today` is when a source without a date is taken to have said so."""
    edtf, *_ = span = _span_row(each.when, encoding.day)
    name = _name(each, edtf)
    title, measures, source = _told(each, name)
    published = encoding.day(each.published) if each.published else None
    return (
        pk, event_pk, name, event_id(name), each.kind, each.status.value, title, each.text,
        *span, published, published or encoding.day(today), each.language, each.source, each.publisher,
        each.url, named[0].known if named else None,
        f"[{', '.join(dict.fromkeys([one.written for one in named]))}]",
        f"[{', '.join(map(_measure_text, measures))}]" if measures else "[]",
        f"[{quoted(source)}]", index_terms((title, each.text)),
    )  # fmt: skip


def staged_links(pk: int, named: Sequence[Named], roles: tuple[str, str]) -> Iterator[Row]:
    """The rows of `LINK`, the principal first."""
    seen: dict[int, int] = {}
    for position, one in enumerate({one.own: one for one in named}.values()):
        place = seen.setdefault(one.known, len(seen)) if one.known not in seen else None
        yield pk, position, one.own, roles[position > 0], one.known, place


def staged_measures(pk: int, measures: Sequence[Measure], encoding: Encoding) -> Iterator[Row]:
    """The rows of `MEASURE`."""
    for position, each in enumerate(measures):
        yield (
            pk, position, each.metric, encoding.number(each.value), exact(each.value), each.unit,
            each.basis, each.segment, each.period, each.tolerance, each.approximate, each.note,
        )  # fmt: skip


def _name(each: KnownEvent, edtf: str) -> str:
    said = (
        each.text, edtf, each.kind, each.status.value, "\x1e".join(each.entities),
        "\x1e".join(map(_measure_said, each.measures)), str(each.published), str(each.language),
        str(each.source), str(each.publisher), str(each.url),
    )  # fmt: skip
    return blake2b("\x1f".join(said).encode(), digest_size=8).hexdigest()


def _measure_said(each: Measure) -> str:
    return (
        f"{each.metric} {each.value} {each.unit} {each.basis} {each.segment} {each.period} "
        f"{each.tolerance} {each.approximate} {each.note}"
    )


def _told(each: KnownEvent, name: str) -> tuple[str, Sequence[Measure], str]:
    """Title, measures and source of the event, as the resolver tells an event of one statement."""
    source = each.publisher or each.source or name
    text = each.text
    if len(each.measures) < 2 and _is_title(text):
        return text, each.measures, source
    record = StatementRecord(
        name, name, each.kind, each.status, each.when, text, measures=each.measures, source=source
    )
    summary = summarize([record])
    return summary.title, summary.measures, source


def _is_title(text: str) -> bool:
    """A short line, which is an event's title as it is."""
    plain = len(text) <= _SHORT and text.isprintable() and "  " not in text
    return plain and text[0].isalnum() and text[-1].isalnum()


def _is_storable(text: str) -> bool:
    """Lone surrogates have no place in UTF-8."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


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


@lru_cache(maxsize=4_096)
def quoted(text: str) -> str:
    """The text as JSON."""
    return json.dumps(text, ensure_ascii=False)


def _measure_text(measure: Measure) -> str:
    if measure == Measure(measure.metric, measure.value, measure.unit):
        # Most have no more, and a million times this is quicker.
        return (
            f'{{"metric": {quoted(measure.metric)}, "value": "{exact(measure.value)}", '
            f'"unit": {quoted(measure.unit)}}}'
        )
    return json.dumps(measure_json(measure), ensure_ascii=False)
