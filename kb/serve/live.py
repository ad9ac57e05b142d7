"""The page over the live base: it asks for its events chunk by chunk, and for a card when one is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.export.page import event_chunk, live_page, policy, revision_rows, telling_chunk
from kb.serve import parameters as asked
from kb.serve.answers import answer, json_answer
from kb.serve.api import base_of
from kb.store.plans import Revision, schedules
from kb.store.query import kinds

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kb.store.database import Database

# The histories of all plans are made anew for each reader: in a larger base only those of an event asked for.
_MOST_WITH_HISTORIES = 50_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page needs beside the base's Python interface."""

    database: Database
    title: str


def page(request: Request) -> Response:
    """The page, without events."""
    html = live_page(_shown(request).title)
    # A header can forbid frames, which the same policy in the page's own markup cannot.
    headers = {"Content-Security-Policy": f"{policy('server')}; frame-ancestors 'none'"}
    return answer(request, html, "text/html", headers | {"Referrer-Policy": "no-referrer"})


def events(request: Request) -> Response:
    """A chunk of events as the page reads them, with the cursor of the next."""
    values = asked.read_parameters(request.query_params, (*asked.FILTERS, asked.LIMIT, asked.CURSOR))
    limit = asked.limited(values, asked.MOST_ON_PAGE, asked.MOST_ON_PAGE)
    with asked.named():
        found = base_of(request).timeline(**values, limit=limit)
    return json_answer(request, {"events": event_chunk(list(found.details())), "next": found.cursor})


def telling(request: Request) -> Response:
    """What the card of an event shows."""
    asked.read_parameters(request.query_params, ())
    base = base_of(request)
    detail = base.event(request.path_params["id"])
    revisions: list[Revision] = []
    for entity in detail.event.entities:
        revisions += base.schedule(entity)
    return json_answer(request, {**telling_chunk([detail]), "revisions": revision_rows(revisions)})


def revisions(request: Request) -> Response:
    """The histories of all plans, unless the base is too large for that."""
    asked.read_parameters(request.query_params, ())
    database = _shown(request).database
    small = sum(number for _, number in kinds(database)) <= _MOST_WITH_HISTORIES
    return json_answer(request, revision_rows(schedules(database) if small else ()))


def _shown(request: Request) -> Shown:
    shown: Shown = request.app.state.shown
    return shown
