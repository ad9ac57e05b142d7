"""Mermaid's timeline: a section a year, a line a date with its events.

A colon ends an event, `#` and `;` make entities, `%%` comments and `<` markup: each is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from kb.export.job import Job
from kb.export.labels import date_label
from kb.export.telling import one_line
from kb.model import EventDetail

_SPECIAL = re.compile(r"[#:;%<>&\"`{}\\$|\[\]()]")


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the diagram, date by date."""
    out.write(f"timeline\n    title {_escaped(job.title)}\n")
    for year, of_year in groupby(details, key=lambda detail: detail.event.when.starts_on.year):
        out.write(f"    section {year:04d}\n")
        for label, of_label in groupby(of_year, key=lambda detail: date_label(detail.event.when)):
            out.write(f"        {_escaped(label)}")
            for detail in of_label:
                out.write(f" : {_escaped(_told(detail))}")
            out.write("\n")


def _told(detail: EventDetail) -> str:
    event = detail.event
    title = one_line(event.title)
    return title if event.status == "actual" else f"{title} ({event.status})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", text)
