"""Archives (zip, tar): each member is read as a file of its own. Nothing is written to the disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from kb.errors import ReadError
from kb.reading.piece import Failure, Manner, Place
from kb.text.limits import Limits, megabytes
from kb.text.packed import Stream, read_whole

ZIP_SUFFIXES = (".zip",)
TAR_SUFFIXES = (".tar", ".tgz")

# POSIX.1-1988 (ustar) and GNU tar have this mark at this place.
_TAR_MARK, _TAR_PLACE = b"ustar", 257

# The name and the bytes of a member, or why it is refused.
Member = tuple[Place, bytes] | Failure


def looks_like_zip(head: bytes) -> bool:
    """Whether a file is a zip."""
    return head.startswith((b"PK\3\4", b"PK\5\6"))


def looks_like_tar(head: bytes) -> bool:
    """Whether a file is a tar."""
    return head[_TAR_PLACE : _TAR_PLACE + len(_TAR_MARK)] == _TAR_MARK


def zip_members(stream: Stream, source: str, manner: Manner) -> Iterator[Member]:
    """The files in a zip, in its order."""
    data = io.BytesIO(read_whole(stream, source, manner.limits))
    try:
        with zipfile.ZipFile(data) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield _zip_member(archive, info, source, manner.limits)
    except (zipfile.BadZipFile, ValueError) as error:
        raise ReadError(f"{source}: damaged zip: {error}") from None


def tar_members(stream: Stream, source: str, manner: Manner) -> Iterator[Member]:
    """The files in a tar, in its order; links and devices are refused."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if not info.isdir():
                    yield _tar_member(archive, info, source, manner.limits)
    except tarfile.TarError as error:
        raise ReadError(f"{source}: damaged tar: {error}") from None


def read_member(archive: zipfile.ZipFile, member: str, name: str, limits: Limits) -> bytes:
    """A member's bytes. Raises `ReadError` where they are too many, or far more than they were packed."""
    info = archive.getinfo(member)
    if info.flag_bits & 1:
        raise ReadError(f"{name}: locked with a password")
    with archive.open(info) as file:
        # What it says of its size may be wrong; what comes out counts.
        data = file.read(limits.document_bytes + 1)
    if len(data) > limits.document_bytes:
        raise ReadError(f"{name}: longer than {megabytes(limits.document_bytes)}")
    if len(data) > max(limits.free_bytes, limits.ratio * info.compress_size):
        raise ReadError(f"{name}: unpacks to more than {limits.ratio} times its size; refused")
    return data


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str, limits: Limits) -> Member:
    place = Place(source, info.filename)
    if _leads_out(info.filename):
        return Failure(place, "its name leads out of the archive; refused")
    try:
        return place, read_member(archive, info.filename, str(place), limits)
    except ReadError as error:
        return Failure(place, str(error))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        return Failure(place, f"damaged: {error}")


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, source: str, limits: Limits) -> Member:
    place = Place(source, info.name)
    if _leads_out(info.name):
        return Failure(place, "its name leads out of the archive; refused")
    if not info.isreg():
        return Failure(place, "a link or device, not a file; refused")
    if info.size > limits.document_bytes:
        return Failure(place, f"longer than {megabytes(limits.document_bytes)}")
    file: BinaryIO | None = archive.extractfile(info)  # type: ignore[assignment]
    return place, file.read() if file else b""


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"
