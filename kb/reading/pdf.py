"""PDF: the text of its pages by pypdf, lines joined to paragraphs; facts from its information dictionary."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.reading.facts import FactBook
from kb.reading.piece import Content, Manner, Piece
from kb.text.limits import library

SUFFIXES = (".pdf",)

# ISO 32000-2, table 349.
_INFORMATION = (("published", "CreationDate"), ("title", "Title"), ("author", "Author"))
_CJK = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_ENDS = re.compile(r"[。！？：；.!?:;…」』”\"]\s*$")
_STARTS_ANEW = re.compile(r"\s*(?:[-*•·●▪◆■–—]|\(?\d{1,3}[.)、]|[#|])")
_HYPHEN = re.compile(r"(?<=[a-z])-$")
# A line so long, compared with the longest of its page, was broken because it was full.
_FULL = 0.75


def looks_like(head: bytes) -> bool:
    """Whether a file is PDF; its mark may stand a little below its beginning (ISO 32000-2, annex I)."""
    return b"%PDF-" in head[:1024]


def read(piece: Piece, manner: Manner) -> Content:
    """The text of all pages. Raises `ReadError` where it is damaged, locked or holds no text."""
    name = str(piece.place)
    pypdf = library("pypdf", "pypdf", name)
    # What it has to say of damaged files is no use to those who read many.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    data = piece.data if isinstance(piece.data, bytes) else piece.data.encode()
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{name}: locked with a password")
        book = FactBook()
        for field, key in _INFORMATION:
            book.put(field, _information(reader.metadata, key), f"PDF {key}")
        text = "\n\n".join(_pages(reader, name, manner.limits.characters))
    except ReadError:
        raise
    except Exception as error:
        # pypdf raises whatever a damaged file leads it to.
        raise ReadError(
            f"{name}: damaged PDF: {' '.join(str(error).split()) or type(error).__name__}"
        ) from None
    if not text.strip():
        raise ReadError(f"{name}: no text in this PDF; it may be a scanned picture")
    return Content(text, book.facts, tuple(book.issues))


def _information(metadata: object, key: str) -> object:
    return metadata.get(f"/{key}") if isinstance(metadata, dict) else None


def _pages(reader: Any, name: str, limit: int) -> Iterator[str]:  # noqa: ANN401 - imported where used
    length = 0
    for page in reader.pages:
        text = join_lines(page.extract_text())
        length += len(text)
        if length > limit:
            raise ReadError(f"{name}: more than {limit:,} characters")
        yield text


def join_lines(page: str) -> str:
    """The paragraphs of a page whose lines were broken to fit on it."""
    lines = [line.strip() for line in page.split("\n")]
    longest = max(map(_columns, lines), default=0)
    text = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        full = _columns(line) >= _FULL * longest and below and not _STARTS_ANEW.match(below)
        if not full or (_ENDS.search(line) and _columns(line) < longest - 4):
            text += line + "\n"
        elif _HYPHEN.search(line) and below[0].islower():
            text += line[:-1]
        else:
            text += line + ("" if _CJK.match(line[-1]) and _CJK.match(below[0]) else " ")
    return text.strip()


def _columns(line: str) -> int:
    return len(line) + len(_CJK.findall(line))
