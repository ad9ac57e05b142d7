"""Which statements tell one event, over as many statements as there are.

Only statements of one kind and principal whose spans touch can tell one event, so Spark sorts each such block by
day and cuts it where nothing touches; `kb.events.same` then answers for each piece what it would for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kb.events.conflicts import Conflict, find_conflicts
from kb.events.record import StatementRecord
from kb.events.same import resolve as same_events
from kb.model import Event, Status
from kb.rows.extractions import Row, measure_struct
from kb.rows.schemas import schema
from kb.rows.spans import read_measure, read_span, span_columns

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

# What the resolver needs to know of a statement.
_NEEDED = (
    "id", "document", "kind", "status", "edtf", "starts_on", "ends_on", "granularity", "qualifier", "bound",
    "fiscal_label", "quote", "principal", "entities", "measures", "published_on", "source", "publisher", "title",
)  # fmt: skip
_BLOCK = ("kind", "block", "piece")
# Events that are handed to Spark together.
_EVENTS = 1_000


def resolve(statements: DataFrame) -> DataFrame:
    """The events that the statements tell, in the columns of `kb.rows.schemas`, `events`.

    They are those that a base holds after reading the same documents, judgements apart. `statements` has the
    columns of `extract`; statements that stand in it twice count once.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    told = _pieces(statements.select(*_NEEDED).dropDuplicates(["id"]))
    together = told.repartition(*_BLOCK).sortWithinPartitions(*_BLOCK)
    return together.mapInArrow(_events_of, from_arrow_schema(schema("events")))


def _pieces(statements: DataFrame) -> DataFrame:
    """The statements with their block and the piece of it that they are in.

    A statement without a principal is a block of its own.
    """
    from pyspark.sql import Window, functions

    block = functions.coalesce("principal", functions.concat(functions.lit(":"), "id"))
    by_day = Window.partitionBy("kind", "block").orderBy("starts_on", "ends_on", "id")
    before = by_day.rowsBetween(Window.unboundedPreceding, -1)
    # Two sources may date one happening a day apart: spans so near touch.
    reached = functions.date_add(functions.max("ends_on").over(before), 1)
    starts = functions.when(functions.col("starts_on") > reached, 1).otherwise(0)
    blocked = statements.withColumn("block", block).withColumn("starts", starts)
    return blocked.withColumn("piece", functions.sum("starts").over(by_day)).drop("starts")


def _events_of(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The events of the pieces, which come one after another; one piece is in memory at a time."""
    import pyarrow as pa

    out = schema("events")
    rows = (row for batch in batches for row in batch.to_pylist())
    events = (event for _, piece in groupby(rows, key=itemgetter(*_BLOCK)) for event in _resolved(piece))
    while some := list(islice(events, _EVENTS)):
        yield pa.RecordBatch.from_pylist(some, schema=out)


def _resolved(piece: Iterable[Row]) -> Iterator[Row]:
    records = {row["id"]: _record(row) for row in piece}
    for event in same_events(records.values()):
        yield _event_row(event, records)


def _record(row: Mapping[str, Any]) -> StatementRecord:
    when = read_span(row)
    assert when is not None
    return StatementRecord(
        id=row["id"],
        document=row["document"],
        kind=row["kind"],
        status=Status(row["status"]),
        when=when,
        quote=row["quote"],
        principal=row["principal"],
        entities=tuple(row["entities"]),
        measures=tuple(read_measure(each) for each in row["measures"]),
        published=row["published_on"],
        source=str(row["publisher"] or row["source"] or row["title"] or row["document"]),
    )


def _event_row(event: Event, records: Mapping[str, StatementRecord]) -> Row:
    told = [records[name] for name in event.statements]
    conflicts: Iterable[Conflict] = find_conflicts(told) if event.conflicts else ()
    return {
        "id": event.id,
        **span_columns(event.when),
        "kind": event.kind,
        "status": event.status.value,
        "title": event.title,
        "entities": list(event.entities),
        "measures": [measure_struct(each) for each in event.measures],
        "statements": list(event.statements),
        "sources": list(event.sources),
        "conflicts": list(_conflict_rows(conflicts)),
        "asserted_on": min((each.published for each in told if each.published), default=None),
        "year": event.when.starts_on.year,
    }


def _conflict_rows(conflicts: Iterable[Conflict]) -> Iterator[Row]:
    for each in conflicts:
        yield {
            "field": each.field,
            "left_statement": each.left,
            "right_statement": each.right,
            "left_value": each.values[0],
            "right_value": each.values[1],
            "message": each.message,
        }
