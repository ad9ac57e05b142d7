"""Statements as rows, both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    RowMapping,
    Select,
    Table,
    bindparam,
    func,
    insert,
    select,
)

from kb.model import Measure, Participant, Statement
from kb.rows.spans import measure_columns, read_measure
from kb.rows.statements import participants_of, read_statement, statement_columns
from kb.store.reach import reach_of
from kb.store.tables import document, entity, event, measure, near_copy, run, statement, statement_entity

_T = TypeVar("_T")
# Below SQLite's limit on parameters, above what one document or event needs.
_MOST_PARAMETERS = 10_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A statement that the base holds, with what the base knows beside it."""

    pk: int
    statement: Statement
    principal_pk: int | None
    event_pk: int | None
    row: RowMapping


def statement_row(statement: Statement) -> dict[str, Any]:
    """The columns that say what the statement says, with a digest of them and of its entities and
    measures."""
    row = {
        **statement_columns(statement),
        "reach": reach_of(statement.when.starts_on, statement.when.ends_on),
    }
    row["digest"] = _digest(row, statement)
    return row


def participant_rows(statement: Statement, pk: int, entities: Mapping[str, int]) -> list[dict[str, Any]]:
    """The statement's rows in `statement_entity`; an entity named twice keeps its first place."""
    return [
        {"statement_pk": pk, "position": position, "entity_pk": entities[part.entity], "role": part.role}
        for position, part in enumerate(participants_of(statement))
    ]


def measure_rows(statement: Statement, pk: int) -> list[dict[str, Any]]:
    """The statement's rows in `measure`."""
    return [
        {"statement_pk": pk, "position": position, **measure_columns(each)}
        for position, each in enumerate(statement.measures)
    ]


def load_statements(connection: Connection, where: ColumnElement[bool]) -> list[Stored]:
    """The statements that a condition on `statement` (or its document) picks, in the order of their
    numbers."""
    return _read(connection, connection.execute(_STATEMENTS.where(where).order_by(statement.c.pk)))


def load_current(connection: Connection, column: str, values: Iterable[Any]) -> list[Stored]:
    """The statements that are not retired and have one of the values in a column."""
    found = []
    for chunk in chunks(values):
        found += _read(connection, connection.execute(_current_by(column), {"values": chunk}))
    return found


@cache
def _current_by(column: str) -> Select[Any]:
    """Made once: making a statement takes longer than running it."""
    where = statement.c[column].in_(bindparam("values", expanding=True)), statement.c.retired_at.is_(None)
    return _STATEMENTS.where(*where).order_by(statement.c.pk)


def _read(connection: Connection, result: CursorResult[Any]) -> list[Stored]:
    rows = result.mappings().all()
    pks = [row["pk"] for row in rows]
    parts = _participants(connection, pks)
    measures = _measures(connection, pks)
    return [
        Stored(
            pk=row["pk"],
            statement=read_statement(row, parts[row["pk"]], measures[row["pk"]]),
            principal_pk=row["principal_pk"],
            event_pk=row["event_pk"],
            row=row,
        )
        for row in rows
    ]


def chunks(items: Iterable[_T], size: int = _MOST_PARAMETERS) -> Iterator[list[_T]]:
    """The items in lists that fit into one statement's parameters."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row; its number."""
    [pk] = connection.execute(insert(table).returning(table.c.pk), [dict(values)]).one()
    return int(pk)


# The document whose story another prints in nearly the same words.
_first = document.alias("first")
_STATEMENTS = (
    select(
        statement,
        document.c.id.label("document"),
        func.substr(
            document.c.text,
            statement.c.sentence_start_char + 1,
            statement.c.sentence_end_char - statement.c.sentence_start_char,
        ).label("sentence"),
        document.c.source,
        document.c.title,
        document.c.publisher,
        document.c.url,
        document.c.language,
        document.c.published_on,
        document.c.published_how,
        document.c.author,
        document.c.asserted_on,
        run.c.version,
        event.c.id.label("event"),
        func.coalesce(_first.c.id, document.c.id).label("story"),
        func.coalesce(_first.c.publisher, _first.c.source, _first.c.id).label("copy_of"),
        near_copy.c.similarity,
    )
    .join(document, document.c.pk == statement.c.document_pk)
    .outerjoin(near_copy, near_copy.c.document_pk == statement.c.document_pk)
    .outerjoin(_first, _first.c.pk == near_copy.c.of_pk)
    .join(run, run.c.pk == statement.c.run_pk)
    .outerjoin(event, event.c.pk == statement.c.event_pk)
)


_known = entity.alias("known")
_PARTICIPANTS = (
    select(
        statement_entity.c.statement_pk,
        func.coalesce(_known.c.id, entity.c.id),
        statement_entity.c.role,
    )
    .join(entity, entity.c.pk == statement_entity.c.entity_pk)
    .outerjoin(_known, _known.c.pk == entity.c.same_as_pk)
    .where(statement_entity.c.statement_pk.in_(bindparam("pks", expanding=True)))
    .order_by(statement_entity.c.statement_pk, statement_entity.c.position)
)
_MEASURES = (
    select(measure)
    .where(measure.c.statement_pk.in_(bindparam("pks", expanding=True)))
    .order_by(measure.c.statement_pk, measure.c.position)
)


def _participants(connection: Connection, pks: Sequence[int]) -> dict[int, list[Participant]]:
    found: dict[int, list[Participant]] = defaultdict(list)
    for chunk in chunks(pks):
        for pk, name, role in connection.execute(_PARTICIPANTS, {"pks": chunk}):
            found[pk].append(Participant(name, role))
    return found


def _measures(connection: Connection, pks: Sequence[int]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    for chunk in chunks(pks):
        for row in connection.execute(_MEASURES, {"pks": chunk}).mappings():
            found[row["statement_pk"]].append(read_measure(row))
    return found


def _digest(row: dict[str, Any], statement: Statement) -> str:
    said = [*row.values()]
    for part in statement.participants:
        said += (part.entity, part.role)
    for each in statement.measures:
        said += measure_columns(each).values()
    return blake2b("\x1f".join(map(str, said)).encode(), digest_size=10).hexdigest()
