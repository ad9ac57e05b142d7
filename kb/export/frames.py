"""Events in a notebook: as HTML, and as the tables of pyarrow, pandas and polars, which are extras."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import import_module
from typing import Any

from kb.errors import DataError
from kb.export.contract import EVENT_COLUMNS
from kb.export.records import cell, event_lines
from kb.model import Event, EventDetail

# More would make a notebook heavy.
_SHOWN = 200


def to_arrow(events: Sequence[Event]) -> Any:  # noqa: ANN401
    """A `pyarrow.Table`, typed as `kb.export.files.parquet` has it."""
    from kb.export.files.parquet import detail_row, schema

    arrow = _extra("pyarrow")
    columns = arrow.schema([schema().field(name) for name in EVENT_COLUMNS])
    return arrow.Table.from_pylist([detail_row(EventDetail(each, ())) for each in events], schema=columns)


def to_pandas(events: Sequence[Event]) -> Any:  # noqa: ANN401
    """A `pandas.DataFrame`; days are datetime64."""
    _extra("pandas")
    return to_arrow(events).to_pandas(date_as_object=False)


def to_polars(events: Sequence[Event]) -> Any:  # noqa: ANN401
    """A `polars.DataFrame`."""
    return _extra("polars").from_arrow(to_arrow(events))


def html_table(events: Sequence[Event]) -> str:
    """The first events as a table, every text escaped."""
    columns, records = event_lines(events[:_SHOWN])
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell(record[column]))}</td>" for column in columns) + "</tr>"
        for record in records
    )
    more = len(events) - _SHOWN
    rest = f"<p>… and {more} more</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}"


def _extra(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError:
        raise DataError(f"{name} is not installed: pip install 'kb[notebook]'") from None
