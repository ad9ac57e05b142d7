"""Runs that read documents: what each was called with, what it came to, and what it could not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kb.errors import DataError, UnknownName
from kb.model import Entity, Extraction
from kb.store.database import Database
from kb.store.document_rows import put_run
from kb.store.garbage import no_search_for_garbage
from kb.store.records import Run, Written
from kb.store.tables import ingestion, ingestion_failure, run
from kb.store.writer import Writer

# The columns of `ingestion` that are counted.
_COUNTS = ("documents", "skipped", "added", "changed", "removed", "issues", "failures")


@dataclass(frozen=True, slots=True)
class IngestionRun:
    """A run as the base remembers it; `finished_at` is None where it broke off or still goes on."""

    number: int
    started_at: datetime
    finished_at: datetime | None
    command: str | None
    version: str
    arguments: Mapping[str, Any]
    documents: int
    skipped: int
    added: int
    changed: int
    removed: int
    issues: int
    failures: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says, and the hash of all that it was read from."""

    extraction: Extraction
    digest: str | None = None


class Ingestion:
    """Writes what a run reads, batch by batch; each is held whole, with what the run came to so far."""

    def __init__(self, database: Database, given: Run, arguments: Mapping[str, Any]) -> None:
        self._database = database
        self._run = given
        self._failures = 0
        with database.write() as connection:
            self._pk = put_run(connection, given)
            row = {"run_pk": self._pk, "arguments": dict(arguments), **dict.fromkeys(_COUNTS, 0)}
            connection.execute(insert(ingestion), [row])

    def write(
        self,
        batch: Sequence[Reading],
        entities: Mapping[str, Entity],
        failures: Sequence[tuple[str, str]] = (),
        skipped: int = 0,
    ) -> list[Written | DataError]:
        """Hold documents, in order; an error for each that the base refuses. `failures` are places with reasons.

        Raises `DatabaseError` where the base cannot be written at all.
        """
        if failures or skipped:
            self._note(failures, skipped)
        try:
            return list(self._put(batch, entities))
        except DataError:
            if len(batch) == 1:
                raise
        # A document that the base refuses must not keep out those beside it; a base that is locked refuses all.
        self._note((), 0)
        return [self._put_one(each, entities) for each in batch]

    def finish(self) -> None:
        """The run has come to its end."""
        with self._database.write() as connection:
            self._update(connection, {"finished_at": datetime.now(UTC)})

    def _put_one(self, each: Reading, entities: Mapping[str, Entity]) -> Written | DataError:
        try:
            return self._put([each], entities)[0]
        except DataError as error:
            document = each.extraction.document
            self._note([(document.source or document.id, str(error))], 0)
            return error

    def _put(self, batch: Sequence[Reading], entities: Mapping[str, Entity]) -> list[Written]:
        if not batch:
            return []
        with self._database.write() as connection, no_search_for_garbage():
            writer = Writer(connection, entities, self._run)
            written = writer.put_all([(each.extraction, each.digest) for each in batch])
            writer.finish()
            self._count(connection, _totals(batch, written))
        return written

    def _note(self, failures: Iterable[tuple[str, str]], skipped: int) -> None:
        with self._database.write() as connection:
            rows = [
                {"run_pk": self._pk, "position": self._failures + at, "place": place, "message": message}
                for at, (place, message) in enumerate(failures)
            ]
            if rows:
                connection.execute(insert(ingestion_failure), rows)
            self._failures += len(rows)
            self._count(connection, {"documents": skipped, "skipped": skipped, "failures": len(rows)})

    def _count(self, connection: Connection, more: Mapping[str, int]) -> None:
        self._update(connection, {name: ingestion.c[name] + count for name, count in more.items()})

    def _update(self, connection: Connection, values: Mapping[str, Any]) -> None:
        connection.execute(update(ingestion).where(ingestion.c.run_pk == self._pk).values(**values))


def runs(database: Database) -> list[IngestionRun]:
    """The runs that read documents, in the order of their beginning."""
    with database.read() as connection:
        return [_read(row) for row in connection.execute(_RUNS.order_by(run.c.pk)).mappings()]


def run_failures(database: Database, number: int) -> list[tuple[str, str]]:
    """The places that a run could not read, with the reasons. Raises `UnknownName` where there is no such run."""
    with database.read() as connection:
        if connection.execute(_RUNS.where(run.c.pk == number)).first() is None:
            known = connection.scalars(select(ingestion.c.run_pk)).all()
            raise UnknownName("run", str(number), map(str, known))
        rows = connection.execute(
            select(ingestion_failure.c.place, ingestion_failure.c.message)
            .where(ingestion_failure.c.run_pk == number)
            .order_by(ingestion_failure.c.position)
        )
        return [(row.place, row.message) for row in rows]


def _totals(batch: Sequence[Reading], written: Sequence[Written]) -> dict[str, int]:
    return {
        "documents": len(batch),
        "added": sum(each.added for each in written),
        "changed": sum(each.changed for each in written),
        "removed": sum(each.removed for each in written),
        "issues": sum(len(each.extraction.issues) for each in batch),
    }


def _read(row: Mapping[Any, Any]) -> IngestionRun:
    counts = {name: row[name] for name in _COUNTS}
    return IngestionRun(
        row["pk"],
        row["started_at"],
        row["finished_at"],
        row["command"],
        row["version"],
        row["arguments"],
        **counts,
    )


_RUNS = select(
    run.c.pk, run.c.started_at, run.c.command, run.c.version, ingestion.c.arguments, ingestion.c.finished_at,
    *(ingestion.c[name] for name in _COUNTS),
).join(ingestion, ingestion.c.run_pk == run.c.pk)  # fmt: skip
