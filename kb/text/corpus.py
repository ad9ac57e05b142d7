"""The texts among files and folders, in an order that does not depend on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.errors import ReadError
from kb.text.read import MARKDOWN, PLAIN

_SUFFIXES = (MARKDOWN | PLAIN) - {""}


def find_texts(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file that is named, and every text in the folders that are; hidden ones apart.

    Raises `ReadError` where a path is missing or a folder holds no text.
    """
    for path in paths:
        if path.is_dir():
            yield from _texts_in(path)
        elif path.exists():
            yield path
        else:
            raise ReadError(f"{path}: no such file")


def _texts_in(folder: Path) -> list[Path]:
    texts = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES and path.is_file() and not _hidden(path.relative_to(folder))
    )
    if not texts:
        raise ReadError(f"{folder}: no text in this folder ({', '.join(sorted(_SUFFIXES))})")
    return texts


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
