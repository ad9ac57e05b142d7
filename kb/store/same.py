"""Hands the stored statements to `kb.events.same`, which says which of them tell one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kb.events.conflicts import Conflict, find_conflicts
from kb.events.record import StatementRecord
from kb.events.same import resolve
from kb.model import Event, Judgement
from kb.store.statement_rows import Stored


def source_name(row: Mapping[Any, Any]) -> str:
    """How a person would name a document: its publisher, else source, title or id."""
    return str(row["publisher"] or row["source"] or row["title"] or row["document"])


def record_of(stored: Stored) -> StatementRecord:
    """The statement as the resolver sees it."""
    row = stored.row
    return StatementRecord.of(stored.statement, row["document"], row["published_on"], source_name(row))


def events_of(
    stored: Sequence[Stored], judgements: Iterable[Judgement]
) -> list[tuple[Event, list[Conflict]]]:
    """The events that the statements tell, each with its conflicts."""
    records = {each.statement.id: record_of(each) for each in stored}
    return [
        (event, find_conflicts(records[name] for name in event.statements) if event.conflicts else [])
        for event in resolve(records.values(), judgements)
    ]
