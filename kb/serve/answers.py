"""Answers: JSON, tables and files, with a tag by which a client asks only for what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from starlette.requests import Request

JSON = "application/json"
_TEXT = "text/plain; charset=utf-8"
_CSV = "text/csv; charset=utf-8; header=present"
_LINES = "application/x-ndjson"
# The types that formats are registered with, or are known by (IANA, Media Types); others are plain text.
MEDIA_TYPES = {
    "csv": _CSV,
    "timesketch": _CSV,
    "json": JSON,
    "timelinejs": JSON,
    "vis": JSON,
    "jsonl": _LINES,
    "timesketch-jsonl": _LINES,
    "parquet": "application/vnd.apache.parquet",
    "ics": "text/calendar; charset=utf-8",
    "jsonld": "application/ld+json",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_BLOCK = 1 << 16
# A browser shows what it gets only as what it is said to be, and asks whether it is still so.
_SAFE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
# A drawing runs nothing and fetches nothing.
_HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def json_answer(request: Request, value: object, links: Mapping[str, str] | None = None) -> Response:
    """A JSON value; `links` go to the header, by relation."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    said = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in (links or {}).items())
    return answer(request, written, JSON, {"Link": said} if said else {})


def answer(
    request: Request, text: str, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A text, or that the client has it already."""
    # A lone surrogate of a broken text cannot be sent as UTF-8.
    body = text.encode("utf-8", "replace")
    tag = _tag(blake2b(body, digest_size=12).hexdigest())
    said = {**_SAFE, "ETag": tag, **(headers or {})}
    if is_known(request, tag):
        return Response(status_code=304, headers=said)
    return Response(body, media_type=media_type, headers=said)


def table_answer(request: Request, text: str, form: str) -> Response:
    """A table in one of the formats of records."""
    return answer(request, text, MEDIA_TYPES.get(form, _TEXT))


def file_answer(request: Request, path: Path, form: str, notes: Iterable[str]) -> Response:
    """A file, which is removed when it was sent; `notes` say what it lacks."""
    file = path.open("rb")
    tag = _tag(_digest(file))
    headers = {**_SAFE, "ETag": tag, "Content-Disposition": f'inline; filename="{path.name}"'}
    if form == "svg":
        headers["Content-Security-Policy"] = _HARMLESS
    if said := "; ".join(notes):
        headers["X-KB-Notes"] = said.encode("ascii", "replace").decode()
    if is_known(request, tag):
        _remove(file, path)
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(path.stat().st_size)
    media_type = MEDIA_TYPES.get(form, _TEXT)
    return StreamingResponse(_blocks(file, path), media_type=media_type, headers=headers)


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says that it has what the tag stands for (RFC 9110, 13.1.2: weak comparison)."""
    given = request.headers.get("if-none-match", "")
    known = {each.strip().removeprefix("W/") for each in given.split(",")}
    return tag.removeprefix("W/") in known or "*" in known


def _tag(digest: str) -> str:
    """Weak, since what is compressed on its way has the same tag (RFC 9110, 8.8.1)."""
    return f'W/"{digest}"'


def _digest(file: IO[bytes]) -> str:
    digest = blake2b(digest_size=12)
    while block := file.read(_BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()


def _blocks(file: IO[bytes], path: Path) -> Iterator[bytes]:
    try:
        while block := file.read(_BLOCK):
            yield block
    finally:
        _remove(file, path)


def _remove(file: IO[bytes], path: Path) -> None:
    """The file stands alone in a folder of its own."""
    file.close()
    path.unlink()
    path.parent.rmdir()
