"""Reading: what files, feeds, pages and corpora hold as documents, and what these say."""

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
