"""Writing documents: a document and all that was read in it go in together, or not at all.

Statements are known by id. Reading a document twice changes nothing; a newer reading replaces the statements
that it reads otherwise and retires those that it no longer finds. Past versions stay, so that what the base
held at any time can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import or_, select

from kb.errors import UnknownName
from kb.model import Entity, Extraction
from kb.store.database import Database
from kb.store.records import Run, Written
from kb.store.statement_rows import chunks
from kb.store.tables import (
    document,
)
from kb.store.writer import Writer

# Documents that one transaction takes: few enough that readers and other writers wait briefly.
_BATCH = 20


def write_extraction(
    database: Database, extraction: Extraction, entities: Mapping[str, Entity], run: Run | None = None
) -> Written:
    """Hold a document as it was read. `entities` describes those that it names; `run` says who writes.

    Raises `DataError` where the text cannot be stored, `DatabaseError` where the base cannot be written.
    """
    with writing(database, entities, run) as writer:
        return writer.put(extraction)


def write_extractions(
    database: Database,
    extractions: Iterable[Extraction],
    entities: Mapping[str, Entity],
    run: Run | None = None,
) -> Iterator[Written]:
    """As `write_extraction`, for many documents in few transactions; tells of each once it is safely held."""
    run = run or this_run()
    for batch in chunks(extractions, _BATCH):
        with writing(database, entities, run) as writer:
            written = writer.put_all([(extraction, None) for extraction in batch])
        yield from written


def delete_document(database: Database, name: str, run: Run | None = None) -> bool:
    """Forget a document, its statements and their past versions; whether the base held it."""
    with writing(database, {}, run) as writer:
        return writer.remove(name)


def find_document(database: Database, name: str) -> str:
    """The id of the one document with that id, source or address. Raises `UnknownName` where there is no such
    one."""
    named = or_(document.c.id == name, document.c.source == name, document.c.url == name)
    with database.read() as connection:
        found = connection.scalars(select(document.c.id).where(named).order_by(document.c.pk).limit(6)).all()
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    raise UnknownName("document", name, found)


@contextmanager
def writing(database: Database, entities: Mapping[str, Entity], run: Run | None = None) -> Iterator[Writer]:
    """A writer in a transaction; events are brought up to date at its end."""
    with database.write() as connection:
        writer = Writer(connection, entities, run or this_run())
        yield writer
        writer.finish()


def this_run(command: str | None = None, rules: str | None = None) -> Run:
    """A run that starts now. The base's recorded times are the clock's: when it came to hold a thing."""
    return Run(datetime.now(UTC), _version(), command, rules)


@cache
def _version() -> str:
    from importlib.metadata import version

    return version("kb")
