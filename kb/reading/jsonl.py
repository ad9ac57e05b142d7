"""JSON Lines: an object a line, each a document. A JSON file of one object or an array is read alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from kb.errors import ReadError
from kb.reading.lines import read_lines
from kb.reading.piece import Failure, Manner, Piece, Place
from kb.reading.records import record
from kb.text.characters import read_characters
from kb.text.packed import Stream, read_whole

SUFFIXES = (".jsonl", ".ndjson", ".jl", ".json")

_OBJECT = re.compile(rb"\s*(?:\{\s*\"|\[\s*(?:\{|\]))")
_WHOLE = re.compile(rb"\s*(?:\[|\{\s*[\r\n])")


def looks_like(head: bytes) -> bool:
    """Whether a file begins with an object of JSON, or an array of them."""
    return _OBJECT.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None


def split(stream: Stream, source: str, manner: Manner) -> Iterator[Piece | Failure]:
    """The objects in order; each line that holds none is told."""
    if _WHOLE.match(stream.head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        yield from _split_whole(stream, source, manner)
        return
    for number, line, issues, wrong in read_lines(stream, source, manner.limits):
        place = Place(source, str(number))
        if wrong:
            yield Failure(place, wrong, stream.position)
        elif line.strip():
            found = _object(line)
            if isinstance(found, str):
                yield Failure(place, found, stream.position)
            else:
                yield record(place, found, manner, issues, stream.position)


def _split_whole(stream: Stream, source: str, manner: Manner) -> Iterator[Piece | Failure]:
    text = read_characters(read_whole(stream, source, manner.limits), source).text
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{source}: not JSON: {error}") from None
    for number, each in enumerate(found if isinstance(found, list) else [found], 1):
        place = Place(source, f"item {number}")
        if isinstance(each, Mapping):
            yield record(place, each, manner, (), stream.position)
        else:
            yield Failure(place, "not a JSON object", stream.position)


def _object(line: str) -> Mapping[str, object] | str:
    try:
        found = json.loads(line, strict=False)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return found if isinstance(found, dict) else "not a JSON object"
