"""Which documents tell a story in nearly another's words: together they are one source."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from kb.store.tables import document, document_sketch, near_copy
from kb.text.similar import LEAST, similarity, sketch

# Texts to compare with, those first that share most of the sketch.
_MOST_COMPARED = 8


def note_copies(connection: Connection, document_pk: int, text: str) -> None:
    """Link a new document to the first one of its story, if the base holds any; keep its sketch for others."""
    values = sketch(text)
    if not values:
        return
    link = _link(connection, document_pk, text, values)
    if link:
        connection.execute(insert(near_copy), [link])
    rows = [{"value": value, "document_pk": document_pk} for value in dict.fromkeys(values)]
    connection.execute(insert(document_sketch), rows)


def part_copies(connection: Connection, document_pk: int) -> None:
    """Before a document is forgotten: the next of its story takes its place."""
    copies = connection.scalars(
        select(near_copy.c.document_pk)
        .where(near_copy.c.of_pk == document_pk)
        .order_by(near_copy.c.document_pk)
    ).all()
    if copies:
        connection.execute(delete(near_copy).where(near_copy.c.document_pk == copies[0]))
        connection.execute(update(near_copy).where(near_copy.c.of_pk == document_pk).values(of_pk=copies[0]))


def _link(
    connection: Connection, document_pk: int, text: str, values: tuple[int, ...]
) -> dict[str, int] | None:
    nearest = connection.scalars(_ALIKE, {"values": list(values)}).all()
    best = max(((_similarity(connection, pk, text), -pk) for pk in nearest), default=(0.0, 0))
    if best[0] < LEAST:
        return None
    other = -best[1]
    first = connection.scalar(_FIRST, {"document": other}) or other
    return {"document_pk": document_pk, "of_pk": first, "similarity": round(100 * best[0])}


def _similarity(connection: Connection, pk: int, text: str) -> float:
    return similarity(text, connection.scalar(_TEXT, {"document": pk}) or "")


_ALIKE = (
    select(document_sketch.c.document_pk)
    .where(document_sketch.c.value.in_(bindparam("values", expanding=True)))
    .group_by(document_sketch.c.document_pk)
    .order_by(func.count().desc(), document_sketch.c.document_pk)
    .limit(_MOST_COMPARED)
)
_FIRST = select(near_copy.c.of_pk).where(near_copy.c.document_pk == bindparam("document"))
_TEXT = select(document.c.text).where(document.c.pk == bindparam("document"))
