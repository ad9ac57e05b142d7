"""Many documents over processes: each with what it says, in the order in which they were found."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from kb.config import Settings
from kb.errors import DataError
from kb.model import Document, Extraction, Issue
from kb.reading.document import read_piece
from kb.reading.extracting import extract_document, load_knowledge
from kb.reading.piece import Failure, Manner, Piece, Place
from kb.text.limits import MIB

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from kb.pipeline import Knowledge

    _Future = Future[Extraction | Failure]

# How many documents, and bytes, are read ahead for each process, so that none waits while results are written.
_AHEAD = 256
_AHEAD_BYTES = 64 * MIB
# How often a process looks whether the one that it works for is still there.
_WATCH = 1.0

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be read, with what the caller wants back with it."""

    work: Piece | Document
    note: str = ""

    @property
    def place(self) -> Place:
        """Where the document stands."""
        return self.work.place if isinstance(self.work, Piece) else Place(self.work.source or self.work.id)

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.work.data) if isinstance(self.work, Piece) else len(self.work.text)


def read_jobs(
    jobs: Iterable[Job | P], manner: Manner, settings: Settings, processes: int = 1
) -> Generator[tuple[Job | P, Extraction | Failure | None], None, None]:
    """Each document with what it says, or why it cannot be read, in their order whatever `processes` is.

    What is no job comes back in its place, with None. Few documents are held at a time. A text on which kb itself
    fails is told like one that cannot be read.
    """
    if processes == 1:
        knowledge = load_knowledge(settings)
        for job in jobs:
            yield job, _try(job.work, manner, knowledge) if isinstance(job, Job) else None
        return
    pool: _Pool[P] = _Pool(manner, settings, processes)
    try:
        yield from pool.run(iter(jobs))
    finally:
        pool.close()


class _Pool(Generic[P]):
    """Processes that read. Should one die (of a text that takes all memory, say), the others are started anew."""

    def __init__(self, manner: Manner, settings: Settings, processes: int) -> None:
        self._manner, self._settings, self._processes = manner, settings, processes
        # Before the first process starts, so that all share what is loaded.
        load_knowledge(settings)
        self._executor = self._start()
        self._waiting: deque[tuple[Job | P, _Future | None]] = deque()
        self._bytes = 0

    def run(self, jobs: Iterator[Job | P]) -> Iterator[tuple[Job | P, Extraction | Failure | None]]:
        """As `read_jobs`."""
        more = True
        while more or self._waiting:
            while more and self._has_room():
                more = self._take(jobs)
            if self._waiting:
                yield self._next()

    def close(self) -> None:
        """Let the processes end, with nothing left to do."""
        self._executor.shutdown(cancel_futures=True)

    def _has_room(self) -> bool:
        ahead = self._processes * _AHEAD
        return not self._waiting or (len(self._waiting) < ahead and self._bytes < _AHEAD_BYTES)

    def _take(self, jobs: Iterator[Job | P]) -> bool:
        """Begin with the next job; whether there was one."""
        for job in jobs:
            if isinstance(job, Job):
                self._waiting.append((job, self._submit(job)))
                self._bytes += job.size
            else:
                self._waiting.append((job, None))
            return True
        return False

    def _submit(self, job: Job) -> _Future:
        try:
            return self._executor.submit(_work, job.work)
        except BrokenProcessPool:
            self._restart()
            return self._executor.submit(_work, job.work)

    def _next(self) -> tuple[Job | P, Extraction | Failure | None]:
        job, future = self._waiting[0]
        found = None
        if isinstance(job, Job) and future is not None:
            try:
                found = future.result()
            except BrokenProcessPool:
                found = self._alone(job)
            self._bytes -= job.size
        self._waiting.popleft()
        return job, found

    def _alone(self, job: Job) -> Extraction | Failure:
        """Read a document with no other beside it, to see whether it is the one that kills; then the others."""
        self._restart(submit=False)
        found: Extraction | Failure
        try:
            found = self._executor.submit(_work, job.work).result()
        except BrokenProcessPool:
            found = Failure(job.place, "reading it takes more than this machine has")
        self._restart()
        return found

    def _restart(self, *, submit: bool = True) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._start()
        if submit:
            self._waiting = deque((job, self._again(job, future)) for job, future in self._waiting)

    def _again(self, job: Job | P, future: _Future | None) -> _Future | None:
        if not isinstance(job, Job) or future is None:
            return None
        done = future.done() and not future.cancelled() and future.exception() is None
        return future if done else self._executor.submit(_work, job.work)

    def _start(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # Forking shares the knowledge that is loaded; elsewhere than on Linux it is not safe.
        context = get_context("fork" if sys.platform == "linux" else "spawn")
        given = (self._manner, self._settings, os.getpid())
        return ProcessPoolExecutor(self._processes, context, initializer=_prepare, initargs=given)


_prepared: tuple[Manner, Knowledge] | None = None


def _prepare(manner: Manner, settings: Settings, parent: int) -> None:
    """A process that reads: it leaves Ctrl-C to the first one, and ends when that is killed."""
    global _prepared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _prepared = manner, load_knowledge(settings)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH)
    os._exit(1)


def _work(work: Piece | Document) -> Extraction | Failure:
    assert _prepared is not None
    return _try(work, *_prepared)


def _try(work: Piece | Document, manner: Manner, knowledge: Knowledge) -> Extraction | Failure:
    place = work.place if isinstance(work, Piece) else Place(work.source or work.id)
    try:
        document, issues = _read(work, manner)
        return extract_document(document, knowledge, issues)
    except DataError as error:
        return Failure(place, str(error))
    except Exception as error:
        # One text among a hundred thousand that shows a fault of kb's is no reason to lose the others.
        return Failure(
            place, f"kb fails on this text: {type(error).__name__}: {' '.join(str(error).split())}"
        )


def _read(work: Piece | Document, manner: Manner) -> tuple[Document, tuple[Issue, ...]]:
    return read_piece(work, manner) if isinstance(work, Piece) else (work, ())
