"""One spelling for matching: full-width forms become ASCII, Traditional characters Simplified.

Folding maps one character to one character, so offsets into the folded text are offsets into the text.
"""

from __future__ import annotations

from functools import cache

_IDEOGRAPHS = range(0x4E00, 0xA000)
# Full-width ASCII (U+FF01 to U+FF5E) lies at a fixed distance from ASCII (Unicode, Halfwidth and Fullwidth Forms).
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT = 0xFEE0
_PLANE = 0x10000
# Spaces and hyphens that news text uses for the plain ones.
_PUNCTUATION = {
    "\u3000": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\u301c": "~", "\u223c": "~", "\u02dc": "~",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
}  # fmt: skip


def fold(text: str) -> str:
    """The text for matching, of the same length: `２０２４年，輝達` becomes `2024年,辉达`."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> list[int]:
    """What each character of the Basic Multilingual Plane folds to: `str.translate` is fastest on a list."""
    from opencc import OpenCC

    ideographs = [chr(code) for code in _IDEOGRAPHS]
    simplified = OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    table = list(range(_PLANE))
    for old, new in [*zip(ideographs, simplified, strict=True), *_PUNCTUATION.items()]:
        if len(new) == 1:
            table[ord(old)] = ord(new)
    table[_FULL_WIDTH.start : _FULL_WIDTH.stop] = [code - _FULL_WIDTH_SHIFT for code in _FULL_WIDTH]
    return table
