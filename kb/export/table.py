"""A table for people: drawn by rich on a terminal, aligned plain text elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO
from unicodedata import combining, east_asian_width

from kb.export.records import Records, cell

_GAP = "  "


def write(records: Records, out: TextIO) -> None:
    """Write the table; nothing is cut off where it is not a terminal."""
    rows = [[" ".join(cell(record[column]).split()) for column in records.columns] for record in records.rows]
    if out.isatty():
        _draw(records.columns, rows, out)
    else:
        _align(records.columns, rows, out)


def width(text: str) -> int:
    """How many columns of a terminal a text fills: a CJK character takes two."""
    return sum((1 + (east_asian_width(one) in "WF")) * (not combining(one)) for one in text)


def _align(columns: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    widths = [max(map(width, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        cells = (text + " " * (room - width(text)) for text, room in zip(row, widths, strict=True))
        out.write(_GAP.join(cells).rstrip() + "\n")


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]], out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=out).print(table)
