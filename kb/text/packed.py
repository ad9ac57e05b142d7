"""Compressed files as streams: known by their first bytes, unpacked as they are read, never at once.

gzip (RFC 1952), bzip2, xz and zstd (RFC 8878). What unpacks to far more than any text does is refused.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from kb.errors import ReadError
from kb.text.limits import LIMITS, MIB, Limits, library, megabytes

# What a format detector looks at.
HEAD = 64 * 1024
SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst"})
_DEEPEST = 3
# The dictionary that a stream may ask for; the strongest settings of xz and zstd's default take so much.
_MEMORY = 128 * MIB


class Stream(io.BufferedReader):
    """A stream whose first bytes can be looked at without taking them, from a file or a pipe."""

    def __init__(self, raw: BinaryIO, packed: Counted | None = None) -> None:
        self.head = _read_up_to(raw, HEAD)
        self.packed = packed
        super().__init__(_Joined(self.head, raw), HEAD)

    @property
    def position(self) -> int:
        """How many bytes of the file itself were taken."""
        return self.packed.count if self.packed else 0


class Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.count = 0

    def readable(self) -> bool:  # noqa: D102
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401, D102
        view = memoryview(buffer)
        data = self._inner.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


def unpack(raw: BinaryIO, name: str, limits: Limits = LIMITS) -> Stream:
    """The stream itself, or what is packed in it, a few times over.

    Reading it raises `ReadError` where it is damaged, or unpacks beyond the limits.
    """
    file = Counted(raw)
    stream = Stream(io.BufferedReader(file, HEAD), file)
    for _ in range(_DEEPEST):
        kind = next((kind for magic, kind in _KINDS.items() if stream.head.startswith(magic)), None)
        if kind is None:
            return stream
        stream = Stream(_Unpacked(stream, kind, name, limits), file)
    raise ReadError(f"{name}: packed more than {_DEEPEST} times over")


def read_whole(stream: BinaryIO, name: str, limits: Limits = LIMITS) -> bytes:
    """All bytes of a stream. Raises `ReadError` where they are more than one document may have."""
    data = _read_up_to(stream, limits.document_bytes + 1)
    if len(data) > limits.document_bytes:
        raise ReadError(f"{name}: longer than {megabytes(limits.document_bytes)}")
    return data


class _Unpacked(io.RawIOBase, BinaryIO):
    def __init__(self, packed: BinaryIO, kind: str, name: str, limits: Limits) -> None:
        self._packed = Counted(packed)
        self._kind, self._name, self._limits = kind, name, limits
        self._count = 0
        self._inner = _OPENERS[kind](self._packed, name)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer
        view = memoryview(buffer)
        try:
            data = self._inner.read(len(view))
        except (OSError, EOFError, zlib.error, lzma.LZMAError, MemoryError) as error:
            raise ReadError(f"{self._name}: damaged {self._kind}: {error}") from None
        except Exception as error:
            # Zstandard's own error has no base that is known without the library.
            if type(error).__name__ != "ZstdError":
                raise
            raise ReadError(f"{self._name}: damaged {self._kind}: {error}") from None
        view[: len(data)] = data
        self._count += len(data)
        self._check()
        return len(data)

    def _check(self) -> None:
        limits, packed = self._limits, self._packed.count
        if self._count > limits.free_bytes and self._count > limits.ratio * packed:
            raise ReadError(f"{self._name}: unpacks to more than {limits.ratio} times its size; refused")


class _Joined(io.RawIOBase):
    """Bytes that were taken from a stream, and the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer
        view = memoryview(buffer)
        data = self._head[: len(view)] if self._head else self._rest.read(len(view))
        count = len(memoryview(data))
        self._head = self._head[count:] if self._head else self._head
        view[:count] = data
        return count

    def close(self) -> None:
        self._rest.close()
        super().close()


class _Xz(io.RawIOBase, BinaryIO):
    """As `lzma.open`, with a limit on memory, which that lacks."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed, self._rest = packed, b""
        self._inner = _decompressor()

    def read(self, size: int = -1) -> bytes:
        while True:
            if self._inner.eof and not self._begin_next():
                return b""
            given = b""
            if self._inner.needs_input:
                given = self._rest or self._packed.read(HEAD)
                self._rest = b""
                if not given:
                    raise EOFError("it ends too early")
            if data := self._inner.decompress(given, size):
                return data

    def _begin_next(self) -> bool:
        """Files may be joined, with zeros between them."""
        self._rest = (self._inner.unused_data or self._packed.read(HEAD)).lstrip(b"\0")
        if self._rest:
            self._inner = _decompressor()
        return bool(self._rest)


def _decompressor() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=_MEMORY)


class _Zstd(io.RawIOBase, BinaryIO):
    """As the library's own reader, which takes a file that is cut off for a whole one."""

    # A packed byte may stand for 32 kB.
    _STEP = 512

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed, self._ready = packed, b""
        zstandard = library("zstandard", "zstandard", name)
        self._make = zstandard.ZstdDecompressor(max_window_size=_MEMORY).decompressobj
        self._inner: Any = None
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while not self._ready:
            given = self._rest or self._packed.read(self._STEP)
            if not given:
                if self._inner is None:
                    return b""
                raise EOFError("it ends too early")
            self._inner = self._inner or self._make()
            self._ready = self._inner.decompress(given)
            self._rest = self._inner.unused_data if self._inner.eof else b""
            self._inner = None if self._inner.eof else self._inner
        data, self._ready = self._ready[:size], self._ready[size:]
        return data


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    """So many bytes, or all that there are: a pipe gives fewer at a time."""
    parts, missing = [], size
    while missing and (data := stream.read(min(missing, MIB))):
        parts.append(data)
        missing -= len(data)
    return b"".join(parts)


_KINDS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_OPENERS: Mapping[str, Callable[[Any, str], BinaryIO]] = {
    "gzip": lambda packed, _: gzip.GzipFile(fileobj=packed),  # type: ignore[dict-item, return-value]
    "bzip2": lambda packed, _: bz2.BZ2File(packed),  # type: ignore[dict-item, return-value]
    "xz": lambda packed, _: _Xz(packed),
    "zstd": _Zstd,
}
