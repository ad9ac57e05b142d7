"""Where a base is: reading database URLs, with one clear line for each way to get one wrong."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from kb.errors import DatabaseError

_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_EXAMPLES = "sqlite:///kb.db or postgresql://user@host/name"


def read_url(text: str) -> URL:
    """The URL with the driver that kb uses.

    Raises `DatabaseError` where it is no URL, names another database system or a directory that is not there.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseError(f"{text!r} is not a database URL; write {_EXAMPLES}") from None
    if url.drivername not in _DRIVERS:
        raise DatabaseError(f"kb does not know {url.drivername!r} databases; write {_EXAMPLES}")
    url = url.set(drivername=_DRIVERS[url.drivername])
    return _checked_file(url) if url.drivername == "sqlite" else url


def sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite base; None where the URL names none."""
    return None if url.database in (None, "", ":memory:") else Path(str(url.database))


def display(url: URL) -> str:
    """The URL as a person may see it: the driver as they wrote it, the password hidden."""
    return url.set(drivername=url.drivername.partition("+")[0]).render_as_string(hide_password=True)


def _checked_file(url: URL) -> URL:
    path = sqlite_path(url)
    if url.query or url.host:
        raise DatabaseError(
            f"{display(url)} is not a file; write sqlite:///kb.db, or sqlite:////absolute/kb.db"
        )
    if path is None:
        raise DatabaseError("a base in memory would be lost at once; name a file, as in sqlite:///kb.db")
    try:
        if path.is_dir():
            raise DatabaseError(f"{path} is a directory; name a file in it")
        if not path.parent.is_dir():
            raise DatabaseError(f"the directory {path.parent} does not exist; make it first")
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {error.strerror}") from None
    return url
