"""Parquet, typed: days are date32, measures structs with a decimal128(24, 2) and an ISO 4217 currency.

`kb import` reads it back; `exact` has every digit of a value, also of one that the decimal cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import IO, Any

from kb.errors import DataError
from kb.export.carried import asserted_on, carried_texts
from kb.export.contract import event_object
from kb.export.job import Job
from kb.export.table_rows import COLUMNS
from kb.model import EventDetail
from kb.rows.extractions import measure_struct
from kb.rows.schemas import DIGITS, PLACES, column_type

_ROWS = 5_000
_DAYS = ("starts_on", "ends_on", "asserted_on")
_LISTS = ("entities", "statements", "sources", "conflicts")


def write(details: Iterable[EventDetail], out: IO[bytes], job: Job) -> None:
    """Write the file, some thousands of events at a time. Raises `DataError` without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise DataError("Parquet needs pyarrow: pip install 'kb[parquet]'") from None
    waiting = iter(details)
    with pq.ParquetWriter(out, schema(), compression="zstd") as writer:
        while rows := [detail_row(each, job) for each in islice(waiting, _ROWS)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema()))


def schema() -> Any:  # noqa: ANN401 - pyarrow has no types
    """The Arrow schema of a timeline."""
    import pyarrow as pa

    types: Mapping[str, Any] = {
        **dict.fromkeys(_DAYS, pa.date32()),
        **dict.fromkeys(_LISTS, pa.list_(pa.string())),
        "measures": column_type("list<measure>"),
    }
    return pa.schema([(column, types.get(column, pa.string())) for column in COLUMNS])


def detail_row(detail: EventDetail, job: Job | None = None) -> Mapping[str, object]:
    """The event as a row of the schema."""
    event = detail.event
    measures = [measure_struct(each) for each in event.measures]
    if job and any(each["value"] is None for each in measures):
        job.note(f"with a value of more than {DIGITS - PLACES} digits: it is in `exact` only")
    return {
        **event_object(event),
        "starts_on": event.when.starts_on,
        "ends_on": event.when.ends_on,
        "measures": measures,
        "asserted_on": asserted_on(detail),
        **carried_texts(detail),
    }
