"""Where a base is: reading database URLs, with one clear line for each way to get one wrong.

A SQLite file is known without SQLAlchemy, which takes long to load.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import URL

_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_EXAMPLES = "sqlite:///kb.db or postgresql://user@host/name"
_FILE = re.compile(r"sqlite(?:\+pysqlite)?:///([^?#]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a base is: `text` is its URL, `name` the same as a person may see it, `path` that of a SQLite file."""

    text: str
    name: str
    path: Path | None

    @property
    def url(self) -> URL:
        """The URL with the driver that kb uses."""
        from sqlalchemy import make_url

        url = make_url(self.text)
        return url.set(drivername=_DRIVERS[url.drivername])


def read_place(text: str) -> Place:
    """The place that a URL names.

    Raises `DatabaseError` where it is no URL, names another database system or a directory that is not there.
    """
    match = _FILE.fullmatch(text)
    if match and match[1] != ":memory:":
        return Place(text, f"sqlite:///{match[1]}", _checked(Path(match[1])))
    url = _read_url(text)
    if url.get_backend_name() == "sqlite":
        raise DatabaseError(_no_file(url))
    return Place(text, _display(url), None)


def _read_url(text: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseError(f"{text!r} is not a database URL; write {_EXAMPLES}") from None
    if url.drivername not in _DRIVERS:
        raise DatabaseError(f"kb does not know {url.drivername!r} databases; write {_EXAMPLES}")
    return url


def _no_file(url: URL) -> str:
    if url.query or url.host:
        return f"{_display(url)} is not a file; write sqlite:///kb.db, or sqlite:////absolute/kb.db"
    return "a base in memory would be lost at once; name a file, as in sqlite:///kb.db"


def _display(url: URL) -> str:
    """The driver as they wrote it, the password hidden."""
    return url.set(drivername=url.drivername.partition("+")[0]).render_as_string(hide_password=True)


def _checked(path: Path) -> Path:
    try:
        if path.is_dir():
            raise DatabaseError(f"{path} is a directory; name a file in it")
        if not path.parent.is_dir():
            raise DatabaseError(f"the directory {path.parent} does not exist; make it first")
    except (OSError, ValueError) as error:
        raise DatabaseError(f"{path} cannot be opened: {getattr(error, 'strerror', error)}") from None
    return path
