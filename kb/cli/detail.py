"""Everything about one event: what it is, and each statement that tells it, marked in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

import click

from kb.export.contract import JsonObject, event_object, statement_object
from kb.export.labels import date_label
from kb.export.measures import format_measures
from kb.model import Event, Judgement
from kb.store.records import EventDetail, Evidence

# Around a quote where there is no colour.
_OPEN, _CLOSE = "⟦", "⟧"


def detail_object(detail: EventDetail) -> JsonObject:
    """What `kb show --json` says of an event."""
    return {
        **event_object(detail.event),
        "evidence": [_evidence_object(each) for each in detail.evidence],
        "judgements": [_judgement_object(each) for each in detail.judgements],
    }


def write_detail(detail: EventDetail, out: TextIO) -> None:
    """Write the event, then each statement with who says so, when, and its sentence."""
    coloured = out.isatty()
    lines = (*_event_lines(detail.event), *map(_judgement_line, detail.judgements))
    for line in (*lines, *_evidence_lines(detail, coloured)):
        out.write(line + "\n")


def _evidence_object(evidence: Evidence) -> JsonObject:
    return {
        **statement_object(evidence.statement),
        "sentence_text": evidence.sentence_text,
        "document": evidence.document,
        "title": evidence.title,
        "source": evidence.source,
        "publisher": evidence.publisher,
        "url": evidence.url,
        "published": evidence.published_on.isoformat() if evidence.published_on else None,
        "asserted_on": evidence.asserted_on.isoformat(),
        "recorded_at": evidence.recorded_at.isoformat(),
    }


def _judgement_object(judged: Judgement) -> JsonObject:
    return {
        "verdict": judged.verdict,
        "left": judged.left,
        "right": judged.right,
        "amend": judged.amend,
        "by": judged.by,
        "at": judged.at.isoformat(),
        "retracted_at": judged.retracted_at.isoformat() if judged.retracted_at else None,
    }


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


def marked(evidence: Evidence, coloured: bool) -> str:
    """The sentence on one line, the quote marked in it."""
    statement, sentence = evidence.statement, evidence.sentence_text
    start, end = statement.start - statement.sentence.start, statement.end - statement.sentence.start
    quote = sentence[start:end]
    shown = click.style(quote, bold=True, fg="yellow") if coloured else f"{_OPEN}{quote}{_CLOSE}"
    return " ".join(f"{sentence[:start]}{shown}{sentence[end:]}".split())
