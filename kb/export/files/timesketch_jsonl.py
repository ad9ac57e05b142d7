"""Timesketch's JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kb.export.job import Job
from kb.export.jsonl import dump_line
from kb.export.timesketch import timesketch_rows
from kb.model import EventDetail


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write a line for each event."""
    for row in timesketch_rows(details, job):
        out.write(dump_line(row))
