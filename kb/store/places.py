"""How documents were read, and where their texts were met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from kb.model import Document, Evidence, PublishedHow
from kb.store.database import Database
from kb.store.tables import document, document_place, reading, statement

# How good a publication date is, best first.
_RANKS: Mapping[str | None, int] = {how.value: rank for rank, how in enumerate(PublishedHow)}
_FACTS = ("title", "language", "publisher", "author", "url")


@dataclass(frozen=True, slots=True)
class Known:
    """A document that the base holds as it was read before, with the number of its statements."""

    id: str
    published: date | None
    published_how: PublishedHow | None
    statements: int


def known_places(database: Database, digests: Iterable[str]) -> dict[str, Known]:
    """Those of the digests that were read before, by the same rules."""
    with database.read() as connection:
        rows = connection.execute(_KNOWN, {"digests": list(digests)})
        return {
            row.digest: Known(
                row.id,
                row.published_on,
                PublishedHow(row.published_how) if row.published_how else None,
                row.statements,
            )
            for row in rows
        }


def put_place(connection: Connection, document_pk: int, given: Document, digest: str | None) -> None:
    """Note that a document's text was met at its source, and what was read there."""
    held = connection.execute(_PLACES, {"document": document_pk}).mappings().all()
    row = next((row for row in held if row["source"] == given.source), None)
    if row is None:
        connection.execute(insert(document_place), [place_row(document_pk, given, digest, len(held))])
        return
    values = {"publisher": given.publisher, "url": given.url, "digest": digest or row["digest"]}
    if any(row[name] != value for name, value in values.items()):
        here = (document_place.c.document_pk == document_pk) & (document_place.c.position == row["position"])
        connection.execute(update(document_place).where(here).values(values))


def place_row(document_pk: int, given: Document, digest: str | None, position: int = 0) -> dict[str, Any]:
    """The row of a document's place, by default the first where it was met."""
    return {
        "document_pk": document_pk,
        "position": position,
        "source": given.source,
        "publisher": given.publisher,
        "url": given.url,
        "digest": digest,
    }


def put_reading(
    connection: Connection, document_pk: int, given: Document, run_pk: Callable[[], int], rules: str
) -> bool:
    """Note by which rules a document was read, and how the facts about it were found; whether it is the first time."""
    found = dict(given.found)
    held = connection.execute(_READING, {"document": document_pk}).mappings().one_or_none()
    if held is None:
        row = {"document_pk": document_pk, "run_pk": run_pk(), "rules": rules, "found": found}
        connection.execute(insert(reading), [row])
    elif (held["rules"], held["found"]) != (rules, found):
        values = {"run_pk": run_pk(), "rules": rules, "found": found}
        connection.execute(update(reading).where(reading.c.document_pk == document_pk).values(values))
    return held is None


def with_places(connection: Connection, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with how facts about its documents were found, and where else their texts were met."""
    told = tuple(evidence)
    names = {"names": sorted({each.document for each in told})}
    found = {row.id: tuple(sorted(row.found.items())) for row in connection.execute(_FOUND, names)}
    also: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(_ALSO, names):
        also[row.id].append(
            row.publisher if row.publisher not in (None, row.printed_by) else row.source or row.url
        )
    return tuple(
        replace(each, found=found.get(each.document, ()), also=tuple(also[each.document])) for each in told
    )


def is_elsewhere(connection: Connection, held: RowMapping, given: Document) -> bool:
    """Whether a text that the base has read was met again in another place, which need not know better."""
    if held["source"] == given.source or not (held["source"] and given.source and given.found):
        return False
    return connection.execute(_READING, {"document": held["pk"]}).first() is not None


def merged(held: RowMapping, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The facts about a document met in another place: as they are held, unless that knows more or better."""
    facts = {name: held[name] or columns[name] for name in _FACTS}
    better = _rank(columns["published_how"]) < _rank(held["published_how"])
    dated = columns if better else held
    kept = {name: held[name] for name in ("id", "source", "text")}
    return {**columns, **facts, **kept, **{name: dated[name] for name in ("published_on", "published_how")}}


def _rank(how: str | None) -> int:
    return _RANKS.get(how, len(_RANKS))


_PLACES = (
    select(document_place)
    .where(document_place.c.document_pk == bindparam("document"))
    .order_by(document_place.c.position)
)
_READING = select(reading).where(reading.c.document_pk == bindparam("document"))
_FOUND = (
    select(document.c.id, reading.c.found)
    .join(reading, reading.c.document_pk == document.c.pk)
    .where(document.c.id.in_(bindparam("names", expanding=True)))
)
_ALSO = (
    select(
        document.c.id,
        document.c.publisher.label("printed_by"),
        document_place.c.source,
        document_place.c.publisher,
        document_place.c.url,
    )
    .join(document_place, document_place.c.document_pk == document.c.pk)
    .where(
        document.c.id.in_(bindparam("names", expanding=True)),
        document_place.c.source.is_distinct_from(document.c.source),
    )
    .order_by(document.c.id, document_place.c.position)
)
_KNOWN = (
    select(
        document_place.c.digest,
        document.c.id,
        document.c.published_on,
        document.c.published_how,
        select(func.count())
        .where(statement.c.document_pk == document.c.pk, statement.c.retired_at.is_(None))
        .scalar_subquery()
        .label("statements"),
    )
    .join(document, document.c.pk == document_place.c.document_pk)
    .where(document_place.c.digest.in_(bindparam("digests", expanding=True)))
)
