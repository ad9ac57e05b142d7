"""Markwhen: a header, then an event a line, `first/last: title #tags`, with its quotes as a list below.

Its parser drops quarters, open ends and marks of doubt silently, so that both bounds are written as days; a line
of a body needs `- ` before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from kb.export.job import Job
from kb.export.telling import coarseness, is_coarse, note_coarse, one_line, quotes, source_line, web_address
from kb.model import EventDetail

_TAG = re.compile(r"[A-Za-z0-9_-]+")
# Markwhen's marks: tags, links, ids (`!name`), references to other events (`.start`). Each has a full-width twin.
_MARKS = re.compile(r"[#\[\]]|!(?=\w)|\.(?=start|end)")
_WIDE = 0xFEE0


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the header, then event by event."""
    # YAML reads JSON's strings.
    out.write(f"---\ntitle: {json.dumps(job.title, ensure_ascii=False)}\ntimezone: Etc/UTC\n---\n")
    for detail in details:
        out.write("\n" + "".join(f"{line}\n" for line in _lines(detail)))
        note_coarse(detail, job, "written with its first and last day")


def _lines(detail: EventDetail) -> Iterator[str]:
    event = detail.event
    first, last = event.when.starts_on.isoformat(), event.when.ends_on.isoformat()
    span = first if first == last else f"{first}/{last}"
    tags = " ".join(
        f"#{tag.replace('-', '_')}"
        for tag in (event.kind, event.status, *event.entities)
        if _TAG.fullmatch(tag)
    )
    yield f"{span}: {_plain(event.title)} {tags}"
    if is_coarse(detail):
        yield f"- {_plain(coarseness(detail))}"
    for quote, evidence in quotes(detail):
        address = web_address(evidence)
        source = f"[{_plain(source_line(evidence))}]({address})" if address else _plain(source_line(evidence))
        yield f"- “{_plain(quote)}” — {source}"


def _plain(text: str) -> str:
    """The text on one line, with nothing that Markwhen takes for a tag, a link or a comment."""
    wide = _MARKS.sub(lambda match: chr(ord(match[0]) + _WIDE), one_line(text))
    return wide.replace("//", "/\u200b/")
