"""Keeping a copy of a base, and getting it back.

A backup is a dump (kb.store.dump), compressed. It is taken while others write, shows one moment, carries its
checksum, and fits both databases.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

from kb.errors import DataError
from kb.store.database import Database
from kb.store.dump import Checked, dump, load


def backup(database: Database, path: Path) -> int:
    """Write a backup, which is there whole or not at all, and read it again; the number of rows.

    Raises `DataError` where the file cannot be written.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        with gzip.open(draft, "wt", encoding="utf-8", newline="\n") as file:
            count = sum(file.write(f"{line}\n") > 0 for line in dump(database))
        verify(draft)
        os.replace(draft, path)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
    # All lines but the first and the last are rows.
    return count - 2


def restore(database: Database, path: Path) -> int:
    """Fill an empty base from a backup; the number of rows.

    Raises `DataError` where the file cannot be read, is no backup or was altered; the base is then unchanged.
    """
    return load(database, _lines(path))


def verify(path: Path) -> None:
    """Raise `DataError` where a backup is not whole."""
    checked = Checked(_lines(path))
    for _ in checked:
        pass
    checked.require_whole()


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            yield from file
    except (OSError, EOFError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path} cannot be read as a backup: {reason}") from error
