"""What an exported event carries beside its columns, so that `kb import` makes the same base of it.

Three columns of JSON: `evidence` has each statement that tells the event, with its quote, its sentence and its
document; `judgements` what persons said of these; `described` the entities that not every kb knows. The texts of
documents do not travel, only the sentences that are quoted, and when a base came to hold something is its own
affair, so that the same events give the same file. Here, what has no value is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from kb.errors import DataError
from kb.export.contract import JsonObject
from kb.knowledge.gazetteer import load_gazetteer
from kb.model import Entity, EntityType, EventDetail, Evidence, Judgement, Participant, PublishedHow
from kb.rows.spans import measure_json, read_measure
from kb.rows.statements import participants_of, read_statement, statement_columns

CARRIED = ("evidence", "judgements", "described")

_DOCUMENT = ("document", "source", "title", "publisher", "author", "url", "language", "published_how")
_TEXTS = ("id", "kind", "quote", "rule", "sentence", "document")
_OFFSETS = ("start_char", "end_char", "sentence_start_char", "sentence_end_char", "paragraph")
_DAYS = ("starts_on", "ends_on", "was_starts_on", "was_ends_on", "announced_starts_on", "announced_ends_on")


def carried_columns(detail: EventDetail) -> JsonObject:
    """The three columns, each a list of objects."""
    return {
        "evidence": [_evidence_object(each) for each in detail.evidence],
        "judgements": [_judgement_object(each) for each in detail.judgements],
        "described": [
            _entity_object(each) for each in detail.described.values() if each.id not in _known_to_all()
        ],
    }


def carried_texts(detail: EventDetail) -> JsonObject:
    """The three columns as texts, for tables; None where there is nothing."""
    columns = carried_columns(detail).items()
    return {name: json.dumps(value, ensure_ascii=False) if value else None for name, value in columns}


def asserted_on(detail: EventDetail) -> date | None:
    """The first day on which a source said so."""
    return min((each.asserted_on for each in detail.evidence), default=None)


def read_evidence(given: object) -> tuple[Evidence, ...]:
    """The statements of a column. Raises `DataError` where it was not written by `carried_columns`."""
    return tuple(_read(given, "evidence", _read_evidence))


def read_judgements(given: object) -> tuple[Judgement, ...]:
    """The judgements of a column. Raises `DataError` where it was not written by `carried_columns`."""
    return tuple(_read(given, "judgements", _read_judgement))


def read_described(given: object) -> dict[str, Entity]:
    """The entities of a column, by id. Raises `DataError` where it was not written by `carried_columns`."""
    return {each.id: each for each in _read(given, "described", _read_entity)}


def _read(given: object, column: str, read: Any) -> Iterable[Any]:  # noqa: ANN401
    try:
        objects: Any = json.loads(given) if isinstance(given, str) else given
        return [read(each) for each in objects or ()]
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError, ArithmeticError) as error:
        raise DataError(f"the column {column!r} was not written by kb export: {error!r}") from None


def _evidence_object(evidence: Evidence) -> JsonObject:
    statement = evidence.statement
    told = {
        **statement_columns(statement),
        "sentence": evidence.sentence_text,
        "entities": [[each.entity, each.role] for each in participants_of(statement)],
        "measures": [measure_json(each) for each in statement.measures],
        **{name: getattr(evidence, name) for name in _DOCUMENT},
        "published_on": evidence.published_on,
        "asserted_on": evidence.asserted_on,
    }
    return {name: _plain(value) for name, value in told.items() if value is not None}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read_evidence(told: JsonObject) -> Evidence:
    _require(told)
    row = _Absent(told)
    row.update({name: date.fromisoformat(told[name]) for name in _DAYS if name in told})
    statement = read_statement(
        row,
        [Participant(*each) for each in told.get("entities", ())],
        map(read_measure, told.get("measures", ())),
    )
    how, published = row["published_how"], row["published_on"]
    asserted = date.fromisoformat(told["asserted_on"])
    return Evidence(
        statement=statement,
        sentence_text=told["sentence"],
        **{name: row[name] for name in _DOCUMENT if name != "published_how"},
        asserted_on=asserted,
        recorded_at=datetime.combine(asserted, time.min, UTC),
        published_on=date.fromisoformat(published) if published else None,
        published_how=PublishedHow(how) if how else None,
    )


def _require(told: JsonObject) -> None:
    """Raise `KeyError` or `TypeError` where a statement lacks what every statement has."""
    for names, kind in ((_TEXTS, str), (_OFFSETS, int)):
        for name in names:
            if not isinstance(told[name], kind):
                raise TypeError(f"{name} is {told[name]!r}")


class _Absent(dict[str, Any]):
    """What was left out is None."""

    def __missing__(self, key: str) -> None:
        return None


def _judgement_object(judged: Judgement) -> JsonObject:
    times = {"at": judged.at, "retracted_at": judged.retracted_at}
    told = {**asdict(judged), **{name: time and time.isoformat() for name, time in times.items()}}
    return {name: value for name, value in told.items() if value}


def _read_judgement(told: JsonObject) -> Judgement:
    retracted = told.get("retracted_at")
    return Judgement(
        left=told["left"],
        right=told.get("right"),
        verdict=told["verdict"],
        by=told["by"],
        at=datetime.fromisoformat(told["at"]),
        retracted_at=datetime.fromisoformat(retracted) if retracted else None,
        amend=dict(told.get("amend", {})),
    )


def _entity_object(entity: Entity) -> JsonObject:
    return {name: value for name, value in asdict(entity).items() if value}


def _read_entity(told: JsonObject) -> Entity:
    names = {tag: tuple(spellings) for tag, spellings in told.get("names", {}).items()}
    rest: Mapping[str, Any] = {**told, "names": names, "type": EntityType(told["type"])}
    return Entity(**{**rest, "tickers": tuple(told.get("tickers", ()))})


@cache
def _known_to_all() -> frozenset[str]:
    """The entities of the gazetteer that kb ships."""
    return frozenset(load_gazetteer().entities)
