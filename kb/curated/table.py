"""Curated tables: CSV, JSON, JSON Lines or Parquet with a column of free-form dates, one event a row.

Columns are known by their headers (`columns.toml`); one headed by a metric (`revenue`, `market_cap_change`)
holds amounts. A row that cannot be read is told with its line, and the others are read all the same. A row that
`kb export` wrote has its `evidence`, and that is what counts.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from kb.curated.cells import read_row, read_told
from kb.curated.event import CuratedEvent
from kb.curated.foreign import find_foreign
from kb.errors import DataError, ReadError
from kb.export.cells import unguarded
from kb.lang.fold import fold
from kb.pipeline import Knowledge, shipped_knowledge
from kb.store.records import Told
from kb.text.encodings import decode

Row: TypeAlias = Mapping[str, Any]

JSON_LINES = frozenset({".jsonl", ".ndjson", ".json"})
PARQUET = frozenset({".parquet", ".pq"})
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 30
# What stands between the items of an array.
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that could not be read: the line it begins on, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a format of others has and kb has no place for, with how many rows had it."""

    name: str
    count: int


def read_table(
    path: Path, knowledge: Knowledge | None = None
) -> Iterator[CuratedEvent | Told | RowError | Dropped]:
    """The events of a CSV, JSON, JSON Lines or Parquet file (by its suffix), or one of others' formats (by what it
    holds), in its order; an error for each bad row; at the end what had no place.

    Raises `ReadError` where the file cannot be read or no column holds dates or titles.
    """
    knowledge = knowledge or shipped_knowledge()
    dropped: Counter[str] = Counter()
    for line, row in _rows(path, dropped, knowledge):
        yield _event(path, line, row, knowledge)
    yield from (Dropped(name, count) for name, count in sorted(dropped.items()) if count)


def _rows(path: Path, dropped: Counter[str], knowledge: Knowledge) -> Iterator[tuple[int, Row | str]]:
    if path.suffix.lower() in PARQUET:
        return _parquet_rows(path)
    text = _read(path)
    if foreign := find_foreign(text):
        return foreign.read(text, dropped, knowledge)
    if path.suffix.lower() not in JSON_LINES:
        return _csv_rows(text, path)
    return _array_rows(text) if text.lstrip().startswith("[") else _json_rows(text)


def _event(path: Path, line: int, row: Row | str, knowledge: Knowledge) -> CuratedEvent | Told | RowError:
    if isinstance(row, str):
        return RowError(line, row)
    try:
        if row.get("evidence"):
            return read_told(row)
        return read_row(row, path.name, knowledge)
    except DataError as error:
        return RowError(line, str(error))


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        # No line of JSON is what an empty base gives.
        return decode(data, str(path)) if data or path.suffix.lower() not in JSON_LINES else ""
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
        return _object(json.loads(source))
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"


def _array_rows(text: str) -> Iterator[tuple[int, Row | str]]:
    """The items of one array, each with the line it begins on."""
    decoder, position, line = json.JSONDecoder(), text.index("[") + 1, 1
    counted = 0
    while (match := _BETWEEN.match(text, position)) and match.end() < len(text) and text[match.end()] != "]":
        line, counted = line + text.count("\n", counted, match.end()), match.end()
        try:
            found, position = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError) as error:
            yield line, f"not JSON: {error}"
            return
        yield line, _object(found)


def _parquet_rows(path: Path) -> Iterator[tuple[int, Row | str]]:
    """The rows of a Parquet file, counted from 1. Raises `ReadError` where it is none, or without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise ReadError(f"{path}: Parquet needs pyarrow: pip install 'kb[parquet]'") from None
    try:
        with parquet.ParquetFile(path) as file:
            batches = (batch.to_pylist() for batch in file.iter_batches())
            for number, row in enumerate(chain.from_iterable(batches), 1):
                yield (
                    number,
                    _object({**row, "measures": [_exact(each) for each in row.get("measures") or ()]}),
                )
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except (pyarrow.ArrowException, OSError) as error:
        raise ReadError(f"{path}: no Parquet file: {error}") from None


def _exact(measure: object) -> object:
    """A measure with the value of every digit."""
    if not isinstance(measure, dict) or "exact" not in measure:
        return measure
    return {name: value for name, value in measure.items() if name not in ("exact", "currency")} | {
        "value": measure["exact"]
    }


def _object(found: object) -> Row | str:
    return _named(found.items()) if isinstance(found, dict) else "not a JSON object"


def _csv_rows(text: str, path: Path) -> Iterator[tuple[int, Row | str]]:
    header, _, _ = text.lstrip("\n").partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    # Rows end where CSV has it, not wherever Unicode sees a line's end; what is carried may be long.
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
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
    return _named(zip(columns, map(unguarded, cells), strict=False))


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
