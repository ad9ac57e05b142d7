"""CSV as RFC 4180 has it but for the line ends, with a header."""

from __future__ import annotations

import csv
from typing import TextIO

from kb.export.records import Records, cell


def write(records: Records, out: TextIO) -> None:
    """Write a header and a line for each record, as they come."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(records.columns)
    for record in records.rows:
        writer.writerow([cell(record[column]) for column in records.columns])
