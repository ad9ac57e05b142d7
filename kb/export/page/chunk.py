"""Events as the page reads them: columns of numbers, which are small in a file and quick to parse.

A chunk stands for itself: its numbers point into its own lists of words, so that a page can be written as
events come, and read a chunk at a time. Days count from 1970-01-01. `telling_chunk` holds what a card shows,
row by row, and is read only when one is opened or searched.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kb.export.contract import JsonObject
from kb.export.page.revision import Revision
from kb.model import Entity, EventDetail, Evidence, Judgement, Measure
from kb.when.span import TimeSpan

_EPOCH = date(1970, 1, 1).toordinal()
_LANGUAGES = ("en", "zh-Hant-TW", "zh-Hans")
_Key = TypeVar("_Key", bound=Hashable)


class Words(dict[_Key, int]):
    """Gives each word its number in the order in which words come."""

    def __missing__(self, word: _Key) -> int:
        self[word] = len(self)
        return self[word]


def event_chunk(told: Sequence[EventDetail]) -> JsonObject:
    """What the timeline, the list and the filters show of events."""
    kinds, statuses, units, names, sources = (Words[str]() for _ in range(5))
    events = [each.event for each in told]
    described = {name: entity for each in told for name, entity in each.described.items()}
    return {
        "id": [event.id for event in events],
        "title": [event.title for event in events],
        "start": [day_number(event.when.starts_on) for event in events],
        "length": [(event.when.ends_on - event.when.starts_on).days for event in events],
        "unit": [units[event.when.granularity.value] for event in events],
        "kind": [kinds[event.kind] for event in events],
        "status": [statuses[event.status.value] for event in events],
        "entity": [[names[name] for name in event.entities] for event in events],
        "source": [[sources[name] for name in source_names(each)] for each in told],
        "qualifier": _sparse(event.when.qualifier.value for event in events),
        "bound": _sparse(event.when.bound and event.when.bound.value for event in events),
        "fiscal": _sparse(event.when.fiscal_label for event in events),
        "measures": _sparse([measure_row(each) for each in event.measures] for event in events),
        "conflicts": _sparse(len(event.conflicts) for event in events),
        "was": _sparse(_former(each) for each in told),
        "kinds": list(kinds),
        "statuses": list(statuses),
        "units": list(units),
        "entities": [entity_row(name, described.get(name)) for name in names],
        "sources": list(sources),
    }


def telling_chunk(told: Sequence[EventDetail]) -> JsonObject:
    """What the cards of the same events show, and what their quotes say."""
    documents = Words[tuple[str | None, ...]]()
    return {
        "rows": [
            {
                "edtf": each.event.when.edtf,
                "conflicts": list(each.event.conflicts),
                "evidence": [_evidence_row(one, documents) for one in each.evidence],
                "judgements": [_judgement_row(one) for one in each.judgements],
            }
            for each in told
        ],
        "documents": list(documents),
    }


def revision_rows(revisions: Iterable[Revision]) -> list[list[object]]:
    """The history of each milestone, in order."""
    return [
        [
            each.entity,
            each.milestone,
            each.status.value,
            day_number(each.starts_on),
            day_number(each.ends_on),
            each.slip_days,
            day_number(each.said_on),
            each.speaker or each.publisher,
            each.quote,
            each.event,
            each.edtf,
        ]
        for each in revisions
    ]


def span_row(span: TimeSpan) -> list[object]:
    """First day, days after it, granularity, qualifier, bound, fiscal label."""
    first, last = _days(span)
    said = (span.granularity.value, span.qualifier.value, span.bound and span.bound.value, span.fiscal_label)
    return [first, last - first, *said]


def day_number(day: date) -> int:
    """Days since 1970-01-01, which are negative before."""
    return day.toordinal() - _EPOCH


def entity_row(name: str, entity: Entity | None) -> list[str]:
    """An entity's id, type, and names in English, Traditional and Simplified Chinese."""
    if entity is None:
        return [name, "", name, name, name]
    return [name, entity.type.value, *(entity.label(language) for language in _LANGUAGES)]


def source_names(told: EventDetail) -> list[str]:
    """Who tells the event, each once: publishers, else hosts of addresses, else files."""
    named = [source_name(each) for each in told.evidence] or [_place(name) for name in told.event.sources]
    return list(dict.fromkeys(filter(None, named)))


def source_name(evidence: Evidence) -> str:
    """Who tells it."""
    return evidence.publisher or _place(evidence.url or evidence.source or evidence.document)


def measure_row(measure: Measure) -> list[object]:
    """Metric, value, unit, and what else is said, with no empty end."""
    row: list[object] = [measure.metric, format(measure.value, "f"), measure.unit]
    said = [measure.basis, measure.segment, measure.period, measure.tolerance, measure.note]
    row += [*said, 1 if measure.approximate else None]
    while row[-1] is None:
        row.pop()
    return row


def utf16_offset(text: str, offset: int) -> int:
    """Where a code point of the text begins in UTF-16, in which browsers count."""
    return offset if text.isascii() else len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def _place(name: str) -> str:
    """The host of an address, else the file's name."""
    return urlsplit(name).hostname or name.rpartition("/")[2] if "/" in name else name


def _sparse(values: Iterable[Any]) -> dict[int, Any]:
    """The values that say something, by their row."""
    return {row: value for row, value in enumerate(values) if value}


def _former(told: EventDetail) -> list[int] | None:
    """The first and last day of the target that the event's date took the place of."""
    spans = (each.statement.was for each in told.evidence)
    return next((_days(span) for span in spans if span is not None), None)


def _days(span: TimeSpan) -> list[int]:
    return [day_number(span.starts_on), day_number(span.ends_on)]


def _evidence_row(evidence: Evidence, documents: Words[tuple[str | None, ...]]) -> list[object]:
    """Document, sentence, where the quote and its date stand in it, the span, and what else it says."""
    statement, sentence = evidence.statement, evidence.sentence_text
    begin = statement.sentence.start
    place = _placed(sentence, begin)
    time = statement.time
    published = evidence.published_on
    about = (
        source_name(evidence), evidence.title, evidence.url, evidence.source,
        published.isoformat() if published else None, evidence.language,
    )  # fmt: skip
    return [
        documents[about],
        sentence,
        [place(statement.start), place(statement.end)],
        [place(time.start), place(time.end)] if time else None,
        span_row(statement.when),
        statement.status.value,
        statement.speaker,
    ]


def _placed(sentence: str, begin: int) -> Callable[[int], int]:
    def place(offset: int) -> int:
        return utf16_offset(sentence, min(max(offset - begin, 0), len(sentence)))

    return place


def _judgement_row(judged: Judgement) -> list[object]:
    return [
        judged.verdict,
        judged.by,
        judged.at.date().isoformat(),
        judged.retracted_at.date().isoformat() if judged.retracted_at else None,
        [f"{name}={value}" for name, value in judged.amend.items()],
    ]
