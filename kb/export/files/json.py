"""JSON: an array with an object a line for each event, which `kb import` reads back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kb.export import json
from kb.export.job import Job
from kb.export.records import Records
from kb.export.table_rows import COLUMNS, detail_objects
from kb.model import EventDetail


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the array, event by event."""
    json.write(Records(COLUMNS, detail_objects(details)), out)
