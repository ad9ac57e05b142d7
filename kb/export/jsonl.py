"""JSON Lines: an object a line."""

from __future__ import annotations

import json
from typing import TextIO

from kb.export.records import Records


def write(records: Records, out: TextIO) -> None:
    """Write a line for each record, as they come."""
    for record in records.rows:
        out.write(dump_line(record))


def dump_line(value: object) -> str:
    """A value as a line of JSON; what JSON has no word for (dates, decimals) is text."""
    return json.dumps(value, ensure_ascii=False, default=str) + "\n"
