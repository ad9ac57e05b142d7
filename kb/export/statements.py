"""The statements of one text for readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kb.export import table
from kb.export.labels import date_label
from kb.export.measures import format_measures
from kb.export.records import Record, Records
from kb.model import Statement


def write_statements(statements: Iterable[Statement], out: TextIO) -> None:
    """Write a line for each statement in the order of the text."""
    columns = ("date", "kind", "status", "entities", "measures", "quote")
    table.write(Records(columns, map(_record, statements)), out)


def _record(statement: Statement) -> Record:
    return {
        "date": date_label(statement.when),
        "kind": statement.kind,
        "status": statement.status.value,
        "entities": [participant.entity for participant in statement.participants],
        "measures": format_measures(statement.measures),
        "quote": statement.quote,
    }
