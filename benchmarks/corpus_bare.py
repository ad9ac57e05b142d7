"""Extraction alone, for benchmarks/corpus.py: `python -m benchmarks.corpus_bare FILE`."""

from __future__ import annotations

import sys

from kb.config import Settings
from kb.reading import Manner, Piece, extract_document, load_knowledge
from kb.reading.document import read_piece
from kb.reading.find import find_pieces


def main(path: str) -> None:
    """Read each document of a corpus and say nothing of it."""
    knowledge, manner = load_knowledge(Settings()), Manner()
    for piece in find_pieces([path], manner):
        assert isinstance(piece, Piece)
        document, issues = read_piece(piece, manner)
        extract_document(document, knowledge, issues)


if __name__ == "__main__":
    main(sys.argv[1])
