"""A Markdown table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kb.export.records import Records, cell


def write(records: Records, out: TextIO) -> None:
    """Write a GitHub-flavoured table, row by row."""
    out.write(_row(records.columns) + _row("---" for _ in records.columns))
    for record in records.rows:
        out.write(_row(cell(record[column]) for column in records.columns))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(_escape, cells)) + " |\n"


def _escape(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())
