"""What the API offers, as OpenAPI 3.1, made from the same tables that the answers are made by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from kb.export.contract import EVENT_COLUMNS
from kb.export.export import FILE_FORMATS
from kb.serve import parameters as asked
from kb.serve.answers import JSON, MEDIA_TYPES
from kb.serve.api import TABLES
from kb.serve.problems import MEDIA_TYPE as PROBLEM
from kb.serve.problems import PROBLEMS

Schema = dict[str, Any]

_SPAN: Mapping[str, Schema] = {
    "starts_on": {"type": "string", "format": "date"},
    "ends_on": {"type": "string", "format": "date"},
}
_LISTS = ("entities", "measures", "statements", "sources", "conflicts")
_ID = "The event's id, or the beginning of it."


def describe() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kb",
            "version": version("kb"),
            "summary": "Dated events from texts, each with the words it came from.",
            "description": "Read-only. Every answer has an ETag; errors are problem details (RFC 9457).",
        },
        "paths": dict(_paths()),
        "components": {
            "schemas": {"Event": _event(), "Problem": _problem()},
            "responses": {
                "Problem": {"description": "What is wrong.", "content": _content(PROBLEM, "Problem")}
            },
        },
    }


def _paths() -> Iterable[tuple[str, Schema]]:
    filters = (*asked.FILTERS,)
    times = (asked.AS_OF, asked.RECORDED_BY)
    page = _object(events=_array(_ref("Event")), cursor={"type": ["string", "null"]})
    yield "/api/timeline", _get("A page of events by first day.", page, (*filters, asked.LIMIT, asked.CURSOR))
    yield "/api/timeline.{suffix}", _file(filters)
    yield "/api/events/{id}", _get("Everything about one event.", _ref("Event"), times, id=_ID)
    revisions = _object(revisions=_array({"type": "object"}))
    entity = "Id, name or ticker; may be followed by the suffix of a table."
    yield "/api/schedule/{entity}", _get("What became of its plans.", revisions, times, entity=entity)
    for name, summary in (("entities", "What events concern."), ("conflicts", "Where sources disagree.")):
        yield f"/api/{name}", _get(summary, _object(**{name: _array({"type": "object"})}), ())
        yield f"/api/{name}.{{suffix}}", _tables(summary)
    yield "/api/problems", _get("What the types of problems mean.", {"type": "object"}, ())


def _get(summary: str, schema: Schema, query: Iterable[asked.Parameter], **path: str) -> Schema:
    return _operation(summary, {JSON: {"schema": schema}}, query, {
        name: _path(name, meaning, {"type": "string"}) for name, meaning in path.items()
    })  # fmt: skip


def _file(filters: Iterable[asked.Parameter]) -> Schema:
    suffixes = [suffix.removeprefix(".") for form in FILE_FORMATS.values() for suffix in form.suffixes]
    place = _path("suffix", "That of a file format.", {"enum": suffixes})
    content: Schema = {each.partition(";")[0]: {} for each in MEDIA_TYPES.values()}
    return _operation(
        "The timeline as a file.", content, (*filters, asked.EXPORT_LIMIT, asked.TITLE), {"suffix": place}
    )


def _tables(summary: str) -> Schema:
    content: Schema = {MEDIA_TYPES[form].partition(";")[0]: {} for form in TABLES.values()}
    return _operation(
        summary, content, (), {"suffix": _path("suffix", "That of a table.", {"enum": [*TABLES]})}
    )


def _operation(
    summary: str, content: Schema, query: Iterable[asked.Parameter], path: Mapping[str, Schema]
) -> Schema:
    answers = {
        "200": {
            "description": summary,
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": content,
        }
    }
    answers["304"] = {"description": "The client has it already (If-None-Match)."}
    answers["default"] = {"$ref": "#/components/responses/Problem"}
    return {
        "get": {"summary": summary, "parameters": [*path.values(), *map(_query, query)], "responses": answers}
    }


def _query(parameter: asked.Parameter) -> Schema:
    schema = dict(parameter.schema or {"type": "string"})
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "schema": _array(schema) if parameter.repeated else schema,
    }


def _path(name: str, meaning: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}


def _event() -> Schema:
    properties: dict[str, Schema] = {name: {"type": ["string", "null"]} for name in EVENT_COLUMNS}
    properties |= {name: {"type": "array"} for name in _LISTS}
    return {"type": "object", "properties": {**properties, **_SPAN}, "required": list(EVENT_COLUMNS)}


def _problem() -> Schema:
    properties: dict[str, Schema] = {
        "type": {"enum": [f"/api/problems#{name}" for name in PROBLEMS]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "near": _array({"type": "string"}),
    }
    return {"type": "object", "properties": properties, "required": ["type", "title", "status"]}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(media_type: str, name: str) -> Schema:
    return {media_type: {"schema": _ref(name)}}
