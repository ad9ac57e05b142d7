"""Turns what the drivers raise into `DatabaseError`: one line that says what, where and what to do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import DatabaseError

# The drivers' words, in lower case, and what a person should read instead.
_MEANINGS = (
    ("file is not a database", "is not a SQLite database; name another file"),
    ("database is locked", "is locked by another program; try again when that is done"),
    ("database table is locked", "is locked by another program; try again when that is done"),
    ("lock timeout", "is locked by another program; try again when that is done"),
    ("attempt to write a readonly database", "is read-only; kb cannot write to it"),
    ("read-only transaction", "is read-only; kb cannot write to it"),
    ("unable to open database file", "cannot be opened; check the path and its permissions"),
    ("database or disk is full", "has no room: the disk is full; nothing was written"),
    ("no space left on device", "has no room: the disk is full; nothing was written"),
    ("disk i/o error", "cannot be read or written: the disk failed"),
    ("database disk image is malformed", "is damaged; restore a backup"),
)
# SQLite could not make its file for readers, or its log, any longer: to it, that is an error of the disk.
_FULL = frozenset({"SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMOPEN"})


@contextmanager
def in_one_line(place: str) -> Iterator[None]:
    """Raise every error of a database driver inside as a `DatabaseError` about the base at `place`."""
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(_explain(error, place)) from error
    except Exception as error:
        if not _is_of_driver(error):
            raise
        lost = bool(getattr(error, "connection_invalidated", False))
        raise DatabaseError(_explain(getattr(error, "orig", None) or error, place, lost)) from error


def _is_of_driver(error: Exception) -> bool:
    """Whether PostgreSQL's driver raised it, or SQLAlchemy for a driver; neither need be loaded to know that it
    did not."""
    kinds = (("sqlalchemy.exc", "DBAPIError"), ("psycopg", "Error"))
    return any(
        isinstance(error, getattr(sys.modules[room], name)) for room, name in kinds if room in sys.modules
    )


def first_line(error: BaseException) -> str:
    """The first line of an error's message, without a full stop."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _explain(error: BaseException, place: str, lost: bool = False) -> str:
    if getattr(error, "sqlite_errorname", "") in _FULL:
        return f"{place} has no room: the disk is full; nothing was written"
    message = str(error).lower()
    for words, meaning in _MEANINGS:
        if words in message:
            return f"{place} {meaning}"
    if lost or _is_connection_failure(error):
        return f"{place} does not answer: {first_line(error)}"
    return f"{place}: {first_line(error)}"


def _is_connection_failure(error: BaseException) -> bool:
    """psycopg raises OperationalError without an SQLSTATE, or with one of class 08 or 57P."""
    if isinstance(error, sqlite3.Error) or type(error).__name__ != "OperationalError":
        return False
    state = getattr(error, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))
