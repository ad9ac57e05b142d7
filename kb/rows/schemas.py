"""The Arrow schemas of what is extracted: the columns of Parquet files and of Spark's tables.

Spans are inclusive days; offsets count code points of the document's text, end exclusive; values of measures are
exact decimal strings. The names are those of the base's views, see docs/schema.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# The columns of each table, as Arrow names their types; `span` stands for a span's seven.
_SPAN = {
    "edtf": "string",
    "starts_on": "date32",
    "ends_on": "date32",
    "granularity": "string",
    "qualifier": "string",
    "bound": "string",
    "fiscal_label": "string",
}
_PUBLISHED = {
    "source": "string",
    "title": "string",
    "publisher": "string",
    "author": "string",
    "url": "string",
    "language": "string",
    "published_on": "date32",
    "published_how": "string",
}
MEASURE = {
    "metric": "string",
    "value": "string",
    "unit": "string",
    "basis": "string",
    "segment": "string",
    "period": "string",
    "tolerance": "string",
    "approximate": "bool",
    "note": "string",
}
CONFLICT = {
    "field": "string",
    "left_statement": "string",
    "right_statement": "string",
    "left_value": "string",
    "right_value": "string",
    "message": "string",
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {"document": "string", **_PUBLISHED, "text": "string"},
    "statements": {
        "id": "string",
        "document": "string",
        "kind": "string",
        "status": "string",
        **_SPAN,
        "start_char": "int32",
        "end_char": "int32",
        "quote": "string",
        "sentence_start_char": "int32",
        "sentence_end_char": "int32",
        "sentence": "string",
        "paragraph": "int32",
        "heading": "bool",
        "time_start_char": "int32",
        "time_end_char": "int32",
        "time_text": "string",
        "time_value": "string",
        "time_rule": "string",
        "time_anchor": "string",
        "speaker": "string",
        "rule": "string",
        **{f"was_{name}": type_ for name, type_ in _SPAN.items()},
        **{f"announced_{name}": type_ for name, type_ in _SPAN.items()},
        "principal": "string",
        "entities": "list<string>",
        "roles": "list<string>",
        "measures": "list<measure>",
        **_PUBLISHED,
        "version": "string",
        "year": "int32",
    },
    "times": {
        "document": "string",
        "start_char": "int32",
        "end_char": "int32",
        "text": "string",
        "type": "string",
        **_SPAN,
        "value": "string",
        "rule": "string",
        "anchor": "string",
        "clock": "string",
    },
    "issues": {
        "document": "string",
        "source": "string",
        "start_char": "int32",
        "end_char": "int32",
        "code": "string",
        "message": "string",
    },
    "entities": {
        "id": "string",
        "type": "string",
        "name": "string",
        "language": "string",
        "of": "string",
        "document": "string",
    },
    "events": {
        "id": "string",
        **_SPAN,
        "kind": "string",
        "status": "string",
        "title": "string",
        "entities": "list<string>",
        "measures": "list<measure>",
        "statements": "list<string>",
        "sources": "list<string>",
        "conflicts": "list<conflict>",
        "asserted_on": "date32",
        "year": "int32",
    },
}


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of `TABLES`. Needs pyarrow."""
    import pyarrow as pa

    return pa.schema([(name, _type(named)) for name, named in TABLES[table].items()])


@cache
def _type(named: str) -> pa.DataType:
    import pyarrow as pa

    if named.startswith("list<"):
        return pa.list_(_type(named[5:-1]))
    if named in _STRUCTS:
        return pa.struct([(name, _type(each)) for name, each in _STRUCTS[named].items()])
    return getattr(pa, "bool_" if named == "bool" else named)()


_STRUCTS: Mapping[str, Mapping[str, str]] = {"measure": MEASURE, "conflict": CONFLICT}
