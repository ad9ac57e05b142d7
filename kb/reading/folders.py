"""Files by path, pattern and folder, in an order that does not depend on the disk."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kb.errors import ReadError
from kb.reading.piece import Failure, Place

_PATTERN = frozenset("*?[")


def find_files(given: str) -> Iterator[tuple[Path, bool] | Failure]:
    """The files that a path, pattern or folder names, each with whether it was found in a folder.

    Hidden ones are left out of folders. Raises `ReadError` where nothing is there.
    """
    path = Path(given)
    if path.is_dir():
        yield from _in_folder(path, ())
    elif _exists(path):
        yield path, False
    elif not _PATTERN.isdisjoint(given):
        yield from _matching(given)
    else:
        raise ReadError(f"{given}: no such file")


def _matching(pattern: str) -> Iterator[tuple[Path, bool] | Failure]:
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        raise ReadError(f"{pattern}: no file fits this pattern")
    for name in found:
        if not os.path.isdir(name):
            yield Path(name), False


def _in_folder(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[tuple[Path, bool] | Failure]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(Place(str(folder)), error.strerror or str(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Failure(Place(str(folder)), "a link to a folder above itself; not followed")
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _entry(folder / entry.name, (*above, here))


def _entry(path: Path, above: tuple[tuple[int, int], ...]) -> Iterator[tuple[Path, bool] | Failure]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield Failure(Place(str(path)), error.strerror or str(error))
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, above)
    elif stat.S_ISREG(mode):
        yield path, True


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # A name that is too long, or no name.
        return False
