"""Hands the stored statements to `kb.events.same`, which says which of them tell one event."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kb.events.conflicts import Conflict, find_conflicts
from kb.events.grouping import UNSETTLED, Settled
from kb.events.record import StatementRecord
from kb.events.same import resolve
from kb.model import Event, Judgement, Status
from kb.store.statement_rows import Stored
from kb.when.edtf import parse_edtf


def source_name(row: Mapping[Any, Any]) -> str:
    """How a person would name a document: its publisher, else source, title or id."""
    return str(row["publisher"] or row["source"] or row["title"] or row["document"])


def record_of(stored: Stored) -> StatementRecord:
    """The statement as the resolver sees it."""
    row = stored.row
    source = source_name(row)
    return StatementRecord.of(stored.statement, row["document"], row["published_on"], source, row["story"])


def events_of(
    stored: Sequence[Stored], judgements: Iterable[Judgement]
) -> list[tuple[Event, list[Conflict]]]:
    """The events that the statements tell, as persons amended them, each with its conflicts."""
    return events_of_records([record_of(each) for each in stored], judgements)


def events_of_records(
    told: Iterable[StatementRecord],
    judgements: Iterable[Judgement],
    settled: Settled = UNSETTLED,
    standing: Collection[frozenset[str]] = (),
) -> list[tuple[Event, list[Conflict]]]:
    """As `events_of`, of statements as the resolver sees them; but for those of the groups `standing`."""
    records = {each.id: each for each in told}
    judged = list(judgements)
    amendments = [each for each in judged if each.verdict == "amend" and each.retracted_at is None]
    return [
        (
            _amended(event, amendments),
            find_conflicts(records[name] for name in event.statements) if event.conflicts else [],
        )
        for event in resolve(records.values(), judged, settled, standing)
    ]


def _amended(event: Event, amendments: Iterable[Judgement]) -> Event:
    """The event with what persons said it should be, the last word on each field."""
    told = set(event.statements)
    for each in sorted(amendments, key=lambda each: each.at):
        if each.left in told:
            event = replace(event, **{name: _READ[name](value) for name, value in each.amend.items()})
    return event


_READ: Mapping[str, Callable[[str], Any]] = {
    "when": parse_edtf,
    "kind": str,
    "status": Status,
    "title": str,
}
