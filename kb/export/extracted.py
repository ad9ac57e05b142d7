"""The events of one text as they would be exported from a base that holds nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from kb.events.record import StatementRecord
from kb.events.same import resolve
from kb.model import Document, Entity, EventDetail, Evidence, Extraction, Statement


def extracted_details(extraction: Extraction, known: Mapping[str, Entity]) -> Iterator[EventDetail]:
    """The events that the text tells, by day, each with its statements; `known` describes entities."""
    document = extraction.document
    published = document.published.day if document.published else None
    source = document.publisher or document.source or document.title or document.id
    described = {**known, **{entity.id: entity for entity in extraction.named}}
    told = {each.id: _evidence(each, document) for each in extraction.statements}
    records = [StatementRecord.of(each, document.id, published, source) for each in extraction.statements]
    for event in resolve(records):
        evidence = tuple(told[name] for name in event.statements)
        named = {name: described[name] for name in event.entities if name in described}
        yield EventDetail(event, evidence, described=named)


def _evidence(statement: Statement, document: Document) -> Evidence:
    published = document.published
    # Nobody recorded it: what has no publication date counts as told when it ended.
    asserted = published.day if published else statement.when.ends_on
    return Evidence(
        statement=statement,
        sentence_text=document.text[statement.sentence.start : statement.sentence.end],
        document=document.id,
        asserted_on=asserted,
        recorded_at=datetime.combine(asserted, time.min, UTC),
        source=document.source,
        title=document.title,
        publisher=document.publisher,
        url=document.url,
        language=document.language,
        published_on=published.day if published else None,
        published_how=published.how if published else None,
        author=document.author,
    )
