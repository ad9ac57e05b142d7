"""The Arrow schemas of what is extracted: the columns of Parquet files and of Spark's tables.

Spans are inclusive days; offsets count code points of the document's text, end exclusive. The names are those of
the base's views, see docs/schema.md.
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
# Money has its ISO 4217 code in `currency` as well; `exact` has every digit, also where `value` cannot hold it.
DIGITS, PLACES = 24, 2
MEASURE = {
    "metric": "string",
    "value": "decimal",
    "exact": "string",
    "currency": "string",
    "unit": "string",
    "basis": "string",
    "segment": "string",
    "period": "string",
    "tolerance": "string",
    "note": "string",
    "approximate": "bool",
}
# How a fact about a document was found: `published`, `dateline: 2024年11月8日`.
FOUND = ("fact", "how")
TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {"document": "string", **_PUBLISHED, "found": "list<found>", "text": "string"},
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
    "conflicts": {
        "event": "string",
        "kind": "string",
        "title": "string",
        "field": "string",
        "left_value": "string",
        "right_value": "string",
        "left_statement": "string",
        "right_statement": "string",
        "message": "string",
    },
}


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of `TABLES`. Needs pyarrow."""
    import pyarrow as pa

    return pa.schema([(name, column_type(named)) for name, named in TABLES[table].items()])


@cache
def column_type(named: str) -> pa.DataType:
    """The Arrow type of a column: `string`, `date32`, `measure`, `list<measure>` …"""
    import pyarrow as pa

    if named.startswith("list<"):
        return pa.list_(column_type(named[5:-1]))
    if named == "measure":
        return pa.struct([(name, column_type(each)) for name, each in MEASURE.items()])
    if named == "found":
        return pa.struct([(name, pa.string()) for name in FOUND])
    if named == "decimal":
        return pa.decimal128(DIGITS, PLACES)
    return getattr(pa, "bool_" if named == "bool" else named)()
