"""Keeping a base: the part of the Python interface that checks, copies and moves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.store.check import Finding
    from kb.store.database import Database


class Keeping:
    """Checks, backups and dumps of a base."""

    _database: Database

    def check(self) -> list[Finding]:
        """What is wrong with the base, or should be looked at; empty where it is sound."""
        from kb.store.check import check_base

        return check_base(self._database)

    def backup(self, path: str | Path) -> int:
        """Write a compressed copy, whole or not at all; the number of rows. Raises `DataError`."""
        from kb.store.backup import backup

        return backup(self._database, Path(path))

    def restore(self, path: str | Path) -> int:
        """Fill this base, which must be new, from a backup; the number of rows. Raises `DataError`."""
        from kb.store.backup import restore

        return restore(self._database, Path(path))

    def dump(self) -> Iterator[str]:
        """The whole base as lines of JSON, as it is at one moment."""
        from kb.store.dump import dump

        return dump(self._database)

    def load(self, lines: Iterable[str]) -> int:
        """Fill this base, which must be new, with the lines of a dump; the number of rows.

        Raises `DataError` where they are no whole dump, and changes nothing then.
        """
        from kb.store.dump import load

        return load(self._database, lines)

    def delete_document(self, name: str) -> str:
        """Forget a document with all that was read in it, past versions too; its id.

        `name` is its id, source or address. Events that others tell stay. Judgements stay too, and hold should it
        be read again. Raises `UnknownName` where there is none, or more than one, `DatabaseError` where the base
        cannot be written.
        """
        from kb.store.write import delete_document, find_document

        found = find_document(self._database, name)
        delete_document(self._database, found)
        return found
