"""Markdown, with front matter in YAML or TOML."""

from __future__ import annotations

from kb.errors import ReadError
from kb.reading.facts import FactBook
from kb.reading.piece import Content, Piece
from kb.reading.plain import characters
from kb.text.markdown import plain_text, split_front_matter

SUFFIXES = (".md", ".markdown", ".mkd")


def looks_like(head: bytes) -> bool:
    """Whether a file begins with front matter, which no other text does."""
    return head.startswith((b"---\n", b"---\r\n", b"+++\n", b"\xef\xbb\xbf---")) and b"\n---" in head[3:4096]


def read(piece: Piece) -> Content:
    """The text without its markup; the front matter as facts.

    Raises `ReadError` where the front matter is broken, or its publication date is no day.
    """
    found = characters(piece)
    fields, body = split_front_matter(found.text, str(piece.place))
    book = FactBook()
    book.put_fields(fields, "front matter")
    if book.no_day:
        raise ReadError(f"{piece.place}: the publication date {book.no_day!r} is no day")
    # Offsets of the markup mean nothing in the plain text.
    issues = tuple(type(each)(0, 0, each.code, each.message) for each in found.issues)
    return Content(plain_text(body), book.facts, issues)
