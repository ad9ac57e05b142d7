"""JSON: an array with an object for each record."""

from __future__ import annotations

import json
from typing import TextIO

from kb.export.records import Records


def write(records: Records, out: TextIO) -> None:
    """Write the array record by record, as they come."""
    separator = "[\n"
    for record in records.rows:
        out.write(separator + json.dumps(record, ensure_ascii=False, default=str))
        separator = ",\n"
    out.write("\n]\n" if separator == ",\n" else "[]\n")


def write_object(value: object, out: TextIO) -> None:
    """Write one object, indented for people as well."""
    out.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
