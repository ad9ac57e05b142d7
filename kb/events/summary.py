"""One event as its statements tell it: its name, title, span, status, entities and measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import attrgetter

from kb.events.agreement import agree
from kb.events.conflicts import find_conflicts
from kb.events.record import StatementRecord
from kb.model import Event, Measure, Status
from kb.when.granularity import Qualifier
from kb.when.span import TimeSpan

# A title is read at a glance.
_TITLE = 100
_CERTAINTY = {status: rank for rank, status in enumerate(Status)}


def summarize(records: Iterable[StatementRecord]) -> Event:
    """The event of statements that were found to tell one. The same for any order of them.

    It is named after the statement first asserted, so that later news leaves the name as it is.
    """
    ordered = sorted(records, key=attrgetter("age"))
    if len(ordered) == 1:
        return _alone(ordered[0])
    when = _when(ordered)
    measures = _measures(ordered)
    return Event(
        id=event_id(ordered[0].id),
        kind=_commonest([record.kind for record in ordered]),
        title=_title(ordered, when, measures),
        when=when,
        status=min((record.status for record in ordered), key=_CERTAINTY.__getitem__),
        entities=_entities(ordered),
        measures=measures,
        statements=tuple(record.id for record in ordered),
        sources=_sources(ordered),
        conflicts=tuple(conflict.message for conflict in find_conflicts(ordered)),
    )


def _alone(record: StatementRecord) -> Event:
    """As `summarize`, of a single statement, which most events have: it cannot disagree with itself."""
    principal = [record.principal] if record.principal is not None else []
    return Event(
        event_id(record.id),
        record.kind,
        _plain(record.quote),
        record.when,
        record.status,
        tuple(dict.fromkeys([*principal, *record.entities])),
        _measures([record]) if len(record.measures) > 1 else record.measures,
        (record.id,),
        (record.source or record.document,),
    )


def event_id(statement: str) -> str:
    """The name of an event whose first asserted statement is this."""
    return blake2b(f"event:{statement}".encode(), digest_size=8).hexdigest()


def _sources(ordered: Sequence[StatementRecord]) -> tuple[str, ...]:
    """Where the event is told, first of all; a story that many print in nearly the same words counts once."""
    names: dict[str, str] = {}
    for record in ordered:
        story, name = record.story or record.document, record.source or record.document
        names[story] = name if record.document == story else names.get(story, name)
    return tuple(dict.fromkeys(names.values()))


def _when(ordered: Sequence[StatementRecord]) -> TimeSpan:
    """The shortest span, an exact one first; between equally short ones the one that most documents give."""
    tellers: dict[TimeSpan, set[str]] = defaultdict(set)
    for record in ordered:
        tellers[record.when].add(record.story or record.document)
    return min(
        tellers,
        key=lambda span: (
            span.days,
            span.qualifier is not Qualifier.EXACT,
            -len(tellers[span]),
            span.starts_on,
            span.edtf,
        ),
    )


def _entities(ordered: Sequence[StatementRecord]) -> tuple[str, ...]:
    """The principal, then the others in the order of the telling."""
    principals = [record.principal for record in ordered if record.principal is not None]
    first = [_commonest(principals)] if principals else []
    return tuple(dict.fromkeys([*first, *(name for record in ordered for name in record.entities)]))


def _measures(ordered: Sequence[StatementRecord]) -> tuple[Measure, ...]:
    """Each number once, as the source gives it that does not round; conflicting ones side by side."""
    told = list(dict.fromkeys(measure for record in ordered for measure in record.measures))
    kept: list[Measure] = []
    for measure in sorted(
        told, key=lambda measure: (measure.approximate, -len(measure.value.normalize().as_tuple().digits))
    ):
        if not any(_repeats(measure, other) for other in kept):
            kept.append(measure)
    return tuple(sorted(kept, key=told.index))


def _repeats(measure: Measure, other: Measure) -> bool:
    return agree(measure, other) and (measure.value == other.value or measure.basis == other.basis)


def _title(ordered: Sequence[StatementRecord], when: TimeSpan, measures: Sequence[Measure]) -> str:
    """The shortest quote with the event's date and, where it has numbers, one of the whole and no segment.

    One that begins a sentence goes before one that goes on in the middle of it ("before giving back …").
    """
    best = min(
        ordered,
        key=lambda record: (
            record.when != when,
            bool(measures) and not any(measure.segment is None for measure in record.measures),
            record.quote[:1].islower(),
            len(record.quote) > _TITLE,
            len(record.quote),
            record.id,
        ),
    )
    return _plain(best.quote)


def _plain(quote: str) -> str:
    """A quote as a title."""
    return _shortened(" ".join(quote.split()).strip(" ,;:，；：。."))


def _shortened(text: str) -> str:
    """At most so many characters, cut after a whole clause or word where there is one."""
    if len(text) <= _TITLE:
        return text
    head = text[: _TITLE - 1]
    cut = max(head.rfind(mark) for mark in ",，;； ")
    return (head[:cut] if cut > _TITLE // 2 else head).rstrip(" ,;，；") + "…"


def _commonest(names: Sequence[str]) -> str:
    """The commonest, the earliest of equals."""
    return Counter(names).most_common(1)[0][0]
