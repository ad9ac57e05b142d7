"""The documents in whatever a user names: files, folders, patterns, addresses, standard input."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kb.errors import ReadError
from kb.reading.folders import find_files
from kb.reading.formats import Format, find_format, known_format
from kb.reading.piece import Fact, Failure, Manner, Piece, Place
from kb.text.packed import Stream, read_whole, unpack

if TYPE_CHECKING:
    from kb.reading.web import Web

STDIN = "-"
STDIN_NAME = "standard input"
_WEB = ("http://", "https://")
_DEEPEST = 3


def find_pieces(given: Iterable[str], manner: Manner) -> Generator[Piece | Failure, None, None]:
    """Every document in order; each that cannot be had comes as a failure, and the others go on."""
    web = cache(lambda: _web(manner))
    for source in given:
        yield from _pieces(source, manner, web)


def is_address(source: str) -> bool:
    """Whether a source is an address of the web."""
    return source.lower().startswith(_WEB)


def total_bytes(given: Iterable[str]) -> int | None:
    """How many bytes there are to read, as far as the disk tells; None for addresses and pipes."""
    total = 0
    for source in given:
        if source == STDIN or is_address(source):
            return None
        for found in find_files(source):
            if not isinstance(found, Failure) and found[0].is_file():
                total += found[0].stat().st_size
    return total


def check_sources(sources: Iterable[str]) -> None:
    """Raise `ReadError` where a file, folder or pattern names nothing that could be read."""
    for source in sources:
        if source == STDIN or is_address(source):
            continue
        found = find_files(source)
        if Path(source).is_dir():
            found = (each for each in found if isinstance(each, Failure) or _is_text(each[0]))
            if next(found, None) is None:
                raise ReadError(f"{source}: no text in this folder")
        next(found, None)


def _is_text(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            stream = unpack(file, str(path))
            format_ = known_format(stream.head, str(path))
            return format_ is not None and not _is_no_corpus(format_, stream.head)
    except (ReadError, OSError):
        # What is wrong with it is told when it is read.
        return True


def _pieces(source: str, manner: Manner, web: Callable[[], Web]) -> Iterator[Piece | Failure]:
    if source == STDIN:
        yield from _of_stream(sys.stdin.buffer, STDIN_NAME, manner)
    elif is_address(source):
        yield from _of_address(source, manner, web)
    else:
        yield from _of_files(source, manner)


def _of_files(source: str, manner: Manner) -> Iterator[Piece | Failure]:
    try:
        for found in find_files(source):
            if isinstance(found, Failure):
                yield found
            else:
                yield from _of_file(*found, manner)
    except ReadError as error:
        yield Failure(Place(source), str(error))


def _of_file(path: Path, in_folder: bool, manner: Manner) -> Iterator[Piece | Failure]:
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise ReadError(f"{path}: a device, not a file")
        with path.open("rb") as file:
            yield from _of_stream(file, str(path), manner, in_folder)
    except ReadError as error:
        yield Failure(Place(str(path)), str(error))
    except OSError as error:
        yield Failure(Place(str(path)), error.strerror or str(error))


def _of_stream(
    raw: BinaryIO, source: str, manner: Manner, in_folder: bool = False
) -> Iterator[Piece | Failure]:
    try:
        stream = unpack(raw, source, manner.limits)
        format_ = known_format(stream.head, source) if in_folder else find_format(stream.head, source)
        # A folder has pictures and tables of events beside its texts.
        if format_ is None or (in_folder and _is_no_corpus(format_, stream.head)):
            return
        found = _of_format(format_, stream, Place(source), manner, 0)
        yield next(found, Failure(Place(source), "no text in it"))
        yield from found
    except ReadError as error:
        yield Failure(Place(source), str(error))


def _is_no_corpus(format_: Format, head: bytes) -> bool:
    return format_.name in ("csv", "jsonl") and not (format_.looks_like and format_.looks_like(head))


def _of_format(
    format_: Format, stream: Stream, place: Place, manner: Manner, depth: int
) -> Iterator[Piece | Failure]:
    if format_.split is not None:
        for each in format_.split(stream, place.source, manner):
            yield _below(each, place)
    elif format_.members is not None:
        yield from _of_archive(format_, stream, place, manner, depth)
    else:
        data = read_whole(stream, str(place), manner.limits)
        yield Piece(place, data, format_.name, position=stream.position, alone=place.part is None)


def _of_archive(
    format_: Format, stream: Stream, place: Place, manner: Manner, depth: int
) -> Iterator[Piece | Failure]:
    if depth >= _DEEPEST:
        raise ReadError(f"{place}: archives in archives, {_DEEPEST} deep; refused")
    assert format_.members is not None
    for member in format_.members(stream, str(place), manner):
        if isinstance(member, Failure):
            yield member
            continue
        name, data = member
        # A member of a member is known by both names.
        inner = (
            name
            if place.part is None
            else replace(name, source=place.source, part=f"{place.part}:{name.part}")
        )
        try:
            yield from _of_member(inner, data, manner, depth, stream.position)
        except ReadError as error:
            yield Failure(inner, str(error), stream.position)


def _of_member(
    place: Place, data: bytes, manner: Manner, depth: int, position: int
) -> Iterator[Piece | Failure]:
    from io import BytesIO

    stream = unpack(BytesIO(data), str(place), manner.limits)
    format_ = known_format(stream.head, place.part or "")
    if format_ is None:
        return
    for each in _of_format(format_, stream, place, manner, depth + 1):
        yield replace(each, position=position)


def _below(each: Piece | Failure, place: Place) -> Piece | Failure:
    """A document of a member: its place is that in the archive, too."""
    if place.part is None:
        return each
    part = f"{place.part}:{each.place.part}" if each.place.part else place.part
    return replace(each, place=Place(place.source, part))


def _web(manner: Manner) -> Web:
    """What fetches, which takes long to load and is seldom needed."""
    from kb.reading.web import Web

    return Web(manner)


def _of_address(address: str, manner: Manner, web: Callable[[], Web]) -> Iterator[Piece | Failure]:
    try:
        page = web().fetch(address)
        stream = unpack(page.body, address, manner.limits)
        format_ = find_format(stream.head, page.name)
        found = {"url": Fact(page.address, "address")}
        for each in _of_format(format_, stream, Place(address), manner, 0):
            if isinstance(each, Piece):
                each = replace(
                    each, charset=each.charset or page.charset, lesser=found if each.alone else each.lesser
                )
            yield each
    except ReadError as error:
        yield Failure(Place(address), str(error))
