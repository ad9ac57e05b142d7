"""Plain text: its bytes as characters, in whatever encoding they are."""

from __future__ import annotations

from kb.reading.piece import Content, Piece
from kb.text.characters import read_characters

SUFFIXES = (".txt", ".text")


def read(piece: Piece) -> Content:
    """The text itself."""
    return characters(piece)


def characters(piece: Piece, declared: str | None = None) -> Content:
    """The characters of a piece, with what could not be decoded. Raises `ReadError` as `read_characters`."""
    if isinstance(piece.data, str):
        return Content(piece.data)
    found = read_characters(piece.data, str(piece.place), piece.charset or declared)
    return Content(found.text, issues=found.issues)
