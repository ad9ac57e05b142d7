"""The Python interface to a base of events, which `kb.open` gives. Reading without one is in `kb.reading`."""

from __future__ import annotations

from collections import ChainMap, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from kb.config import DEFAULT_DATABASE, Settings
from kb.curated.given import (
    Moment,
    When,
    day,
    first_day,
    last_day,
    moment,
    one_line,
    several,
    span,
)
from kb.errors import DataError, UsageError
from kb.keeping import Keeping
from kb.model import Document, Entity, Event, Extraction, Status
from kb.reading import extract_document, extract_file, extract_files
from kb.review import Review

if TYPE_CHECKING:
    from kb.curated.table import RowError
    from kb.store.bulk import Loaded
    from kb.store.bulk_rows import KnownEvent
    from kb.store.database import Database
    from kb.store.filters import Filter, Relation
    from kb.store.plans import Disagreement, Revision
    from kb.store.query import Page
    from kb.store.records import EventDetail, Written
    from kb.store.sql import Rows
    from kb.store.timeline import Order

# How many seconds to wait for another writer.
LOCK_TIMEOUT = 30.0


def open(url: str = DEFAULT_DATABASE, *, settings: Settings | None = None, create: bool = True) -> Base:  # noqa: A001
    """The base at a database URL, created on first use unless `create` is False.

    Raises `DatabaseError` where it is foreign, older, newer, locked or, with `create` False, missing.
    """
    from kb.store.database import open_database

    return Base(open_database(url, create=create, timeout=LOCK_TIMEOUT), settings or Settings())


@dataclass(frozen=True, slots=True)
class Ingested:
    """What reading a document came to."""

    extraction: Extraction
    written: Written


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing a table came to: events that were added or known already, and rows with errors."""

    added: int
    known: int
    errors: tuple[RowError, ...]


class Timeline(list[Event]):
    """Events by first day, with the SQL that gave them and the cursor of the next page (None at the end)."""

    def __init__(self, page: Page[Event]) -> None:
        super().__init__(page)
        self._page = page

    @property
    def cursor(self) -> str | None:
        """What to pass for the next page."""
        return self._page.cursor

    @property
    def sql(self) -> str:
        """The SQL that the timeline stands for."""
        return self._page.sql

    def write(self, out: TextIO, format: str = "table") -> None:  # noqa: A002
        """Write the events in a format: table, json, jsonl, csv or markdown. Raises `UnknownName`."""
        from kb.export.formats import write_events

        write_events(self, format, out)

    def export(self, format: str = "table") -> str:  # noqa: A002
        """The events as text in a format. Raises `UnknownName`."""
        from io import StringIO

        out = StringIO()
        self.write(out, format)
        return out.getvalue()


class Base(Review, Keeping):
    """A base of events. Made by `kb.open`; closes itself at the end of a `with` block."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    def ingest(self, source: str | Path | Document, published: When | None = None) -> Ingested:
        """Read a file (its path) or a document into the base. Reading it twice changes nothing.

        Raises `ReadError` where the file cannot be read, `DatabaseError` where the base cannot be written.
        """
        if isinstance(source, Document):
            extraction = extract_document(source, self.knowledge)
        else:
            extraction = extract_file(Path(source), day(published), self.knowledge)
        return Ingested(extraction, next(iter(self._write([extraction]))))

    def ingest_files(
        self, paths: Iterable[str | Path], published: When | None = None, *, jobs: int | None = None
    ) -> Iterator[tuple[Path, Ingested | DataError]]:
        """Read files into the base, over so many processes (else those of the settings); each as it is held.

        What comes to the base does not depend on `jobs`. A file that cannot be read comes with its error, and
        the others go in. A run that was broken off is simply started again. Raises `DatabaseError` where the
        base cannot be written.
        """
        read: deque[tuple[Path, Extraction]] = deque()
        failed: deque[tuple[Path, DataError]] = deque()

        def extractions() -> Iterator[Extraction]:
            files = map(Path, paths)
            for path, found in extract_files(
                files, day(published), self._settings, jobs or self._settings.jobs
            ):
                if isinstance(found, DataError):
                    failed.append((path, found))
                else:
                    read.append((path, found))
                    yield found

        for written in self._write(extractions()):
            while failed:
                yield failed.popleft()
            path, extraction = read.popleft()
            yield path, Ingested(extraction, written)
        yield from failed

    def add(
        self,
        when: When,
        title: str,
        *,
        kind: str | None = None,
        entities: Iterable[str] = (),
        status: str = Status.ACTUAL,
        source: str | None = None,
        url: str | None = None,
    ) -> Ingested:
        """Enter an event by hand; what is not given is read from its title.

        Raises `DateError` for a date without a reading, `UnknownName` for an unknown kind, status or entity.
        """
        from kb.curated.event import CuratedEvent, curate
        from kb.curated.names import read_entities, read_kind, read_status

        given = CuratedEvent(
            written=str(when),
            when=span(when, self.knowledge),
            title=one_line(title),
            kind=read_kind(kind) if kind else None,
            entities=read_entities(entities, self.knowledge.gazetteer) or None,
            status=read_status(status),
            publisher=source,
            url=url,
        )
        extraction = curate(given, self.knowledge)
        return Ingested(extraction, next(iter(self._write([extraction]))))

    def import_file(self, path: str | Path) -> Imported:
        """Enter the rows of a CSV or JSON Lines file with a column of free-form dates.

        Rows that cannot be read are told with their line. Raises `ReadError` where the whole file cannot.
        """
        from kb.curated.event import CuratedEvent, curate
        from kb.curated.table import RowError, read_table

        rows = list(read_table(Path(path), self.knowledge))
        events = (curate(row, self.knowledge) for row in rows if isinstance(row, CuratedEvent))
        written = list(self._write(events))
        known = sum(each.unchanged for each in written)
        errors = tuple(row for row in rows if isinstance(row, RowError))
        return Imported(len(written) - known, known, errors)

    def load_events(
        self, events: Iterable[KnownEvent], entities: Mapping[str, Entity] | None = None
    ) -> Loaded:
        """Hold events in great numbers, each known to be one: none is read from a text or compared with others.

        `entities` describes those that the gazetteer does not know. A million events at a time are safe once
        written; those that the base holds already are left alone, so a load that broke off is run again.
        Raises `UnknownName` for a kind that is none, `DatabaseError` where the base cannot be written.
        """
        from kb.store.bulk import load_events

        described = ChainMap(dict(entities or {}), dict(self.knowledge.gazetteer.entities))
        return load_events(self._database, events, described)

    def timeline(
        self,
        entity: str | Sequence[str] = (),
        *,
        start: When | None = None,
        end: When | None = None,
        kind: str | Sequence[str] = (),
        status: str | Sequence[str] = (),
        text: str | None = None,
        relation: Relation = "overlaps",
        as_of: When | None = None,
        recorded_by: Moment | None = None,
        newest: bool = False,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Timeline:
        """The events that concern any of the entities, in a span, of the kinds and statuses, with the words.

        Entities go by id, name in any language or ticker. By `relation` an event `overlaps` the span from
        `start` to `end`, lies `within` it, or `starts` in it. `as_of` shows what had been asserted by a day,
        `recorded_by` what the base held at a moment (a day means its end, in UTC). Stands for `SELECT * FROM
        timeline WHERE …`; `.sql` has it whole. Raises `DateError`, `UnknownName`, and `UsageError` where the
        span is reversed.
        """
        from kb.curated.names import read_kind, read_status
        from kb.store.filters import Filter
        from kb.store.query import timeline

        wish = Filter(
            entities=tuple(self._entity(name) for name in several(entity)),
            start=first_day(start),
            end=last_day(end),
            kinds=tuple(read_kind(name) for name in several(kind)),
            statuses=tuple(read_status(name) for name in several(status)),
            text=text,
            relation=relation,
            as_of=last_day(as_of),
        )
        if recorded_by is not None:
            return self._timeline_then(wish, moment(recorded_by), newest, limit, cursor)
        order: Order = "newest" if newest else "oldest"
        return Timeline(timeline(self._database, wish, order=order, limit=limit, cursor=cursor))

    def event(
        self, name: str, *, as_of: When | None = None, recorded_by: Moment | None = None
    ) -> EventDetail:
        """An event by its id, or the beginning of it, with every statement that tells it and its source.

        `as_of` and `recorded_by` as in `timeline`. Raises `UnknownName` where no event, or more than one, has
        that id.
        """
        if as_of is not None or recorded_by is not None:
            from kb.store.past import event_then

            return event_then(self._database, name, as_of=last_day(as_of), recorded_by=moment(recorded_by))
        from kb.store.query import event_detail

        return event_detail(self._database, name)

    def schedule(
        self, entity: str, *, as_of: When | None = None, recorded_by: Moment | None = None
    ) -> list[Revision]:
        """What became of the plans for an entity, known by id, name or ticker: each milestone's history.

        A revision is a date that was given for the first time, with the slip in days against the one before;
        the last of a milestone that came has the status `actual`. `as_of` and `recorded_by` as in `timeline`.
        Raises `UnknownName`.
        """
        from kb.store.plans import schedule

        return schedule(
            self._database,
            self._entity(entity),
            as_of=last_day(as_of),
            recorded_by=moment(recorded_by),
        )

    def conflicts(self) -> list[Disagreement]:
        """Pairs of statements of one event that cannot both be right, with both quotes and sources."""
        from kb.store.plans import conflicts

        return conflicts(self._database)

    def gaps(self, as_of: When | None = None) -> Timeline:
        """What was to happen before a day and was never reported to have come, been put off or called off.

        Without `as_of` the day is the newest publication date of the base, never today's clock.
        """
        from kb.store.plans import gaps

        return Timeline(gaps(self._database, last_day(as_of) or self.newest_day() or date.min))

    def newest_day(self) -> date | None:
        """The newest publication date of the base's documents; None where none is known."""
        from kb.store.plans import newest_day

        return newest_day(self._database)

    def entities(self) -> list[tuple[Entity, int]]:
        """The entities that events of the base concern, with the number of events, most first."""
        from kb.store.query import entities

        return [(entity, count) for entity, count in entities(self._database) if count]

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
        """The columns and rows of an SQL query, on a connection that can only read.

        Raises `DatabaseError` where the query is wrong or would write.
        """
        from kb.store.sql import run_sql

        return run_sql(self._database, query, parameters)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _timeline_then(
        self, wish: Filter, then: datetime | None, newest: bool, limit: int | None, cursor: str | None
    ) -> Timeline:
        from kb.store.past import held_sql, timeline_then
        from kb.store.query import Page

        if cursor is not None:
            raise UsageError("what the base held has no pages; leave out cursor")
        events = timeline_then(self._database, wish, recorded_by=then, newest=newest, limit=limit)
        return Timeline(Page(events, lambda: held_sql(self._database, wish, then)))

    def _write(self, extractions: Iterable[Extraction]) -> Iterator[Written]:
        from kb.store.write import write_extractions

        # A name that a text shows to be one is described by that text, unless the gazetteer knows it.
        named: dict[str, Entity] = {}
        described = ChainMap(dict(self.knowledge.gazetteer.entities), named)

        def noting() -> Iterator[Extraction]:
            for extraction in extractions:
                named.update({entity.id: entity for entity in extraction.named})
                yield extraction

        return write_extractions(self._database, noting(), described)
