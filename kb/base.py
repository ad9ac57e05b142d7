"""The Python interface to a base of events, which `kb.open` gives. Reading without one is in `kb.reading`."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kb.analysis import Analysis
from kb.asking import Wish as Wish
from kb.config import DEFAULT_DATABASE, Settings
from kb.curated.given import (
    When,
    one_line,
    span,
)
from kb.ingesting import Ingested as Ingested
from kb.ingesting import Ingesting
from kb.keeping import Keeping
from kb.model import Entity, Extraction, Status

if TYPE_CHECKING:
    from kb.curated.table import RowError
    from kb.store.bulk import Loaded
    from kb.store.database import Database
    from kb.store.known import KnownEvent
    from kb.store.records import Told, Written

# How many seconds to wait for another writer.
LOCK_TIMEOUT = 30.0


def open(url: str = DEFAULT_DATABASE, *, settings: Settings | None = None, create: bool = True) -> Base:  # noqa: A001
    """The base at a database URL, created on first use unless `create` is False.

    Raises `DatabaseError` where it is foreign, older, newer, locked or, with `create` False, missing.
    """
    from kb.store.database import open_database

    return Base(open_database(url, create=create, timeout=LOCK_TIMEOUT), settings or Settings())


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing a table came to: events that were added or known already, rows with errors, and what others'
    formats have and kb has no place for, with how many rows had it."""

    added: int
    known: int
    errors: tuple[RowError, ...]
    dropped: tuple[tuple[str, int], ...] = ()


class Base(Ingesting, Analysis, Keeping):
    """A base of events. Made by `kb.open`; closes itself at the end of a `with` block."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

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
        from kb.curated.names import read_kind, read_status

        given = CuratedEvent(
            written=str(when),
            when=span(when, self.knowledge),
            title=one_line(title),
            kind=read_kind(kind) if kind else None,
            entities=tuple(dict.fromkeys(map(self._named, entities))) or None,
            status=read_status(status),
            publisher=source,
            url=url,
        )
        extraction = curate(given, self.knowledge)
        return Ingested(extraction, next(iter(self._write([extraction]))))

    def import_file(self, path: str | Path) -> Imported:
        """Enter the rows of a CSV, JSON, JSON Lines or Parquet file with a column of free-form dates, or the events
        of Wikidata, GDELT, Timesketch, TimelineJS or iCalendar.

        A file that `kb export` wrote brings all that tells its events, and gives the same events here.
        Rows that cannot be read are told with their line. Raises `ReadError` where the whole file cannot.
        """
        from kb.curated.event import CuratedEvent, curate
        from kb.curated.table import Dropped, RowError, read_table
        from kb.store.merge import put_told

        errors: list[RowError] = []
        dropped: list[tuple[str, int]] = []
        curated: list[CuratedEvent] = []
        described = ChainMap(dict(self.knowledge.gazetteer.entities), dict[str, Entity]())

        def told() -> Iterator[Told]:
            for row in read_table(Path(path), self.knowledge):
                match row:
                    case RowError():
                        errors.append(row)
                    case Dropped():
                        dropped.append((row.name, row.count))
                    case CuratedEvent():
                        curated.append(row)
                    case _:
                        described.maps[1].update(row.described)
                        yield row

        loaded = put_told(self._database, told(), described)
        written = list(self._write(curate(event, self.knowledge) for event in curated))
        known = sum(each.unchanged for each in written)
        added = loaded.added + len(written) - known
        return Imported(added, loaded.known + known, tuple(errors), tuple(dropped))

    def load_events(
        self, events: Iterable[KnownEvent], entities: Mapping[str, Entity] | None = None
    ) -> Loaded:
        """Hold events in great numbers, each known to be one: none is read from a text or compared with others.

        `entities` describes those that the gazetteer does not know. A million events at a time are safe once
        written, in an empty file the first sixteen million; those that the base holds already are left alone, so a
        load that broke off is run again.
        Raises `UnknownName` for a kind that is none, `DatabaseError` where the base cannot be written.
        """
        from kb.store.bulk import load_events

        described = ChainMap(dict(entities or {}), dict(self.knowledge.gazetteer.entities))
        return load_events(self._database, events, described)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load_extracted(self, folder: str | Path) -> int:
        """Hold what `kb spark-extract` wrote into a folder; the number of documents that were new.

        A load that breaks off is simply run again. Raises `ReadError` where the folder is no such output.
        """
        from kb.loading import load_extracted

        known = self.knowledge.gazetteer.entities
        return sum(count for _, count in load_extracted(self._database, folder, known))

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
