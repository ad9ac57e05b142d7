"""Timelines of Timesketch, CSV and JSON Lines: `message`, `datetime` and `timestamp_desc` are all that each has."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kb.pipeline import Knowledge

_NEEDED = frozenset({"message", "datetime", "timestamp_desc"})
# Columns that have a place here, or say again what others say.
_PLACED = {"message": "title", "source": "publisher", "url": "url"}
_REPEATED = frozenset({"datetime", "timestamp"})
_LONGEST_CELL = 1 << 24


def looks_like(text: str) -> bool:
    """Whether the head of a table, or the first object, has the three names."""
    line = text.lstrip("\ufeff \r\n").partition("\n")[0]
    if line.startswith("{"):
        try:
            return bool(json.loads(line).keys() >= _NEEDED)
        except (ValueError, AttributeError, RecursionError):
            return False
    try:
        return {cell.strip() for cell in next(csv.reader([line]), [])} >= _NEEDED
    except csv.Error:
        return False


def read(
    text: str, dropped: Counter[str], knowledge: Knowledge
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """A row for each event; `dropped` counts the columns that have no place, and times of day."""
    rows = _json_rows(text) if text.lstrip("\ufeff \r\n").startswith("{") else _csv_rows(text)
    for number, row in rows:
        yield number, row if isinstance(row, str) else _row(row, dropped)


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                found = f"not JSON: {error}"
            yield number, found if isinstance(found, (dict, str)) else "not a JSON object"


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            extra = row.pop(None, None)
            yield reader.line_num, "more cells than the header has" if extra else row
    except csv.Error as error:
        yield reader.line_num, str(error)


def _row(row: Mapping[str, Any], dropped: Counter[str]) -> dict[str, Any]:
    moment = str(row.get("datetime") or "")
    if moment[11:19].strip("0:"):
        dropped["time of day"] += 1
    left = {name for name, value in row.items() if value not in (None, "", [])}
    dropped.update(left - _PLACED.keys() - _REPEATED)
    placed = {ours: row[theirs] for theirs, ours in _PLACED.items() if row.get(theirs)}
    return {"publisher": "Timesketch", **placed, "written": moment[:10]}
