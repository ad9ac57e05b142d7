"""A record of a corpus (an object of JSON, a row of CSV) as a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kb.errors import ReadError, UsageError
from kb.model import Issue
from kb.reading.facts import FactBook, pick, walk
from kb.reading.piece import Failure, Manner, Piece, Place
from kb.text.encodings import check_characters
from kb.text.metadata import FIELDS

# Names of columns that hold the text, best first.
TEXTS = (
    "text", "body", "content", "article", "maintext", "main_text", "article_text", "full_text", "fulltext",
    "articlebody", "content_text", "content_html", "story", "document", "正文", "內文", "内文", "全文", "內容", "内容",
)  # fmt: skip
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|article|section|h[1-6])\b[^>]*>", re.I)


def record(
    place: Place, fields: Mapping[str, object], manner: Manner, issues: tuple[Issue, ...], position: int
) -> Piece | Failure:
    """The document of a record: its text, and its other columns as facts."""
    try:
        text = check_characters(pick(fields, manner.columns, TEXTS, str(place)), str(place))
    except ReadError as error:
        return Failure(place, str(error), position)
    book = FactBook()
    for name, column in manner.columns.items():
        if name != "text":
            book.put(name, walk(fields, column), f"column {column}")
    book.put_fields(fields, "column")
    reader = "html" if _HTML.match(text) else "text"
    issues = _in_text(issues, "" if reader == "html" else text)
    return Piece(place, text, reader, book.facts, issues=(*issues, *book.issues), position=position)


def _in_text(issues: tuple[Issue, ...], text: str) -> tuple[Issue, ...]:
    """Issues with a record's bytes, at their characters in its text where these are all that show; else at none."""
    shown = [at for at, character in enumerate(text) if character == "\ufffd"]
    if len(shown) != len(issues):
        return tuple(replace(each, start=0, end=0) for each in issues)
    return tuple(replace(each, start=at, end=at + 1) for each, at in zip(issues, shown, strict=True))


def read_columns(given: str) -> dict[str, str]:
    """What `--map text=body,published=date` says. Raises `UsageError`, with the names that there are."""
    columns = {}
    for pair in given.split(","):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not (name and equals and column):
            raise UsageError(f"--map: {pair.strip()!r} is not NAME=COLUMN, such as text=body")
        if name not in ("text", *FIELDS):
            raise UsageError(f"--map: no {name!r}; there are text, {', '.join(FIELDS)}")
        columns[name] = column
    return columns
