"""One spelling for matching: full-width forms become ASCII, Traditional characters Simplified.

Folding maps one character to one character, so offsets into the folded text are offsets into the text.
"""

from __future__ import annotations

from functools import cache

_IDEOGRAPHS = range(0x4E00, 0xA000)
# Full-width ASCII (U+FF01 to U+FF5E) lies at a fixed distance from ASCII (Unicode, Halfwidth and Fullwidth Forms).
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT = 0xFEE0
# Spaces and hyphens that news text uses for the plain ones.
_PUNCTUATION = {
    "\u3000": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\u301c": "~", "\u223c": "~", "\u02dc": "~",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
}  # fmt: skip


def fold(text: str) -> str:
    """The text for matching, of the same length: `２０２４年，輝達` becomes `2024年,辉达`."""
    return text if text.isascii() else text.translate(_table())


class _Table(dict[int, str]):
    """What characters fold to. `str.translate` is slow on those that are missing: each is so only once."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code)
        return self[code]


@cache
def _table() -> _Table:
    from opencc import OpenCC

    ideographs = [chr(code) for code in _IDEOGRAPHS]
    simplified = OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    table = _Table(
        (ord(old), new)
        for old, new in zip(ideographs, simplified, strict=True)
        if old != new and len(new) == 1
    )
    table.update({code: chr(code - _FULL_WIDTH_SHIFT) for code in _FULL_WIDTH})
    table.update({ord(old): new for old, new in _PUNCTUATION.items()})
    return table
