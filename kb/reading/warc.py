"""Web archives (WARC, ISO 28500): each page of theirs is a document, with its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.reading.piece import Fact, Failure, Manner, Piece, Place
from kb.text.limits import library, megabytes
from kb.text.packed import Stream

SUFFIXES = (".warc", ".wet")

_READERS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
}
_KINDS = frozenset({"response", "resource", "conversion"})


def looks_like(head: bytes) -> bool:
    """Whether a file is a web archive."""
    return head.startswith(b"WARC/")


def split(stream: Stream, source: str, manner: Manner) -> Iterator[Piece | Failure]:
    """The pages in order; pictures, scripts and answers that are no page are passed over.

    Raises `ReadError` where the archive is damaged.
    """
    iterator = library("warcio.archiveiterator", "warcio", source)
    exceptions = library("warcio.exceptions", "warcio", source)
    try:
        for number, each in enumerate(iterator.ArchiveIterator(stream), 1):
            found = _record(each, Place(source, f"record {number}"), manner, stream.position)
            if found is not None:
                yield found
    except (exceptions.ArchiveLoadFailed, ValueError, EOFError, UnicodeError) as error:
        raise ReadError(f"{source}: damaged web archive: {' '.join(str(error).split())}") from None


def _record(each: Any, place: Place, manner: Manner, position: int) -> Piece | Failure | None:  # noqa: ANN401
    headers = each.http_headers
    if each.rec_type not in _KINDS or (headers and not headers.get_statuscode().startswith("2")):
        return None
    kind = (headers or each.rec_headers).get_header("Content-Type") or ""
    reader = _READERS.get(kind.partition(";")[0].strip().lower())
    if reader is None:
        return None
    limit = manner.limits.document_bytes
    data = each.content_stream().read(limit + 1)
    if len(data) > limit:
        return Failure(place, f"longer than {megabytes(limit)}", position)
    address = each.rec_headers.get_header("WARC-Target-URI")
    facts = {"url": Fact(address.strip("<>"), "WARC-Target-URI")} if address else {}
    return Piece(place, data, reader, charset=_charset(kind), position=position, lesser=facts)


def _charset(kind: str) -> str | None:
    _, found, charset = kind.lower().partition("charset=")
    return charset.partition(";")[0].strip() if found else None
