"""Currencies and how news writes them (`currencies.toml`; codes of ISO 4217)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.errors import ReadError
from kb.lang.fold import fold

# ISO 4217: the code of a transaction in no (named) currency.
NO_CURRENCY = "XXX"

# ISO 15924: Chinese as the mainland writes it, and as Hong Kong and Taiwan do.
_SCRIPTS = ("Hans", "Hant")
_LISTS = frozenset({"before", "after", "hundredths", "chinese"})


@dataclass(frozen=True, slots=True)
class Currencies:
    """Spellings, folded and in lower case, to ISO 4217 codes.

    `before` and `after` say on which side of the number a spelling stands, `hundredths` are words for cents,
    `chinese` overrules `before` in Chinese texts. A bare 元 may go on in a currency that the text has named:
    in one that is `domestic` to the script of the text (`Hans`, `Hant`) however far back, in one of `plain`
    within a paragraph.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    hundredths: Mapping[str, str]
    chinese: Mapping[str, str]
    domestic: Mapping[str, frozenset[str]]
    plain: frozenset[str]


@cache
def load_currencies() -> Currencies:
    """The shipped currencies. Raises `ReadError` with file and key where the data is malformed."""
    path = Path(__file__).parent / "currencies.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReadError(f"{path}: {error}") from None
    for code, entry in data.items():
        _check(path, code, entry)
    return Currencies(
        before=_spellings(path, data, "before"),
        after=_spellings(path, data, "after"),
        hundredths=_spellings(path, data, "hundredths"),
        chinese=_spellings(path, data, "chinese"),
        domestic={
            script: frozenset(code for code, entry in data.items() if entry.get("plain") == script)
            for script in _SCRIPTS
        },
        plain=frozenset(code for code, entry in data.items() if entry.get("plain")),
    )


def _check(path: Path, code: str, entry: Any) -> None:  # noqa: ANN401 (as read from TOML)
    if not (len(code) == 3 and code.isascii() and code.isupper() and isinstance(entry, dict)):
        raise ReadError(f"{path}: {code!r} is no ISO 4217 code with a table")
    if unknown := entry.keys() - _LISTS - {"plain"}:
        raise ReadError(f"{path}: {code}.{min(unknown)} is no known key")
    if entry.get("plain", "passage") not in ("passage", *_SCRIPTS):
        raise ReadError(f"{path}: {code}.plain must be 'passage', 'Hans' or 'Hant'")
    for key in _LISTS & entry.keys():
        if not all(isinstance(word, str) and word for word in entry[key]):
            raise ReadError(f"{path}: {code}.{key} must be a list of words")


def _spellings(path: Path, data: Mapping[str, dict[str, Any]], key: str) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, entry in data.items():
        for word in map(_plain, entry.get(key, ())):
            if codes.setdefault(word, code) != code:
                raise ReadError(f"{path}: {code}.{key}: {word!r} already means {codes[word]}")
    return codes


def _plain(word: str) -> str:
    return fold(word).lower()
