"""CSV (RFC 4180 but for the line ends), safe to open in a spreadsheet, and read back by `kb import`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from kb.export.cells import guarded
from kb.export.job import Job
from kb.export.records import cell
from kb.export.table_rows import COLUMNS, detail_cells
from kb.model import EventDetail


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write a header and a line for each event."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in detail_cells(details):
        writer.writerow([guarded(cell(row[column])) for column in COLUMNS])
