"""What one text says: of a string, of a file, of a document that was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.config import Settings
from kb.curated.given import When, day
from kb.errors import ReadError
from kb.model import Document, Extraction, Issue, TimeMention
from kb.reading.piece import Failure, Manner

if TYPE_CHECKING:
    from kb.pipeline import Knowledge
    from kb.timex import TimeReading


def extract(text: str, published: When | None = None, *, knowledge: Knowledge | None = None) -> Extraction:
    """All that a text says: dates, entities and dated events, each with its place in the text.

    Without `published` the publication date is looked for in the text. Raises `DateError` where it is no day.
    """
    from kb.text.read import read_text

    return extract_document(read_text(text, published=day(published)), knowledge)


def extract_document(
    document: Document, knowledge: Knowledge | None = None, issues: tuple[Issue, ...] = ()
) -> Extraction:
    """As `extract`, for a document; an inferred or missing publication date is told as an issue.

    `issues` are those of its reading, which come first.
    """
    from kb import pipeline
    from kb.dateline import date_document

    dated, undated = date_document(document)
    extraction = pipeline.extract(dated, knowledge)
    return replace(extraction, issues=(*issues, *undated, *extraction.issues))


def read_document(source: str, manner: Manner) -> tuple[Document, tuple[Issue, ...]]:
    """The one document of a file, an address or standard input, and the issues of its reading.

    Raises `ReadError` where it cannot be read or holds several.
    """
    from kb.reading.document import read_piece
    from kb.reading.find import find_pieces

    if Path(source).is_dir():
        raise ReadError(f"{source}: Is a directory")
    found = find_pieces([source], manner)
    piece = next(found, None)
    if piece is None:
        raise ReadError(f"{source}: no text in it")
    if isinstance(piece, Failure):
        raise ReadError(str(piece))
    if next(found, None) is not None:
        raise ReadError(f"{source}: holds several documents; read it with `kb ingest`")
    return read_piece(piece, manner)


def extract_file(path: str | Path, published: date | None, knowledge: Knowledge) -> Extraction:
    """As `extract`, for a file. Raises `ReadError` where it cannot be read."""
    document, issues = read_document(str(path), Manner(published=published))
    return extract_document(document, knowledge, issues)


def dates(text: str, published: When | None = None) -> list[TimeMention]:
    """The time mentions of a text. Without `published`, relative dates stay unresolved.

    Raises `DateError` where `published` is no day, `ReadError` where the text holds what is no character.
    """
    return read_dates(text, published).mentions


def read_dates(text: str, published: When | None = None) -> TimeReading:
    """As `dates`, with what looks like a date and can be none, such as February 30."""
    from kb import pipeline
    from kb.text.encodings import check_characters

    return pipeline.dates(check_characters(text, "text"), day(published))


def load_knowledge(settings: Settings) -> Knowledge:
    """The shipped knowledge with the gazetteers and fiscal calendars of the settings."""
    from kb.pipeline import Knowledge, shipped_knowledge

    shipped = shipped_knowledge(settings.gazetteers)
    if not settings.fiscal:
        return shipped
    from kb.knowledge.fiscal import fiscal_calendars

    return Knowledge(shipped.gazetteer, shipped.finder, dict(fiscal_calendars(settings.fiscal)))
