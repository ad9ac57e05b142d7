"""The lines of a corpus, one at a time, none of them longer than a document may be."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from kb.model import Issue
from kb.text.characters import decode_piece, find_encoding
from kb.text.limits import MIB, Limits, megabytes
from kb.text.packed import Stream

# Encodings in which a line end is more than a byte.
_WIDE = ("utf-16", "utf-32")

# Number, text, what could not be decoded, and what is wrong with the line as a whole.
Line = tuple[int, str, tuple[Issue, ...], str | None]


def read_lines(stream: Stream, source: str, limits: Limits) -> Iterator[Line]:
    """The lines from 1 on, decoded; of one that is too long only that it is so."""
    encoding = find_encoding(stream.head, source)
    if encoding.startswith(_WIDE):
        yield from _wide_lines(stream, encoding, limits)
        return
    for number, data in enumerate(_byte_lines(stream, limits.document_bytes), 1):
        if len(data) > limits.document_bytes:
            yield number, "", (), f"longer than {megabytes(limits.document_bytes)}"
            continue
        if number == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        text, issues = decode_piece(data, encoding)
        yield number, text, issues, None


def _byte_lines(stream: Stream, limit: int) -> Iterator[bytes]:
    """Lines; of one that is too long its beginning, one byte beyond the limit."""
    while line := stream.readline(limit + 1):
        yield line
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MIB)


def _wide_lines(stream: Stream, encoding: str, limits: Limits) -> Iterator[Line]:
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
    number = 0
    while line := text.readline(limits.document_bytes + 1):
        number += 1
        if len(line) > limits.document_bytes:
            yield number, "", (), f"longer than {megabytes(limits.document_bytes)}"
            while line and not line.endswith("\n"):
                line = text.readline(MIB)
            continue
        yield number, line.removeprefix("\ufeff"), (), None
