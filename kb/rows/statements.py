"""Statements as rows, both ways: what every table of statements has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb.model import Measure, Participant, Sentence, Statement, Status, TimeMention, TimexType
from kb.rows.spans import read_span, span_columns

_TIME = ("start_char", "end_char", "text", "value", "rule", "anchor")


def statement_columns(statement: Statement) -> dict[str, Any]:
    """What a statement says, but for its participants and measures, which are rows of their own."""
    return {
        "id": statement.id,
        "kind": statement.kind,
        "status": statement.status.value,
        **span_columns(statement.when),
        "start_char": statement.start,
        "end_char": statement.end,
        "quote": statement.quote,
        "sentence_start_char": statement.sentence.start,
        "sentence_end_char": statement.sentence.end,
        "paragraph": statement.sentence.paragraph,
        "heading": statement.sentence.heading,
        **_time_columns(statement.time),
        "speaker": statement.speaker,
        "rule": statement.rule,
        **span_columns(statement.was, "was_"),
        **span_columns(statement.announced, "announced_"),
    }


def read_statement(
    row: Mapping[Any, Any], participants: Iterable[Participant], measures: Iterable[Measure]
) -> Statement:
    """The statement of a row with those columns."""
    when = read_span(row)
    assert when is not None
    return Statement(
        id=row["id"],
        start=row["start_char"],
        end=row["end_char"],
        quote=row["quote"],
        sentence=Sentence(
            row["sentence_start_char"], row["sentence_end_char"], row["paragraph"], row["heading"]
        ),
        kind=row["kind"],
        status=Status(row["status"]),
        when=when,
        time=_read_time(row),
        participants=tuple(participants),
        measures=tuple(measures),
        rule=row["rule"],
        speaker=row["speaker"],
        was=read_span(row, "was_"),
        announced=read_span(row, "announced_"),
    )


def participants_of(statement: Statement) -> list[Participant]:
    """The participants; an entity that is named twice keeps its first place."""
    return list({part.entity: part for part in reversed(statement.participants)}.values())[::-1]


def _time_columns(time: TimeMention | None) -> dict[str, Any]:
    if time is None:
        return {f"time_{column}": None for column in _TIME}
    return {
        "time_start_char": time.start,
        "time_end_char": time.end,
        "time_text": time.text,
        "time_value": time.value,
        "time_rule": time.rule,
        "time_anchor": time.anchor,
    }


def _read_time(row: Mapping[Any, Any]) -> TimeMention | None:
    if row["time_start_char"] is None:
        return None
    return TimeMention(
        start=row["time_start_char"],
        end=row["time_end_char"],
        text=row["time_text"],
        type=TimexType.DATE,
        when=read_span(row),
        value=row["time_value"],
        rule=row["time_rule"],
        anchor=row["time_anchor"],
    )
