"""The page: one HTML file to look at, search and share, without network."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kb.export.job import Job
from kb.export.page import write_page
from kb.model import EventDetail


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the page, event by event."""
    write_page(details, out, revisions=job.revisions(), title=job.title)
