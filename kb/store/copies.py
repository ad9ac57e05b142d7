"""Which documents tell a story in nearly another's words: together they are one source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, select, update

from kb.store.inserting import insert_rows
from kb.store.listed import rows_in
from kb.store.tables import document, document_sketch, near_copy
from kb.text.similar import LEAST, similarity, sketch

# Texts to compare with, those first that share most of the sketch.
_MOST_COMPARED = 8


def note_all_copies(connection: Connection, texts: Mapping[int, str]) -> None:
    """Link new documents, by number and in their order, to the first one of their story if there is any.

    Their sketches are kept for others.
    """
    sketches = {pk: values for pk, text in texts.items() if (values := tuple(dict.fromkeys(sketch(text))))}
    alike = _sharing(connection, {value for values in sketches.values() for value in values})
    first: dict[int, int] = {}
    links = []
    for pk, values in sketches.items():
        shared = Counter(other for value in values for other in alike[value])
        nearest = sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_COMPARED]
        best = max(
            ((_alike(connection, texts, other, texts[pk]), -other) for other in nearest), default=(0.0, 0)
        )
        if best[0] >= LEAST:
            first[pk] = _first_of(connection, first, -best[1])
            links.append({"document_pk": pk, "of_pk": first[pk], "similarity": round(100 * best[0])})
        for value in values:
            alike[value].append(pk)
    insert_rows(connection, near_copy, links)
    rows = [{"value": value, "document_pk": pk} for pk, values in sketches.items() for value in values]
    insert_rows(connection, document_sketch, rows)


def _sharing(connection: Connection, values: Iterable[int]) -> dict[int, list[int]]:
    """The documents that the base holds, by the values of their sketches."""
    found: dict[int, list[int]] = defaultdict(list)
    query = "SELECT value, document_pk FROM document_sketch WHERE value IN {values}"
    for value, pk in rows_in(connection, query, values):
        found[value].append(pk)
    return found


def _alike(connection: Connection, texts: Mapping[int, str], other: int, text: str) -> float:
    return similarity(text, texts[other]) if other in texts else _similarity(connection, other, text)


def _first_of(connection: Connection, new: Mapping[int, int], pk: int) -> int:
    """The first document of the story that a document tells."""
    return new.get(pk) or connection.scalar(_FIRST, {"document": pk}) or pk


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


def _similarity(connection: Connection, pk: int, text: str) -> float:
    return similarity(text, connection.scalar(_TEXT, {"document": pk}) or "")


_FIRST = select(near_copy.c.of_pk).where(near_copy.c.document_pk == bindparam("document"))
_TEXT = select(document.c.text).where(document.c.pk == bindparam("document"))
