"""Documents of the base to be read again, and what a new reading of one would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from kb.model import Document, Extraction, Publication, PublishedHow, Statement
from kb.store.database import Database
from kb.store.known import RULE
from kb.store.statement_rows import statement_row
from kb.store.tables import document, reading, statement

_ROWS = 100
# Rules that no text was read by: a person's word, and events that came as they are.
_ENTERED = ("curated", RULE)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in short: its date in EDTF, kind and quote."""

    when: str
    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new reading of a document would change; `changed` pairs what is held with what is read now."""

    document: str
    source: str | None
    added: tuple[Told, ...]
    gone: tuple[Told, ...]
    changed: tuple[tuple[Told, Told], ...]

    @property
    def nothing(self) -> bool:
        """Whether all is read as it was."""
        return not (self.added or self.gone or self.changed)


def count_documents(database: Database) -> int:
    """How many documents were read from texts."""
    with database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(_DOCUMENTS.subquery())) or 0)


def stored_documents(database: Database) -> Iterator[Document]:
    """The documents that were read from texts, as they were before their texts were looked into."""
    last = 0
    while True:
        with database.read() as connection:
            query = _DOCUMENTS.where(document.c.pk > last).order_by(document.c.pk).limit(_ROWS)
            rows = connection.execute(query).all()
        if not rows:
            return
        yield from map(_document, rows)
        last = rows[-1].pk


def difference(database: Database, extraction: Extraction) -> Difference:
    """What holding the extraction would change."""
    given = extraction.document
    with database.read() as connection:
        query = select(statement).join(document, document.c.pk == statement.c.document_pk)
        current = (document.c.id == given.id) & statement.c.retired_at.is_(None)
        held = {row["id"]: row for row in connection.execute(query.where(current)).mappings()}
    read = {each.id: each for each in extraction.statements}
    return Difference(
        given.id,
        given.source,
        tuple(_told(each) for name, each in read.items() if name not in held),
        tuple(_held(row) for name, row in held.items() if name not in read),
        tuple(
            (_held(held[name]), _told(each))
            for name, each in read.items()
            if name in held and held[name]["digest"] != statement_row(each)["digest"]
        ),
    )


def _told(each: Statement) -> Told:
    return Told(each.when.edtf, each.kind, each.quote)


def _held(row: Any) -> Told:  # noqa: ANN401 - a row
    return Told(row["edtf"], row["kind"], row["quote"])


def _document(row: Row[Any]) -> Document:
    """The document without what only its text told, which newer rules may read otherwise."""
    how = PublishedHow(row.published_how) if row.published_how else None
    known = how in (PublishedHow.GIVEN, PublishedHow.METADATA)
    found = {name: value for name, value in (row.found or {}).items() if known or name != "published"}
    return Document(
        id=row.id,
        text=row.text,
        title=row.title,
        language=row.language,
        source=row.source,
        published=Publication(row.published_on, how) if how and known else None,
        publisher=row.publisher,
        author=row.author,
        url=row.url,
        found=tuple(sorted(found.items())),
    )


_DOCUMENTS = (
    select(document, reading.c.found)
    .join(reading, reading.c.document_pk == document.c.pk)
    .where(
        ~select(statement.c.pk)
        .where(statement.c.document_pk == document.c.pk, statement.c.rule.in_(_ENTERED))
        .exists()
    )
)
