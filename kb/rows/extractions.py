"""An extraction as rows of the tables of `kb.rows.schemas`, and statements back from these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from kb.model import (
    Document,
    Entity,
    Extraction,
    Measure,
    Participant,
    Publication,
    PublishedHow,
    Statement,
    TimeMention,
)
from kb.rows.schemas import DIGITS, FOUND, PLACES
from kb.rows.spans import exact, read_measure, span_columns
from kb.rows.statements import participants_of, read_statement, statement_columns

Row = dict[str, Any]

_LARGEST = Decimal(10) ** (DIGITS - PLACES)
_CENT = Decimal(1).scaleb(-PLACES)


def extraction_rows(
    extraction: Extraction, version: str, tables: Iterable[str] | None = None
) -> dict[str, list[Row]]:
    """The rows of one document, by table: of all `tables`, or of those named. `version` is that of the rules
    which read it."""
    return {table: list(_MAKERS[table](extraction, version)) for table in tables or _MAKERS}


def statement_of(row: Mapping[str, Any]) -> Statement:
    """The statement of a row of `statements`."""
    participants = [Participant(*pair) for pair in zip(row["entities"], row["roles"], strict=True)]
    return read_statement(row, participants, [read_measure(each) for each in row["measures"]])


def document_of(row: Mapping[str, Any]) -> Document:
    """The document of a row of `documents`."""
    day: date | None = row["published_on"]
    return Document(
        id=row["document"],
        text=row["text"],
        title=row["title"],
        language=row["language"],
        source=row["source"],
        published=None if day is None else Publication(day, PublishedHow(row["published_how"])),
        publisher=row["publisher"],
        author=row["author"],
        url=row["url"],
        found=tuple((each["fact"], each["how"]) for each in row["found"]),
    )


def measure_struct(measure: Measure) -> Row:
    """A measure as a struct of `kb.rows.schemas`: `value` is None where it has too many digits."""
    is_money = len(measure.unit) == 3 and measure.unit.isupper()
    return {
        "metric": measure.metric,
        "value": measure.value.quantize(_CENT, ROUND_HALF_EVEN) if abs(measure.value) < _LARGEST else None,
        "exact": exact(measure.value),
        "currency": measure.unit if is_money else None,
        "unit": measure.unit,
        "basis": measure.basis,
        "segment": measure.segment,
        "period": measure.period,
        "tolerance": measure.tolerance,
        "note": measure.note,
        "approximate": measure.approximate,
    }


def _published(given: Document) -> Row:
    return {
        "source": given.source,
        "title": given.title,
        "publisher": given.publisher,
        "author": given.author,
        "url": given.url,
        "language": given.language,
        "published_on": given.published.day if given.published else None,
        "published_how": given.published.how.value if given.published else None,
    }


def _documents(extraction: Extraction, _: str) -> Iterator[Row]:
    given = extraction.document
    found = [dict(zip(FOUND, each, strict=True)) for each in given.found]
    yield {"document": given.id, **_published(given), "found": found, "text": given.text}


def _statements(extraction: Extraction, version: str) -> Iterator[Row]:
    given = extraction.document
    published = _published(given)
    for each in extraction.statements:
        yield {**_statement_row(each, given), **published, "version": version}


def _times(extraction: Extraction, _: str) -> Iterator[Row]:
    return (_time_row(each, extraction.document.id) for each in extraction.times)


def _issues(extraction: Extraction, _: str) -> Iterator[Row]:
    given = extraction.document
    for each in extraction.issues:
        yield {
            "document": given.id,
            "source": given.source,
            "start_char": each.start,
            "end_char": each.end,
            "code": each.code,
            "message": each.message,
        }


def _entities(extraction: Extraction, _: str) -> Iterator[Row]:
    return (row for each in extraction.named for row in _entity_rows(each, extraction.document.id))


_MAKERS: Mapping[str, Callable[[Extraction, str], Iterable[Row]]] = {
    "documents": _documents,
    "statements": _statements,
    "times": _times,
    "issues": _issues,
    "entities": _entities,
}


def _statement_row(each: Statement, given: Document) -> Row:
    parts = participants_of(each)
    return {
        **statement_columns(each),
        "document": given.id,
        "sentence": given.text[each.sentence.start : each.sentence.end],
        "principal": parts[0].entity if parts else None,
        "entities": [part.entity for part in parts],
        "roles": [part.role for part in parts],
        "measures": [measure_struct(measure) for measure in each.measures],
        "year": each.when.starts_on.year,
    }


def _time_row(each: TimeMention, document: str) -> Row:
    return {
        "document": document,
        "start_char": each.start,
        "end_char": each.end,
        "text": each.text,
        "type": each.type.value,
        **span_columns(each.when),
        "value": each.value,
        "rule": each.rule,
        "anchor": each.anchor,
        "clock": each.clock,
    }


def _entity_rows(each: Entity, document: str) -> Iterable[Row]:
    """A provisional entity, a row for each of its names."""
    for language, names in each.names.items():
        for name in names:
            yield {
                "id": each.id,
                "type": each.type.value,
                "name": name,
                "language": language,
                "of": each.of,
                "document": document,
            }
