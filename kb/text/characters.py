"""Bytes to characters where a text comes from a stranger: what cannot be decoded is told, with its offset.

The byte order mark counts, then UTF-8 that is UTF-8 throughout, then what is declared, unless the characters
of another encoding fit better: pages that declare Big5 and hold GB18030 are read as GB18030.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kb.errors import ReadError
from kb.model import Issue
from kb.text import encodings
from kb.text.limits import uninterrupted

# What a name means in practice: the WHATWG Encoding Standard, section 4.2.
_MEANT = {
    "big5": "big5hkscs", "cp950": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030",
    "iso8859-1": "cp1252", "ascii": "utf-8", "iso8859-9": "cp1254", "shift_jis": "cp932", "euc_kr": "cp949",
    "tis-620": "cp874",
}  # fmt: skip
# Scored under the name of their better known half.
_SCORED_AS = {"cp932": "shift_jis", "cp949": "euc_kr"}
# A declaration stands unless another encoding's characters fit so much better.
_MUCH_BETTER = 1.25
# One byte in so many may be damaged before an encoding is thought to be another.
_SOUND = 100
# Where no encoding is known: a text in ASCII with a few stray bytes.
_STRAY = 0.05
_SAMPLE = 60_000
_MOST_ISSUES = 20
# Bytes that look like these are what general detectors are good at; Chinese is told better by its characters.
_ISOLATED = ["koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "iso8859_2"]
_LEAST_COHERENCE, _MOST_CHAOS = 0.2, 0.1
# Of UTF-16 in the right order most characters are in these ranges: ASCII, kana, Chinese, full-width forms.
_COMMON_RANGES = ((0x20, 0x7E), (0x09, 0x0D), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))
_MOSTLY = 0.7
_FREQUENT = 0.25
# Codecs of Python's that turn bytes into text and are no encoding of texts.
_NO_ENCODINGS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})


class Characters(NamedTuple):
    """A text with the encoding that it was in, how that is known, and what could not be decoded."""

    text: str
    encoding: str
    how: str
    issues: tuple[Issue, ...] = ()


def read_characters(data: bytes, name: str, declared: str | None = None) -> Characters:
    """The text of some bytes, whole. `declared` is the name that a header gives their encoding.

    Raises `ReadError` where they are empty, binary or in no encoding that can be told.
    """
    if not data.strip():
        raise ReadError(f"{name}: empty")
    encoding, how, skip = _choose(data, name, declared)
    text, issues = _decode(data[skip:], encoding, skip)
    if not text.strip():
        raise ReadError(f"{name}: empty")
    if "\0" in text:
        raise ReadError(f"{name}: binary, not a text: it holds NUL characters")
    if how != "declared" and declared and _known(declared) not in (encoding, None):
        issues = (_mistaken(declared, encoding), *issues)
    return Characters(text, encoding, how, issues)


def find_encoding(sample: bytes, name: str, declared: str | None = None) -> str:
    """The encoding of a stream that begins with `sample`. Raises `ReadError` as `read_characters` does."""
    return _choose(sample, name, declared)[0]


def decode_piece(data: bytes, encoding: str) -> tuple[str, tuple[Issue, ...]]:
    """A part of a stream in a known encoding: UTF-8 where it is that, since lines may differ."""
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decode(data, encoding, 0)


def _choose(data: bytes, name: str, declared: str | None) -> tuple[str, str, int]:
    """The encoding, how it is known, and the length of the byte order mark."""
    for mark, encoding in encodings.MARKS:
        if data.startswith(mark):
            return encoding, "byte order mark", len(mark)
    if b"\0" in data:
        if wide := _utf16(data):
            return wide, "detected", 0
        raise ReadError(f"{name}: binary, not a text")
    if not encodings.BINARY.isdisjoint(data[: encodings.SAMPLE]):
        raise ReadError(f"{name}: binary, not a text")
    if _is_utf8(data):
        return "utf-8", "declared" if _known(declared) == "utf-8" else "detected", 0
    encoding, how = _legacy(data[:_SAMPLE], name, declared)
    return encoding, how, 0


def _is_utf8(data: bytes) -> bool:
    """Whether all is UTF-8, but for a character that a sample cuts in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    scores = {encoding: _score(data, encoding) for encoding in encodings.common()}
    fitting = [encoding for encoding, score in scores.items() if score >= encodings.enough(encoding)]
    best = max(fitting, key=lambda each: (not encodings.is_western(each), scores[each]), default=None)
    stated = _known(declared)
    if stated and _declaration_stands(data, stated, best, scores):
        return stated, "declared"
    if encodings.holds_utf8(data):
        return "utf-8", "detected"
    if best:
        return _MEANT.get(best, best), "detected"
    if detected := _detected(data):
        return detected, "detected"
    if _strays(data) <= max(2, _STRAY * len(data)):
        return "utf-8", "assumed"
    raise ReadError(f"{name}: in no encoding that can be told")


def _declaration_stands(data: bytes, stated: str, best: str | None, scores: dict[str, float]) -> bool:
    if stated == "utf-8":
        return best is None and encodings.holds_utf8(data)
    name = _SCORED_AS.get(stated, stated)
    if name in scores:
        rival = max(scores.values()) if best and not encodings.is_western(best) else 0
        return scores[name] >= encodings.enough(name) and rival <= _MUCH_BETTER * scores[name]
    return best is None and _damage(data, stated) * _SOUND <= len(data)


def _score(data: bytes, encoding: str) -> float:
    """As `kb.text.encodings.score`, of bytes a few of which may be damaged."""
    if _damage(data, encoding) * _SOUND > len(data) + _SOUND:
        return 0
    return encodings.score_text(data.decode(encoding, "ignore"), encoding)


def _damage(data: bytes, encoding: str) -> int:
    return data.decode(encoding, "replace").count("\ufffd")


def _strays(data: bytes) -> int:
    return sum(byte > 127 for byte in data)


def _detected(data: bytes) -> str | None:
    """What charset-normalizer makes of it, if it is installed and sure."""
    try:
        with uninterrupted():
            from charset_normalizer import from_bytes
    except ImportError:
        return None
    best = from_bytes(data, cp_isolation=_ISOLATED).best()
    if best is None or best.coherence < _LEAST_COHERENCE or best.chaos > _MOST_CHAOS:
        return None
    return str(best.encoding)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, by the order of bytes that makes common characters."""
    sample = data[: encodings.SAMPLE // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        in_range = sum(any(first <= ord(each) <= last for first, last in _COMMON_RANGES) for each in text)
        frequent = sum(each.isascii() or each in _frequent() for each in text)
        if in_range > _MOSTLY * len(text) and frequent > _FREQUENT * len(text):
            return encoding
    return None


@cache
def _frequent() -> frozenset[str]:
    """What texts of any language that is told by its characters are full of."""
    return frozenset[str]().union(*encodings.common().values())


def _known(declared: str | None) -> str | None:
    """The codec of a declared name, or of what it means in practice."""
    try:
        codec = codecs.lookup((declared or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if codec.name in _NO_ENCODINGS or not getattr(codec, "_is_text_encoding", True):
        return None
    return _MEANT.get(codec.name, codec.name)


def _decode(data: bytes, encoding: str, offset: int) -> tuple[str, tuple[Issue, ...]]:
    """The text with � for each run of bytes that is none, and an issue for each."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        parts, issues, length = [], list[Issue](), 0
    for part, byte in _pieces(data, encoding):
        if byte is not None:
            issues.append(_undecodable(length, byte + offset, encoding))
        parts.append(part)
        length += len(part)
    return "".join(parts), tuple(issues)


def _pieces(data: bytes, encoding: str) -> Iterator[tuple[str, int | None]]:
    """Decoded stretches, and a � with its offset in bytes for what is none; the last ones by the rest alone."""
    start = 0
    for _ in range(_MOST_ISSUES):
        try:
            yield data[start:].decode(encoding), None
            return
        except UnicodeDecodeError as error:
            yield data[start : start + error.start].decode(encoding), None
            yield "\ufffd", start + error.start
            start += error.end
    yield data[start:].decode(encoding, "replace"), None


def _undecodable(position: int, byte: int, encoding: str) -> Issue:
    return Issue(position, position + 1, "undecodable", f"byte {byte} is no {encoding}; shown as \ufffd")


def _mistaken(declared: str, encoding: str) -> Issue:
    message = f"the text says that it is {declared}, and is {encoding}"
    return Issue(0, 0, "encoding", message)
