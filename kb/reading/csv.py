"""CSV corpora: a document a row, its columns known by their heads or named with `--map`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kb.errors import ReadError
from kb.reading.lines import read_lines
from kb.reading.piece import Failure, Manner, Piece, Place
from kb.reading.records import TEXTS, record
from kb.text.metadata import FIELDS
from kb.text.packed import Stream

SUFFIXES = (".csv", ".tsv")

_DELIMITERS = ",\t;|"
_KNOWN = frozenset({*TEXTS, *(name for names in FIELDS.values() for name in names)})


def looks_like(head: bytes) -> bool:
    """Whether the first line is a row of heads, one of a text's and one of something known of it."""
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    cells = {cell.strip().lower() for cell in _cells(line.decode("utf-8", "ignore"))}
    return len(cells & _KNOWN) >= 2 and not cells.isdisjoint(TEXTS)


def split(stream: Stream, source: str, manner: Manner) -> Iterator[Piece | Failure]:
    """The rows in order; each that is broken is told with its line.

    Raises `ReadError` where no column holds texts.
    """
    # The module's own limit is less than a long article; lines are limited before they come here.
    csv.field_size_limit(manner.limits.document_bytes)
    lines = _Lines(stream, source, manner)
    delimiter = _delimiter(stream.head)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        columns = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise ReadError(f"{source}:1: {error}") from None
    _check(columns, source, manner)
    while True:
        place = Place(source, str(lines.number + 1))
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Failure(place, str(error), stream.position)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if any(map(str.strip, row)):
            yield _read(place, columns, row, manner, stream.position)


class _Lines(Iterator[str]):
    """The lines of a file, of which the last that was taken is known by its number."""

    def __init__(self, stream: Stream, source: str, manner: Manner) -> None:
        self._lines = read_lines(stream, source, manner.limits)
        self.number = 0

    def __next__(self) -> str:
        self.number, line, _, wrong = next(self._lines)
        if wrong:
            raise csv.Error(wrong)
        return line.replace("\0", "\ufffd")


def _read(place: Place, columns: list[str], row: list[str], manner: Manner, position: int) -> Piece | Failure:
    if len(row) > len(columns):
        return Failure(place, f"{len(row)} cells, but the header has {len(columns)}", position)
    return record(place, dict(zip(columns, row, strict=False)), manner, (), position)


def _check(columns: list[str], source: str, manner: Manner) -> None:
    wanted = manner.columns.get("text")
    known = {column.lower().replace(" ", "_") for column in columns}
    if wanted not in columns if wanted else known.isdisjoint(TEXTS):
        raise ReadError(
            f"{source}: no column {wanted!r}"
            if wanted
            else f"{source}: no column of texts; name it with --map text=COLUMN"
        )


def _delimiter(head: bytes) -> str:
    line = head.replace(b"\0", b"").split(b"\n", 1)[0].decode("utf-8", "ignore")
    return max(_DELIMITERS, key=line.count)


def _cells(line: str) -> list[str]:
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return []
