"""Reading the word tables: `kb/lang/<language>/<room>.toml`, folded for matching."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from kb.errors import DataError
from kb.lang.fold import fold


@cache
def load_words(language: str, room: str) -> dict[str, Any]:
    """One table of words, its keys and strings folded.

    Raises `DataError` with the file and line where the TOML is broken.
    """
    path = files("kb.lang") / language / f"{room}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from None
    folded: dict[str, Any] = _fold(table)
    return folded


def _fold(value: Any) -> Any:  # noqa: ANN401 — TOML values are of any type
    match value:
        case dict():
            return {fold(key): _fold(item) for key, item in value.items()}
        case list():
            return [_fold(item) for item in value]
        case str():
            return fold(value)
    return value


def one_of(words: Iterable[str]) -> str:
    """A non-capturing alternation of literal words, longest first, so that the longest is matched."""
    return (
        f"(?:{'|'.join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))})"
    )
