"""Bytes to text: in the encoding that the bytes declare, else UTF-8, else the one that the characters fit."""

from __future__ import annotations

import codecs
import tomllib
from functools import cache
from importlib.resources import files

from kb.errors import ReadError

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b")
# The share of common characters that speaks for an encoding: Chinese news has a third of its characters among
# them and a wrongly decoded text a tenth; a letter of a single-byte encoding fits nearly always.
_ENOUGH = {"cp1251": 0.9, "cp1252": 1.0}
_ENOUGH_CJK = 0.22
# Cyrillic words are of non-ASCII letters, Western European ones of few.
_MOSTLY = 0.3
SAMPLE = 20_000


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of a file's bytes, unchanged but for the byte order mark.

    Raises `ReadError`, naming the file, where it is empty, binary or in no encoding that can be told.
    """
    if not data.strip():
        raise ReadError(f"{name}: empty")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    if not BINARY.isdisjoint(data[:SAMPLE]):
        raise ReadError(f"{name}: binary, not a text")
    if declared is not None:
        return _strictly(data, declared, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.decode(_legacy_encoding(data, error, name))


def check_characters(text: str, name: str) -> str:
    """The text, where it is one that can be written down.

    Raises `ReadError` for half of a surrogate pair, which broken JSON has, and an argument that is not UTF-8.
    """
    try:
        if not text.isascii():
            text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            f"{name}: character {error.start} is half of a surrogate pair, not a character"
        ) from None
    return text


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ReadError(f"{name}: unknown encoding {encoding!r}") from None
    except UnicodeDecodeError as error:
        raise ReadError(f"{name}: not {encoding} at byte {error.start}") from None
    if not text.strip():
        raise ReadError(f"{name}: empty")
    return text


def _legacy_encoding(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    """The encoding in which most of the characters are common ones of its languages."""
    scores = {encoding: _score(data, encoding) for encoding in common()}
    fitting = [encoding for encoding in scores if scores[encoding] >= enough(encoding)]
    if not fitting or holds_utf8(data):
        raise ReadError(f"{name}: not UTF-8 at byte {error.start}, and no other encoding fits")
    return max(fitting, key=lambda encoding: (not is_western(encoding), scores[encoding]))


def enough(encoding: str) -> float:
    """The share of common characters that speaks for an encoding."""
    return _ENOUGH.get(encoding, _ENOUGH_CJK)


def is_western(encoding: str) -> bool:
    """Whether an encoding has a byte a character, so that any bytes make a text in it."""
    return encoding in _ENOUGH


def _score(data: bytes, encoding: str) -> float:
    """The share of common characters among the non-ASCII ones; 0 where the bytes do not fit the encoding."""
    try:
        return score_text(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return 0


def score_text(text: str, encoding: str) -> float:
    """The share of common characters of an encoding's languages among the non-ASCII ones."""
    text = text[:SAMPLE]
    foreign = [character for character in text if not character.isascii()]
    if encoding in _ENOUGH and (len(foreign) > _MOSTLY * len(text)) != (encoding == "cp1251"):
        return 0
    return sum(map(common()[encoding].__contains__, foreign)) / max(len(foreign), 1)


def holds_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few broken places, rather than of another encoding."""
    text = data[:SAMPLE].decode("utf-8", errors="replace")
    right = sum(not character.isascii() for character in text) - text.count("\ufffd")
    return right > 2 * text.count("\ufffd")


@cache
def common() -> dict[str, frozenset[str]]:
    """The characters that texts in each encoding are full of."""
    data = tomllib.loads(files("kb.lang").joinpath("languages.toml").read_text("utf-8"))
    return {encoding: frozenset(characters) for encoding, characters in data["encodings"].items()}
