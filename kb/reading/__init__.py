"""Reading: what files, feeds, pages and corpora hold as documents, and what these say."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.reading.document import read_words
    from kb.reading.extracting import (
        dates,
        extract,
        extract_document,
        extract_file,
        load_knowledge,
        read_dates,
        read_document,
    )
    from kb.reading.piece import Failure, Manner, Piece, Place

__all__ = [
    "Failure",
    "Manner",
    "Piece",
    "Place",
    "dates",
    "extract",
    "extract_document",
    "extract_file",
    "load_knowledge",
    "read_dates",
    "read_document",
    "read_words",
]

# Loaded when first asked for: asking a base reads no text.
_MODULES = {
    "kb.reading.document": ("read_words",),
    "kb.reading.extracting": (
        "dates",
        "extract",
        "extract_document",
        "extract_file",
        "load_knowledge",
        "read_dates",
        "read_document",
    ),
    "kb.reading.piece": ("Failure", "Manner", "Piece", "Place"),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'kb.reading' has no attribute {name!r}")
