"""Parquet, typed: days are date32, measures structs with a decimal128(24, 2) and an ISO 4217 currency.

`kb import` reads it back; `exact` has every digit of a value, also of one that the decimal cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice
from typing import IO, Any

from kb.errors import DataError
from kb.export.carried import asserted_on, carried_texts
from kb.export.contract import event_object, measure_object
from kb.export.job import Job
from kb.export.table_rows import COLUMNS
from kb.model import EventDetail, Measure

_ROWS = 20_000
_DIGITS, _PLACES = 24, 2
_LARGEST = Decimal(10) ** (_DIGITS - _PLACES)
_CENT = Decimal(1).scaleb(-_PLACES)
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

    words = ("metric", "unit", "basis", "segment", "period", "tolerance", "note")
    measure = pa.struct([
        ("metric", pa.string()),
        ("value", pa.decimal128(_DIGITS, _PLACES)),
        ("exact", pa.string()),
        ("currency", pa.string()),
        *((word, pa.string()) for word in words[1:]),
        ("approximate", pa.bool_()),
    ])  # fmt: skip
    types: Mapping[str, Any] = {
        **dict.fromkeys(_DAYS, pa.date32()),
        **dict.fromkeys(_LISTS, pa.list_(pa.string())),
        "measures": pa.list_(measure),
    }
    return pa.schema([(column, types.get(column, pa.string())) for column in COLUMNS])


def detail_row(detail: EventDetail, job: Job | None = None) -> Mapping[str, object]:
    """The event as a row of the schema."""
    event = detail.event
    if job and any(_value(each) is None for each in event.measures):
        job.note(f"with a value of more than {_DIGITS - _PLACES} digits: it is in `exact` only")
    return {
        **event_object(event),
        "starts_on": event.when.starts_on,
        "ends_on": event.when.ends_on,
        "measures": [_measure(each) for each in event.measures],
        "asserted_on": asserted_on(detail),
        **carried_texts(detail),
    }


def _measure(measure: Measure) -> Mapping[str, object]:
    written = measure_object(measure)
    is_money = len(measure.unit) == 3 and measure.unit.isupper()
    return {
        **written,
        "value": _value(measure),
        "exact": written["value"],
        "currency": measure.unit if is_money else None,
    }


def _value(measure: Measure) -> Decimal | None:
    """The value to the cent; None where it has too many digits."""
    if abs(measure.value) >= _LARGEST:
        return None
    return measure.value.quantize(_CENT, ROUND_HALF_EVEN)
