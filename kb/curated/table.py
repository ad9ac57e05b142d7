"""Curated tables: CSV or JSON Lines with a column of free-form dates, one event a row.

Columns are known by their headers (`columns.toml`); one headed by a metric (`revenue`, `market_cap_change`)
holds amounts. A row that cannot be read is told with its line, and the others are read all the same.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

from kb.curated.cells import read_row
from kb.curated.event import CuratedEvent
from kb.errors import DataError, ReadError
from kb.lang.fold import fold
from kb.pipeline import Knowledge, shipped_knowledge
from kb.text.encodings import decode

Row: TypeAlias = Mapping[str, Any]

JSON_LINES = frozenset({".jsonl", ".ndjson", ".json"})
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that could not be read: the line it begins on, and why."""

    line: int
    message: str


def read_table(path: Path, knowledge: Knowledge | None = None) -> Iterator[CuratedEvent | RowError]:
    """The events of a CSV or JSON Lines file (by its suffix) in its order; an error for each bad row.

    Raises `ReadError` where the file cannot be read or no column holds dates or titles.
    """
    knowledge = knowledge or shipped_knowledge()
    text = _read(path)
    rows = _json_rows(text) if path.suffix.lower() in JSON_LINES else _csv_rows(text, path)
    for line, row in rows:
        yield _event(path, line, row, knowledge)


def _event(path: Path, line: int, row: Row | str, knowledge: Knowledge) -> CuratedEvent | RowError:
    if isinstance(row, str):
        return RowError(line, row)
    try:
        return read_row(row, path.name, knowledge)
    except DataError as error:
        return RowError(line, str(error))


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}") from None


def _json_rows(text: str) -> Iterator[tuple[int, Row | str]]:
    for line, source in enumerate(text.split("\n"), 1):
        if source.strip():
            yield line, _json_row(source)


def _json_row(source: str) -> Row | str:
    try:
        found = json.loads(source)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return _named(found.items()) if isinstance(found, dict) else "not a JSON object"


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, Row | str]]:
    header, _, _ = text.lstrip("\n").partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        columns = next((cells for cells in reader if any(map(str.strip, cells))), [])
        _check_columns(columns, path)
        line = reader.line_num + 1
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, _csv_row(columns, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(f"{path}:{reader.line_num}: {error}") from None


def _csv_row(columns: list[str], cells: list[str]) -> Row | str:
    if len(cells) > len(columns):
        return f"{len(cells)} cells, but the header has {len(columns)}"
    return _named(zip(columns, cells, strict=False))


def _check_columns(columns: list[str], path: Path) -> None:
    known = _named((column, column) for column in columns)
    if not known.keys() & {"written", "start"}:
        raise ReadError(f"{path}: no column of dates; head one date, when, start or 日期")
    if "title" not in known:
        raise ReadError(f"{path}: no column of titles; head one title, event, headline or 標題")


def _named(cells: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A row under kb's own names of columns; of two headers for one thing the better one counts."""
    row: dict[str, Any] = {}
    ranks: dict[str, int] = {}
    for header, value in cells:
        plain = fold(header.strip()).lower().replace(" ", "_")
        name, rank = _headers().get(plain, (plain, 0))
        if value not in (None, "") and rank <= ranks.get(name, rank):
            row[name], ranks[name] = value, rank
    return row


@cache
def _headers() -> Mapping[str, tuple[str, int]]:
    table = tomllib.loads(files("kb.curated").joinpath("columns.toml").read_text("utf-8"))
    return {
        fold(header): (name, rank) for name, headers in table.items() for rank, header in enumerate(headers)
    }
