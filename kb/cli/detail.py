"""Everything about one event: what it is, and each statement that tells it, marked in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

import click

from kb.export.detail import detail_object as detail_object
from kb.export.labels import date_label
from kb.export.measures import format_measures
from kb.model import Event, Judgement
from kb.store.records import EventDetail, Evidence

# Around a quote where there is no colour.
_OPEN, _CLOSE = "⟦", "⟧"


def write_detail(detail: EventDetail, out: TextIO) -> None:
    """Write the event, then each statement with who says so, when, and its sentence."""
    coloured = out.isatty()
    lines = (*_event_lines(detail.event), *map(_judgement_line, detail.judgements))
    for line in (*lines, *_evidence_lines(detail, coloured)):
        out.write(line + "\n")


def _judgement_line(judged: Judgement) -> str:
    undone = f", taken back on {judged.retracted_at:%Y-%m-%d}" if judged.retracted_at else ""
    what = " ".join(
        filter(None, [judged.right, *(f"{name}={value}" for name, value in judged.amend.items())])
    )
    return f"judged    {judged.verdict} {judged.left} {what}".rstrip() + f" ({judged.by}{undone})"


def _event_lines(event: Event) -> Iterator[str]:
    yield f"{event.id}  {date_label(event.when)}  {event.kind}  {event.status}"
    yield event.title
    if event.entities:
        yield f"entities  {' '.join(event.entities)}"
    if event.measures:
        yield f"measures  {format_measures(event.measures)}"
    told, sources = len(event.statements), len(event.sources)
    yield f"sources   {sources} independent, of {told} statement{'s' if told > 1 else ''}"
    for conflict in event.conflicts:
        yield f"conflict  {conflict}"


def _evidence_lines(detail: EventDetail, coloured: bool) -> Iterator[str]:
    for evidence in detail.evidence:
        statement = evidence.statement
        source = evidence.publisher or evidence.source or evidence.document
        yield ""
        said = f"{evidence.asserted_on}  {source}"
        yield f"{said}: {evidence.title}" if evidence.title and evidence.title != statement.quote else said
        measures = format_measures(statement.measures)
        yield f"  {date_label(statement.when)}  {statement.status}  {measures}".rstrip()
        yield f"  {marked(evidence, coloured)}"
        if evidence.url:
            yield f"  {evidence.url}"
        if evidence.copy_of:
            yield f"  the same story as {evidence.copy_of} ({evidence.similarity} % of the words), no source of its own"
        if evidence.also:
            yield f"  the same text: {', '.join(evidence.also)}"
        if evidence.found:
            yield f"  found     {'; '.join(f'{name}: {how}' for name, how in evidence.found)}"


def marked(evidence: Evidence, coloured: bool) -> str:
    """The sentence on one line, the quote marked in it."""
    statement, sentence = evidence.statement, evidence.sentence_text
    start, end = statement.start - statement.sentence.start, statement.end - statement.sentence.start
    quote = sentence[start:end]
    shown = click.style(quote, bold=True, fg="yellow") if coloured else f"{_OPEN}{quote}{_CLOSE}"
    return " ".join(f"{sentence[:start]}{shown}{sentence[end:]}".split())
