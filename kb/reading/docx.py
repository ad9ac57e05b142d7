"""Word documents (.docx, ECMA-376): paragraphs and tables in their order; the core properties as facts."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.reading.archive import read_member
from kb.reading.facts import FactBook
from kb.reading.piece import Content, Manner, Piece
from kb.reading.xml import refuse_entities
from kb.text.limits import library

SUFFIXES = (".docx",)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_TEXT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_CORE = (
    ("published", f"{_TERMS}created", "created"),
    ("title", f"{_DC}title", "title"),
    ("author", f"{_DC}creator", "creator"),
    ("publisher", f"{_DC}publisher", "publisher"),
    ("language", f"{_DC}language", "language"),
)
# What python-docx's template says of itself, and so every document that was made from it.
_TEMPLATE = {"2013-12-23T23:15:00Z", "python-docx"}


def looks_like(head: bytes) -> bool:
    """Whether a file is a zip whose first parts are a Word document's."""
    return head.startswith(b"PK\3\4") and (b"word/" in head or b"[Content_Types].xml" in head[:200])


def read(piece: Piece, manner: Manner) -> Content:
    """The text of a document. Raises `ReadError` where it is damaged, too large, or declares entities."""
    name = str(piece.place)
    data = piece.data if isinstance(piece.data, bytes) else piece.data.encode()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            body = _parse(read_member(parts, _TEXT, name, manner.limits), name)
            book = FactBook()
            if _PROPERTIES in parts.namelist():
                _put_core(book, _parse(read_member(parts, _PROPERTIES, name, manner.limits), name))
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{name}: damaged Word document: {error}") from None
    text = "\n".join(_blocks(body)).strip()
    if not text:
        raise ReadError(f"{name}: no text in this document")
    return Content(text, book.facts, tuple(book.issues))


def _parse(data: bytes, name: str) -> Any:  # noqa: ANN401 - an element
    refuse_entities(data, name)
    etree = library("defusedxml.ElementTree", "defusedxml", name)
    try:
        return etree.fromstring(data)
    except (etree.ParseError, ValueError, RecursionError) as error:
        raise ReadError(f"{name}: damaged Word document: {error}") from None


def _put_core(book: FactBook, core: Any) -> None:  # noqa: ANN401
    for field, tag, name in _CORE:
        value = core.findtext(tag)
        if value not in _TEMPLATE:
            book.put(field, value, f"docx {name}")


def _blocks(body: Any) -> Iterator[str]:  # noqa: ANN401
    """Paragraphs, each with an empty line after it; the cells of a row with ` | ` between them."""
    for block in body.iterfind(f"{_W}body/*"):
        if block.tag == f"{_W}p":
            yield _paragraph(block)
            yield ""
        elif block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                cells = (
                    " ".join(_paragraph(each) for each in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")
                )
                yield " | ".join(cells)
            yield ""


def _paragraph(paragraph: Any) -> str:  # noqa: ANN401
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = style.get(f"{_W}val", "") if style is not None else ""
    text = "".join(map(_run, paragraph.iter())).strip()
    heading = level.startswith("Heading") or level == "Title"
    return f"{'#' * (int(level[7:8]) if level[7:8].isdigit() else 1)} {text}" if heading and text else text


def _run(node: Any) -> str:  # noqa: ANN401
    if node.tag == f"{_W}t":
        return node.text or ""
    if node.tag in (f"{_W}br", f"{_W}cr"):
        return "\n"
    return "\t" if node.tag == f"{_W}tab" else ""
