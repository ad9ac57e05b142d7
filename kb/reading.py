"""Reading texts without a base: one text, one file, or many files over processes."""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kb.config import Settings
from kb.curated.given import When, day
from kb.errors import DataError, ReadError
from kb.model import Document, Extraction, TimeMention

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from kb.pipeline import Knowledge
    from kb.timex import TimeReading

# How many files are read ahead for each process, so that none waits while results are written in order.
_AHEAD = 8


def extract(text: str, published: When | None = None, *, knowledge: Knowledge | None = None) -> Extraction:
    """All that a text says: dates, entities and dated events, each with its place in the text.

    Without `published` the publication date is looked for in the text. Raises `DateError` where it is no day.
    """
    from kb.text.read import read_text

    return extract_document(read_text(text, published=day(published)), knowledge)


def extract_document(document: Document, knowledge: Knowledge | None = None) -> Extraction:
    """As `extract`, for a document; an inferred or missing publication date is told as an issue."""
    from kb import pipeline
    from kb.dateline import date_document

    dated, issues = date_document(document)
    extraction = pipeline.extract(dated, knowledge)
    return replace(extraction, issues=(*issues, *extraction.issues))


def extract_file(path: Path, published: date | None, knowledge: Knowledge) -> Extraction:
    """As `extract`, for a file. Raises `ReadError` where it cannot be read."""
    from kb.text.read import read_file

    return extract_document(read_file(path, published=published), knowledge)


def extract_files(
    paths: Iterable[Path], published: date | None, settings: Settings, jobs: int = 1
) -> Iterator[tuple[Path, Extraction | DataError]]:
    """Each file with what it says, or why it cannot be read, in the order of `paths` whatever `jobs` is.

    With more than one job that many processes read; results are held for a few files only.
    """
    knowledge = load_knowledge(settings)
    if jobs == 1:
        yield from ((path, _try(path, published, knowledge)) for path in paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Forking shares the knowledge that is loaded; elsewhere than on Linux it is not safe.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    executor = ProcessPoolExecutor(jobs, context, initializer=_prepare, initargs=(settings,))
    try:
        yield from _in_order(executor, iter(paths), published, jobs * _AHEAD)
    finally:
        executor.shutdown(cancel_futures=True)


def dates(text: str, published: When | None = None) -> list[TimeMention]:
    """The time mentions of a text. Without `published`, relative dates stay unresolved.

    Raises `DateError` where `published` is no day, `ReadError` where the text holds what is no character.
    """
    return read_dates(text, published).mentions


def read_dates(text: str, published: When | None = None) -> TimeReading:
    """As `dates`, with what looks like a date and can be none, such as February 30."""
    from kb import pipeline
    from kb.text.encodings import check_characters

    return pipeline.dates(check_characters(text, "text"), day(published))


def load_knowledge(settings: Settings) -> Knowledge:
    """The shipped knowledge with the gazetteers and fiscal calendars of the settings."""
    from kb.pipeline import Knowledge, shipped_knowledge

    shipped = shipped_knowledge(settings.gazetteers)
    if not settings.fiscal:
        return shipped
    from kb.knowledge.fiscal import fiscal_calendars

    return Knowledge(shipped.gazetteer, shipped.finder, dict(fiscal_calendars(settings.fiscal)))


def _in_order(
    executor: ProcessPoolExecutor, paths: Iterator[Path], published: date | None, ahead: int
) -> Iterator[tuple[Path, Extraction | DataError]]:
    waiting: deque[tuple[Path, Future[Extraction | DataError]]] = deque()

    def submit(count: int) -> None:
        waiting.extend((path, executor.submit(_work, path, published)) for path in islice(paths, count))

    submit(ahead)
    while waiting:
        path, future = waiting.popleft()
        submit(1)
        yield path, future.result()


_knowledge: Knowledge | None = None


def _prepare(settings: Settings) -> None:
    """A process that reads: it knows what the first one knows, and leaves Ctrl-C to it."""
    global _knowledge
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _knowledge = load_knowledge(settings)


def _work(path: Path, published: date | None) -> Extraction | DataError:
    assert _knowledge is not None
    return _try(path, published, _knowledge)


def _try(path: Path, published: date | None, knowledge: Knowledge) -> Extraction | DataError:
    try:
        return extract_file(path, published, knowledge)
    except DataError as error:
        return ReadError(str(error))
