"""The server's addresses, and what holds for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.routing import Route

from kb.base import Base
from kb.config import Settings
from kb.errors import KbError
from kb.serve import api, live
from kb.serve.answers import json_answer
from kb.serve.openapi import describe
from kb.serve.problems import Problem, answer_error

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kb.store.database import Database

# So many read the base at a time, each on a connection of its own; others wait their turn.
_READERS = 12

_ROUTES: tuple[tuple[str, Callable[[Request], Response]], ...] = (
    ("/", live.page),
    ("/page/events", live.events),
    ("/page/tellings/{id}", live.telling),
    ("/page/revisions", live.revisions),
    ("/api/timeline", api.timeline),
    ("/api/timeline.{suffix}", api.timeline_file),
    ("/api/events/{id}", api.event),
    ("/api/schedule/{entity:path}", api.schedule),
    ("/api/entities", api.entities),
    ("/api/entities.{suffix}", api.entities),
    ("/api/conflicts", api.conflicts),
    ("/api/conflicts.{suffix}", api.conflicts),
    ("/api/problems", api.problems),
)


def make_app(
    database: Database,
    settings: Settings | None = None,
    *,
    title: str = "Timeline",
    hosts: Collection[str] = (),
) -> Starlette:
    """The server of a base, which has to be open for reading only.

    Requests for other `hosts` than these are refused (none named: all are served), so that no web site can
    reach a server on loopback by a name that it lets point there.
    """
    routes = [Route(path, answer, methods=["GET"]) for path, answer in _ROUTES]
    app = Starlette(
        routes=[*routes, Route("/api/openapi.json", _openapi), Route("/api", _openapi)],
        exception_handlers={
            KbError: answer_error,
            Problem: answer_error,
            HTTPException: answer_error,
            Exception: answer_error,
        },
        lifespan=_lifespan,
    )
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(OwnHosts, hosts=frozenset(hosts))
    app.state.base = Base(database, settings or Settings())
    app.state.shown = live.Shown(database, title)
    return app


class OwnHosts:
    """Refuses requests for hosts that are not the server's own."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and self._hosts:
            request = Request(scope)
            if request.url.hostname not in self._hosts:
                problem = Problem("unknown-host", f"this server is {', '.join(sorted(self._hosts))}")
                await problem.response(request.url.path)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _openapi(request: Request) -> Response:
    return json_answer(request, describe())


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _READERS
    yield
