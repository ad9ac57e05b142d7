"""Which statements tell one event, over as many statements as there are.

Only statements of one kind and principal whose spans touch can tell one event, so Spark sorts each such block by
day and cuts it where nothing touches; `kb.events.same` then answers for each piece what it would for the whole.
A company with a million statements is many pieces, which any worker may take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kb.events.conflicts import find_conflicts
from kb.events.record import StatementRecord
from kb.events.same import resolve as same_events
from kb.export.files.parquet import detail_row
from kb.export.files.parquet import schema as event_schema
from kb.export.telling import source_name
from kb.model import Event, EventDetail, Evidence, PublishedHow
from kb.rows.extractions import Row, statement_of
from kb.rows.schemas import TABLES, schema

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_BLOCK = ("kind", "block", "piece")
# Events that are handed to Spark together.
_EVENTS = 1_000


@dataclass(frozen=True)
class Resolved:
    """The events that statements tell, a row for each; persist `told` where both tables are wanted."""

    told: DataFrame

    @property
    def events(self) -> DataFrame:
        """The events, in the columns of `kb export`'s Parquet."""
        return self.told.select("event.*")

    @property
    def conflicts(self) -> DataFrame:
        """Each two statements of one event that cannot both be right."""
        from pyspark.sql import functions

        return self.told.select(functions.explode("conflicts").alias("row")).select("row.*")


def resolve(statements: DataFrame) -> DataFrame:
    """The events that the statements tell, in the columns of `kb export`'s Parquet.

    They are those that a base holds after reading the same documents, judgements apart. `statements` has the
    columns of `extract`; a statement that stands in it twice counts once.
    """
    return resolve_all(statements).events


def resolve_all(statements: DataFrame) -> Resolved:
    """As `resolve`, with the conflicts, in one pass."""
    from pyspark.sql.pandas.types import from_arrow_schema

    told = _pieces(statements.select(*TABLES["statements"]).dropDuplicates(["id"]))
    together = told.repartition(*_BLOCK).sortWithinPartitions(*_BLOCK)
    return Resolved(together.mapInArrow(_events_of, from_arrow_schema(_schema())))


def _schema() -> pa.Schema:
    import pyarrow as pa

    conflicts = pa.list_(pa.struct(list(schema("conflicts"))))
    return pa.schema([("event", pa.struct(list(event_schema()))), ("conflicts", conflicts)])


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

    out = _schema()
    rows = (row for batch in batches for row in batch.to_pylist())
    events = (event for _, piece in groupby(rows, key=itemgetter(*_BLOCK)) for event in _resolved(piece))
    while some := list(islice(events, _EVENTS)):
        yield pa.RecordBatch.from_pylist(some, schema=out)


def _resolved(piece: Iterable[Row]) -> Iterator[Row]:
    told = {row["id"]: _evidence(row) for row in piece}
    records = {name: _record(each) for name, each in told.items()}
    for event in same_events(records.values()):
        detail = EventDetail(event, tuple(told[name] for name in event.statements))
        yield {"event": detail_row(detail), "conflicts": list(_conflict_rows(event, records))}


def _evidence(row: Mapping[str, Any]) -> Evidence:
    statement = statement_of(row)
    asserted = row["published_on"] or statement.when.ends_on
    how = row["published_how"]
    return Evidence(
        statement=statement,
        sentence_text=row["sentence"],
        document=row["document"],
        asserted_on=asserted,
        recorded_at=datetime.combine(asserted, time.min, UTC),
        source=row["source"],
        title=row["title"],
        publisher=row["publisher"],
        author=row["author"],
        url=row["url"],
        language=row["language"],
        published_on=row["published_on"],
        published_how=PublishedHow(how) if how else None,
        version=row["version"],
    )


def _record(each: Evidence) -> StatementRecord:
    return StatementRecord.of(each.statement, each.document, each.published_on, source_name(each))


def _conflict_rows(event: Event, records: Mapping[str, StatementRecord]) -> Iterator[Row]:
    if not event.conflicts:
        return
    for each in find_conflicts(records[name] for name in event.statements):
        yield {
            "event": event.id,
            "kind": event.kind,
            "title": event.title,
            "field": each.field,
            "left_value": each.values[0],
            "right_value": each.values[1],
            "left_statement": each.left,
            "right_statement": each.right,
            "message": each.message,
        }
