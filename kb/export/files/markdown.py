"""Markdown: a table of the events, then a list by year with the sources as footnotes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import TextIO, cast

from kb.export.job import Job
from kb.export.labels import date_label
from kb.export.telling import entity_labels, one_line, source_line, web_address
from kb.model import EventDetail

# An address is no link unless it is the source's.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$^@]|:(?=//)|(?<=\bwww)\.)")
_IN_MEMORY = 1 << 20


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the table as the events come; the list waits in a file beside, so that memory stays flat."""
    out.write(f"# {_escaped(job.title)}\n\n| date | event | kind | status | entities |\n")
    out.write("| --- | --- | --- | --- | --- |\n")
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as rest:
        year = None
        for detail in details:
            out.write(_row(detail))
            if detail.event.when.starts_on.year != year:
                year = detail.event.when.starts_on.year
                rest.write(f"\n## {year:04d}\n")
            rest.writelines(_item(detail))
        rest.seek(0)
        shutil.copyfileobj(cast(TextIO, rest), out)


def _row(detail: EventDetail) -> str:
    event = detail.event
    cells = (
        date_label(event.when), event.title, event.kind, event.status.value, ", ".join(entity_labels(detail)),
    )  # fmt: skip
    return f"| {' | '.join(map(_escaped, cells))} |\n"


def _item(detail: EventDetail) -> Iterator[str]:
    event = detail.event
    notes = [f"{event.id}-{number}" for number in range(1, len(detail.evidence) + 1)]
    said = "" if event.status == "actual" else f" *({event.status})*"
    marks = "".join(f"[^{note}]" for note in notes)
    yield f"\n- **{_escaped(date_label(event.when))}** {_escaped(event.title)}{said}{marks}\n"
    for conflict in event.conflicts:
        yield f"  - conflict: {_escaped(conflict)}\n"
    yield "\n" if notes else ""
    for note, evidence in zip(notes, detail.evidence, strict=True):
        address = web_address(evidence)
        link = f" <{address}>" if address else ""
        yield f"[^{note}]: “{_escaped(evidence.statement.quote)}” — {_escaped(source_line(evidence))}{link}\n"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))
