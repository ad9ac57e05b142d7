"""The JSON API: what the command line shows, at addresses. Every answer is read from the base anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from kb.errors import UsageError
from kb.export.contract import event_object
from kb.export.detail import detail_object
from kb.export.entities import entity_records
from kb.export.export import FILE_FORMATS, choose_format
from kb.export.formats import write_records
from kb.export.records import Records
from kb.serve import parameters as asked
from kb.serve.answers import file_answer, json_answer, table_answer
from kb.serve.problems import PROBLEMS, Problem
from kb.store.plans import Disagreement, Revision

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kb.base import Base

_TIMES = (asked.AS_OF, asked.RECORDED_BY)
# The suffixes under which tables other than the timeline can be had.
TABLES = {"csv": "csv", "json": "json", "jsonl": "jsonl", "md": "markdown"}


def timeline(request: Request) -> Response:
    """A page of events, with the cursor of the next."""
    values = asked.read_parameters(request.query_params, (*asked.FILTERS, asked.LIMIT, asked.CURSOR))
    limit = asked.limited(values, asked.MOST_ON_PAGE, asked.PAGE)
    with asked.named():
        page = base_of(request).timeline(**values, limit=limit)
    found = {"events": list(map(event_object, page)), "cursor": page.cursor}
    return json_answer(request, found, _next(request, page.cursor))


def timeline_file(request: Request) -> Response:
    """The timeline in a file format, by its suffix."""
    suffix = request.path_params["suffix"]
    form = _form(suffix)
    values = asked.read_parameters(request.query_params, (*asked.FILTERS, asked.EXPORT_LIMIT, asked.TITLE))
    limit = asked.limited(values, asked.MOST_IN_EXPORT)
    path = Path(mkdtemp(prefix="kb-")) / f"timeline.{suffix}"
    try:
        with asked.named():
            notes = base_of(request).export(path, form, **values, limit=limit)
    except BaseException:
        path.unlink(missing_ok=True)
        path.parent.rmdir()
        raise
    return file_answer(request, path, form, notes)


def event(request: Request) -> Response:
    """Everything about one event."""
    values = asked.read_parameters(request.query_params, _TIMES)
    return json_answer(request, detail_object(base_of(request).event(request.path_params["id"], **values)))


def schedule(request: Request) -> Response:
    """What became of the plans for an entity; its name may have the suffix of a table."""
    values = asked.read_parameters(request.query_params, _TIMES)
    name, _, suffix = request.path_params["entity"].rpartition(".")
    if not name or suffix not in TABLES:
        name, suffix = request.path_params["entity"], ""
    rows = map(asdict, base_of(request).schedule(name, **values))
    return _table(request, "revisions", Records([each.name for each in fields(Revision)], rows), suffix)


def entities(request: Request) -> Response:
    """The entities that events concern, most events first."""
    asked.read_parameters(request.query_params, ())
    return _table(request, "entities", entity_records(base_of(request).entities()))


def conflicts(request: Request) -> Response:
    """Where sources disagree."""
    asked.read_parameters(request.query_params, ())
    rows: Iterable[dict[str, Any]] = map(asdict, base_of(request).conflicts())
    return _table(request, "conflicts", Records([each.name for each in fields(Disagreement)], rows))


def problems(request: Request) -> Response:
    """What the types of problems mean."""
    return json_answer(request, {name: meaning for name, (_, meaning) in PROBLEMS.items()})


def base_of(request: Request) -> Base:
    """The base that the server is for."""
    base: Base = request.app.state.base
    return base


def _form(suffix: str) -> str:
    try:
        return choose_format(f"timeline.{suffix}")
    except UsageError:
        known = tuple(each.removeprefix(".") for form in FILE_FORMATS.values() for each in form.suffixes)
        raise Problem("not-found", f"no format has the suffix .{suffix}", known) from None


def _table(request: Request, name: str, records: Records, suffix: str | None = None) -> Response:
    """The records as JSON under a name, or as a table by the suffix of the address."""
    suffix = request.path_params.get("suffix", "") if suffix is None else suffix
    if not suffix:
        return json_answer(request, {name: list(records.rows)})
    if suffix not in TABLES:
        raise Problem("not-found", f"no table has the suffix .{suffix}", tuple(TABLES))
    out = StringIO(newline="")
    write_records(records, TABLES[suffix], out)
    return table_answer(request, out.getvalue(), TABLES[suffix])


def _next(request: Request, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return {"next": f"{request.url.path}?{urlencode([*rest, ('cursor', cursor)])}"}
