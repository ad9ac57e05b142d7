"""Errors as problem details (RFC 9457), `application/problem+json`: what is wrong, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from kb.errors import DatabaseError, DataError, KbError, UnknownName, UsageError

if TYPE_CHECKING:
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"
PLACE = "/api/problems"

# The name of each sort of problem, its status and what it means. Names are the ends of `type`.
PROBLEMS: dict[str, tuple[HTTPStatus, str]] = {
    "unknown-parameter": (HTTPStatus.BAD_REQUEST, "A parameter has a name that is none, or comes twice."),
    "invalid-parameter": (HTTPStatus.BAD_REQUEST, "A parameter has a value that it cannot have."),
    "over-limit": (HTTPStatus.BAD_REQUEST, "More is asked for than one answer may hold."),
    "unknown-name": (HTTPStatus.NOT_FOUND, "Nothing in the base has that name; `near` lists similar ones."),
    "not-found": (HTTPStatus.NOT_FOUND, "The server has nothing at this address."),
    "method-not-allowed": (HTTPStatus.METHOD_NOT_ALLOWED, "The server only reads: GET and HEAD."),
    "unknown-host": (HTTPStatus.MISDIRECTED_REQUEST, "The request is for another host than this server's."),
    "unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, "The base does not answer; ask again later."),
    "failure": (HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed."),
}


class Problem(Exception):
    """What the client is told instead of an answer. `near` are names that it may have meant."""

    def __init__(self, name: str, detail: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.name = name
        self.detail = detail
        self.near = near

    def response(self, path: str) -> JSONResponse:
        """The problem as it is sent."""
        status, meaning = PROBLEMS[self.name]
        said: dict[str, object] = {
            "type": f"{PLACE}#{self.name}",
            "title": meaning,
            "status": status.value,
            "detail": self.detail,
            "instance": path,
        }
        if self.near:
            said["near"] = list(self.near)
        return JSONResponse(said, status, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def problem_of(error: Exception) -> Problem:
    """What the client is told of an error."""
    match error:
        case Problem():
            return error
        case UnknownName():
            return Problem("unknown-name", str(error), tuple(error.near))
        case DatabaseError():
            return Problem("unavailable", str(error))
        case UsageError() | DataError() | KbError():
            return Problem("invalid-parameter", str(error))
        case HTTPException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            return Problem("method-not-allowed", "ask with GET or HEAD")
        case HTTPException(status_code=HTTPStatus.NOT_FOUND):
            return Problem("not-found", "see /api/openapi.json for what there is")
    # What went wrong inside is for the server's log.
    return Problem("failure", "the server's log says why")


async def answer_error(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that ended with an error."""
    return problem_of(error).response(request.url.path)
