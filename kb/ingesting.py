"""Reading into a base: the part of the Python interface that takes texts, whole corpora, and texts again."""

from __future__ import annotations

import pickle
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from kb.config import Settings
from kb.curated.given import When, day
from kb.errors import DataError, ReadError
from kb.model import Document, Entity, Extraction, Issue, PublishedHow
from kb.reading.piece import Failure, Manner, Piece, Place

if TYPE_CHECKING:
    from datetime import date

    from kb.pipeline import Knowledge
    from kb.reading.many import Job
    from kb.store.database import Database
    from kb.store.ingestions import Ingestion, IngestionRun
    from kb.store.records import Written
    from kb.store.rereading import Difference

# Documents, and bytes of them, that one transaction takes: many share events, which are then brought up to date once.
# Few at first, so that something is soon held, then twice as many each time. Counted from the beginning of the run,
# read or not, so that a run that goes on where one broke off parts them alike.
_FIRST_BATCH, _BATCH, _BATCH_BYTES = 32, 512, 16 << 20
# Documents, and bytes of them, that are looked up at a time.
_LOOKED_UP, _LOOKED_UP_BYTES = 64, 8 << 20


@dataclass(frozen=True, slots=True)
class Ingested:
    """What reading a document came to."""

    extraction: Extraction
    written: Written


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one document of a run: it was read and is held, was known as it is, or could not be read.

    `written` is None where it was known already, `failure` says why it could not be read. `position` is how many
    bytes of its file were taken, `alone` says that the file holds nothing else, `size` is the
    length of the document alone.
    """

    place: Place
    position: int = 0
    alone: bool = False
    statements: int = 0
    published: date | None = None
    published_how: PublishedHow | None = None
    size: int = 0
    issues: tuple[Issue, ...] = ()
    written: Written | None = None
    extraction: Extraction | None = None
    failure: str | None = None


@dataclass(slots=True)
class _Batch:
    """What is read and not yet held, in order."""

    steps: list[tuple[Step, str | None]] = field(default_factory=list)
    bytes: int = 0

    @property
    def read(self) -> list[tuple[Step, str | None]]:
        return [each for each in self.steps if each[0].extraction is not None]

    @property
    def failures(self) -> list[tuple[str, str]]:
        return [(str(step.place), step.failure) for step, _ in self.steps if step.failure is not None]

    @property
    def known(self) -> int:
        return len(self.steps) - len(self.read) - len(self.failures)


class Ingesting:
    """Reads files, feeds, pages and corpora into a base, and reads again what is there."""

    _database: Database
    _settings: Settings

    @cached_property
    def _read_with(self) -> Knowledge:
        from kb.reading import load_knowledge

        return load_knowledge(self._settings)

    def ingest(self, source: str | Path | Document, published: When | None = None) -> Ingested:
        """Read a file of any format (its path) or a document into the base. Twice changes nothing.

        Raises `ReadError` where it cannot be read or holds several documents, `DatabaseError` where the base
        cannot be written.
        """
        from kb.reading import extract_document, extract_file
        from kb.reading.rules import rules_digest
        from kb.store.write import this_run, write_extraction

        if isinstance(source, Document):
            extraction = extract_document(source, self._read_with)
        else:
            extraction = extract_file(source, day(published), self._read_with)
        described = self._described([extraction])
        run = this_run("ingest", rules_digest(self._settings))
        return Ingested(extraction, write_extraction(self._database, extraction, described, run))

    def ingest_files(
        self, paths: Iterable[str | Path], published: When | None = None, *, jobs: int | None = None
    ) -> Iterator[tuple[Path, Ingested | DataError]]:
        """Read files into the base, over so many processes (else those of the settings); each as it is held.

        What comes to the base does not depend on `jobs`. A document that cannot be read comes with its error, and
        the others go in. Raises `DatabaseError` where the base cannot be written.
        """
        manner = Manner(published=day(published))
        for step in self.ingest_all(map(str, paths), manner, jobs=jobs, again=True):
            if step.extraction is not None and step.written is not None:
                yield Path(step.place.source), Ingested(step.extraction, step.written)
            else:
                yield Path(step.place.source), ReadError(step.failure or "")

    def ingest_all(
        self,
        sources: Iterable[str],
        manner: Manner | None = None,
        *,
        jobs: int | None = None,
        again: bool = False,
        arguments: Mapping[str, Any] | None = None,
    ) -> Iterator[Step]:
        """Read all documents of files, folders, patterns and addresses; each as it is held, in their order.

        The run is recorded. What an earlier run read of the same bytes by the same rules is passed over unless
        `again`, so that a run that broke off, or was killed, is simply started again. Raises `ReadError` where a
        source is missing, `DatabaseError` where the base cannot be written.
        """
        from kb.reading.find import find_pieces
        from kb.reading.many import read_jobs
        from kb.reading.rules import rules_digest
        from kb.store.ingestions import Ingestion
        from kb.store.write import this_run

        manner = manner or Manner()
        named = list(sources)
        rules = rules_digest(self._settings)
        pieces = find_pieces(named, manner)
        first = next(pieces, None)
        if first is None:
            return
        run = this_run("ingest", rules)
        ingestion = Ingestion(self._database, run, arguments or {"sources": named})
        with closing(pieces):
            found = self._looked_up(_with_first(first, pieces), manner, rules, again)
            processes = jobs or self._settings.jobs
            with closing(read_jobs(found, manner, self._settings, processes)) as read:
                yield from self._held(read, ingestion)
        ingestion.finish()

    def runs(self) -> list[IngestionRun]:
        """The runs that read documents, with what they came to, in the order of their beginning."""
        from kb.store.ingestions import runs

        return runs(self._database)

    def run_failures(self, number: int) -> list[tuple[str, str]]:
        """The places that a run could not read, with the reasons. Raises `UnknownName`."""
        from kb.store.ingestions import run_failures

        return run_failures(self._database, number)

    def reread(self, *, jobs: int | None = None) -> Rereading:
        """What newer rules read otherwise in the texts that the base holds; nothing is changed by it alone."""
        return Rereading(self._database, self._settings, self._read_with, jobs or self._settings.jobs)

    def _looked_up(
        self, pieces: Iterator[Piece | Failure], manner: Manner, rules: str, again: bool
    ) -> Iterator[Job | Step]:
        """Each piece as a document to read, or what is known of it."""
        from kb.reading.many import Job
        from kb.reading.rules import piece_digest
        from kb.store.places import known_places

        for group in _groups(pieces):
            digests = [piece_digest(each, manner, rules) if isinstance(each, Piece) else "" for each in group]
            known = {} if again else known_places(self._database, set(digests) - {""})
            for each, digest in zip(group, digests, strict=True):
                if isinstance(each, Failure):
                    yield Step(each.place, each.position, failure=each.message)
                elif (held := known.get(digest)) is not None:
                    facts = held.statements, held.published, held.published_how
                    yield Step(each.place, each.position, each.alone, *facts, size=len(each.data))
                else:
                    yield Job(each, digest)

    def _held(
        self, read: Iterator[tuple[Job | Step, Extraction | Failure | None]], ingestion: Ingestion
    ) -> Iterator[Step]:
        batch, most = _Batch(), _FIRST_BATCH
        for item, found in read:
            batch.steps.append((item, None) if isinstance(item, Step) else _step(item, found))
            batch.bytes += item.size
            if len(batch.steps) == most or batch.bytes >= _BATCH_BYTES:
                yield from self._write_batch(batch, ingestion)
                batch, most = _Batch(), min(2 * most, _BATCH)
        yield from self._write_batch(batch, ingestion)

    def _write_batch(self, batch: _Batch, ingestion: Ingestion) -> Iterator[Step]:
        from kb.store.ingestions import Reading

        readings = [Reading(step.extraction, digest) for step, digest in batch.read if step.extraction]
        described = self._described(each.extraction for each in readings)
        written = iter(ingestion.write(readings, described, batch.failures, batch.known))
        for step, _ in batch.steps:
            if step.extraction is None:
                yield step
                continue
            came = next(written)
            if isinstance(came, DataError):
                yield replace(step, extraction=None, failure=str(came))
            else:
                yield replace(step, written=came)

    def _described(self, extractions: Iterable[Extraction]) -> Mapping[str, Entity]:
        """What describes entities: the gazetteer, and for the names it lacks the texts that show them."""
        named = {entity.id: entity for extraction in extractions for entity in extraction.named}
        return ChainMap(dict(self._read_with.gazetteer.entities), named)


class Rereading:
    """A new reading of all documents, held on the disk until it is written."""

    def __init__(self, database: Database, settings: Settings, knowledge: Knowledge, jobs: int) -> None:
        self._database, self._settings, self._knowledge, self._jobs = database, settings, knowledge, jobs
        self._spool: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.differing = 0

    def count(self) -> int:
        """How many documents there are to read."""
        from kb.store.rereading import count_documents

        return count_documents(self._database)

    def compare(self) -> Iterator[Difference | Failure]:
        """What each document says otherwise now, in the order in which the base came to hold them."""
        from kb.reading.many import Job, read_jobs
        from kb.store.rereading import difference, stored_documents

        jobs = (Job(document) for document in stored_documents(self._database))
        for _, found in read_jobs(jobs, Manner(), self._settings, self._jobs):
            if isinstance(found, Extraction):
                differs = difference(self._database, found)
                if not differs.nothing:
                    pickle.dump(found, self._spool)
                    self.differing += 1
                yield differs
            elif isinstance(found, Failure):
                yield found

    def write(self) -> Iterator[Written]:
        """Hold what differs; judgements stay, since they name statements that keep their ids."""
        from kb.reading.rules import rules_digest
        from kb.store.ingestions import Ingestion, Reading
        from kb.store.write import this_run

        run = this_run("reingest", rules_digest(self._settings))
        ingestion = Ingestion(self._database, run, {})
        self._spool.seek(0)
        extractions = (pickle.load(self._spool) for _ in range(self.differing))
        while batch := list(islice(extractions, _BATCH)):
            named = {entity.id: entity for extraction in batch for entity in extraction.named}
            described = ChainMap(dict(self._knowledge.gazetteer.entities), named)
            for written in ingestion.write([Reading(each) for each in batch], described):
                if isinstance(written, DataError):
                    raise written
                yield written
        ingestion.finish()

    def close(self) -> None:
        """Give the disk back."""
        self._spool.close()


def _with_first(first: Piece | Failure, others: Iterator[Piece | Failure]) -> Iterator[Piece | Failure]:
    yield first
    yield from others


def _groups(pieces: Iterator[Piece | Failure]) -> Iterator[list[Piece | Failure]]:
    """Pieces in groups that are small in number and in bytes."""
    group: list[Piece | Failure] = []
    size = 0
    for each in pieces:
        group.append(each)
        size += len(each.data) if isinstance(each, Piece) else 0
        if len(group) >= _LOOKED_UP or size >= _LOOKED_UP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _step(job: Job, found: Extraction | Failure | None) -> tuple[Step, str | None]:
    piece = job.work
    assert isinstance(piece, Piece)
    if not isinstance(found, Extraction):
        message = found.message if found else ""
        return Step(piece.place, piece.position, piece.alone, size=job.size, failure=message), None
    published = found.document.published
    return (
        Step(
            piece.place,
            piece.position,
            piece.alone,
            len(found.statements),
            published.day if published else None,
            published.how if published else None,
            job.size,
            found.issues,
            extraction=found,
        ),
        job.note,
    )
