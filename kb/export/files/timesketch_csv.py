"""Timesketch's CSV. Its reader knows nanoseconds from 1677 on only, and drops what is earlier."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from kb.export.cells import guarded
from kb.export.job import Job
from kb.export.timesketch import COLUMNS, timesketch_rows
from kb.model import EventDetail

_FIRST_YEAR = 1700


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write a header and a line for each event that Timesketch would keep."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in timesketch_rows(_late(details, job), job):
        writer.writerow([guarded(cell) if isinstance(cell := row[name], str) else cell for name in COLUMNS])


def _late(details: Iterable[EventDetail], job: Job) -> Iterable[EventDetail]:
    for detail in details:
        if detail.event.when.starts_on.year < _FIRST_YEAR:
            job.note(f"before {_FIRST_YEAR} left out: Timesketch loses them in CSV; write timesketch-jsonl")
        else:
            yield detail
