"""The tables. docs/schema.md is made from the comments here and from the reasons beside the indexes.

`pk` is a row's number inside one base, `id` its name for the world (a hash or a slug). Days are ISO text on
SQLite and `date` on PostgreSQL; both ends of a span are inside it.
"""

from __future__ import annotations

from kb.store.tables.documents import (
    document,
    document_place,
    document_sketch,
    ingestion,
    ingestion_failure,
    issue,
    kind,
    near_copy,
    reading,
    run,
)
from kb.store.tables.entities import entity, entity_name
from kb.store.tables.events import event, event_conflict, event_entity, event_text
from kb.store.tables.metadata import metadata
from kb.store.tables.rollups import day_total, entity_day, entity_day_total, entity_pair, kind_day
from kb.store.tables.statements import judgement, measure, statement, statement_entity

__all__ = [
    "day_total",
    "document",
    "document_place",
    "document_sketch",
    "entity",
    "entity_day",
    "entity_day_total",
    "entity_name",
    "entity_pair",
    "event",
    "event_conflict",
    "event_entity",
    "event_text",
    "ingestion",
    "ingestion_failure",
    "issue",
    "judgement",
    "kind",
    "kind_day",
    "measure",
    "metadata",
    "near_copy",
    "reading",
    "run",
    "statement",
    "statement_entity",
]
