"""What kb raises. Text never raises: what cannot be understood becomes an issue (see `kb.model.Issue`).

KbError                 every error below; its message is one line: what, where, what to do
├── UsageError          the call itself is wrong (exit code 2)
└── DataError           the input is wrong (exit code 1)
    ├── ReadError       a file or text that cannot be read
    ├── DateError       a date expression that has no reading
    ├── UnknownName     a kind, status or entity that nobody defined; suggests near ones
    └── DatabaseError   a base that is missing, locked, foreign, older, newer or read-only
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KbError(Exception):
    """Any error that kb raises on purpose."""

    exit_code = 1


class UsageError(KbError):
    """The call itself is wrong: two options that exclude each other, a reversed range."""

    exit_code = 2


class DataError(KbError):
    """The input is wrong."""


class ReadError(DataError):
    """A file or text that cannot be read."""


class DateError(DataError):
    """A date expression that has no reading, or an impossible day."""


class DatabaseError(DataError):
    """A base that is missing, locked, foreign, older, newer or read-only."""


class UnknownName(DataError):
    """A name that nobody defined, with the near ones as a suggestion."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        near = get_close_matches(name, sorted(known), n=3, cutoff=0.6)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"unknown {what} {name!r}{hint}")
        self.near = near
