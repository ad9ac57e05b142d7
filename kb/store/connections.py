"""Connections to SQLite files as sqlite3 gives them, and those that read, kept ready. SQLAlchemy is not needed."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# How much of a file a reader looks at in place, in bytes; the rest is read.
_MAPPED = 2 << 30
# What a writer keeps of a file in memory, in KiB: its indexes grow at all places at once.
_CACHED = 64 * 1024
# What a reader keeps: the upper pages of ten million events, so that one that lies far from others is one page away.
_CACHED_READING = 16 * 1024
# Readers that are kept ready.
_KEPT = 8


def connect_sqlite(path: Path, timeout: float, read_only: bool) -> sqlite3.Connection:
    """A connection to a SQLite file: foreign keys on; written through a log, so that readers never wait."""
    mode = "ro" if read_only else "rwc"
    if read_only and _cannot_change(path):
        mode += "&immutable=1"
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHED}")
    return connection


class Readers:
    """Connections that read pages of a timeline: each is one caller's while it is out."""

    def __init__(self, path: Path, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._ready: deque[sqlite3.Connection] = deque()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that sees one state of the base."""
        connection = self._take()
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        self._give(connection)

    def close(self) -> None:
        """Close those that are ready."""
        while self._ready:
            self._ready.pop().close()

    def _take(self) -> sqlite3.Connection:
        try:
            return self._ready.pop()
        except IndexError:
            connection = connect_sqlite(self._path, self._timeout, read_only=True)
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            connection.execute(f"PRAGMA cache_size = -{_CACHED_READING}")
            return connection

    def _give(self, connection: sqlite3.Connection) -> None:
        if len(self._ready) < _KEPT:
            self._ready.append(connection)
        else:
            connection.close()


def _cannot_change(path: Path) -> bool:
    """A base on a read-only medium: SQLite could not keep its files for readers beside it, and need not."""
    writable = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    return not writable and not Path(f"{path}-wal").exists()
