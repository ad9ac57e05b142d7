"""The condition that each part of a wish puts on an event, with parameters for its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from kb.store.filters import COMPARISONS, Match
from kb.store.shape import Parameter, Shape, day, keys, number, word, words
from kb.store.tables import document, event, event_entity, event_text, measure, statement

Condition = ColumnElement[bool]


def on_event(shape: Shape) -> list[Condition]:
    """The conditions that only the event's own row and its statements can answer."""
    found: list[Condition] = []
    if shape.statuses:
        found.append(event.c.status.in_(words("status", shape.statuses)))
    if shape.granularities:
        found.append(event.c.granularity.in_(words("granularity", shape.granularities)))
    measured = (_measured(at, *test) for at, test in enumerate(shape.measures))
    return [*found, *_on_documents(shape), *measured]


def of_kinds(shape: Shape, kind: ColumnElement[str]) -> list[Condition]:
    """The event is of one of the kinds."""
    return [kind.in_(words("kind", shape.kinds))] if shape.kinds else []


def concerns(entities: Sequence[Parameter], match: Match) -> list[Condition]:
    """The event concerns any of the entities, or each of them."""
    groups = [entities] if match == "any" else [[entity] for entity in entities]
    # Another name for the table, as a run of an entity's timeline reads it too.
    also = event_entity.alias("also")
    return [
        exists().where(also.c.event_pk == event.c.pk, also.c.entity_pk.in_(group))
        for group in groups
        if group
    ]


def concerns_all_but_first(shape: Shape) -> list[Condition]:
    """The other entities that must take part, where the first leads."""
    return concerns(keys("entity", shape.entities)[1:], "all") if shape.match == "all" else []


def contains(shape: Shape) -> Condition:
    """The event's stored terms hold every phrase."""
    find = func.instr if shape.sqlite else func.strpos
    return and_(*(find(event_text.c.terms, phrase) > 0 for phrase in words("phrase", shape.phrases)))


def in_window(
    shape: Shape, starts_on: ColumnElement[date], ends_on: ColumnElement[date], earliest: str | None = None
) -> Iterator[Condition]:
    """The span lies to the window as wished; `earliest` names the first day on which it can start."""
    if shape.end:
        yield (ends_on if shape.relation == "within" else starts_on) <= day("end")
        if shape.relation == "within":
            yield starts_on <= day("end")
    if not shape.start:
        return
    if shape.relation == "overlaps":
        yield ends_on >= day("start")
        if earliest is not None:
            yield starts_on >= day(earliest)
    else:
        yield starts_on >= day("start")


def _on_documents(shape: Shape) -> Iterator[Condition]:
    told = select(statement.c.pk).join(document, document.c.pk == statement.c.document_pk)
    told = told.where(statement.c.event_pk == event.c.pk)
    if shape.source:
        named = (document.c.source, document.c.publisher, document.c.url)
        yield told.where(or_(*(column == word("source") for column in named))).exists()
    if shape.language:
        # zh finds zh-Hant and zh-Hans.
        language = word("language")
        begins = func.substr(document.c.language, 1, func.length(language) + 1) == language.concat("-")
        yield told.where(or_(document.c.language == language, begins)).exists()


def _measured(position: int, comparison: str, has_unit: bool) -> Condition:
    told = select(measure.c.metric).join(statement, statement.c.pk == measure.c.statement_pk)
    told = told.where(statement.c.event_pk == event.c.pk, measure.c.metric == word(f"metric_{position}"))
    if has_unit:
        told = told.where(measure.c.unit == word(f"unit_{position}"))
    return told.where(COMPARISONS[comparison](measure.c.value, number(f"value_{position}"))).exists()
