"""One company with a million statements: `python -m benchmarks.spark_skew [--statements N] [--kinds N]`.

Which of them tell one event is worked out by the Spark job on `local[2]`, from Parquet to Parquet. The statements are
synthetic: ten years, one in ten dated by a month, quarter or year, three of five with a number. The statements of one
kind all touch each other, so each kind is one worker's work.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.spark_flat import Sampler
from kb.model import Measure, Status
from kb.rows.extractions import measure_struct
from kb.rows.schemas import TABLES, schema
from kb.rows.spans import span_columns
from kb.when.edtf import parse_edtf
from kb.when.span import TimeSpan

KINDS = ("share_price", "launch", "investment", "earnings", "partnership", "shipment", "market_cap", "other")
_OTHERS = ("amd", "intel", "tsmc", "samsung", "apple", "microsoft")
_FIRST, _DAYS = date(2015, 1, 1), 3650
_CHUNK = 20_000


def statements(count: int, kinds: int) -> Iterator[dict[str, Any]]:
    """Rows of `statements`, three to a document."""
    chance = random.Random(1)
    empty = dict.fromkeys(TABLES["statements"])
    for number in range(count):
        day = _FIRST + timedelta(days=chance.randrange(_DAYS))
        when = _span(chance, day)
        others = chance.sample(_OTHERS, chance.randrange(2))
        quote = f"It told number {number} of what there is to tell."
        yield {
            **empty,
            **span_columns(when),
            "id": f"{number:016x}",
            "document": f"{number // 3:016x}",
            "kind": KINDS[chance.randrange(kinds)],
            "status": Status.ACTUAL.value,
            "start_char": 0,
            "end_char": len(quote),
            "quote": quote,
            "sentence": quote,
            "sentence_start_char": 0,
            "sentence_end_char": len(quote),
            "paragraph": 0,
            "heading": False,
            "rule": "synthetic",
            "principal": "nvidia",
            "entities": ["nvidia", *others],
            "roles": ["subject", *("participant" for _ in others)],
            "measures": [measure_struct(each) for each in _measures(chance)],
            "source": f"paper {number % 50}",
            "published_on": day,
            "published_how": "given",
            "version": "0",
            "year": when.starts_on.year,
        }


def _span(chance: random.Random, day: date) -> TimeSpan:
    written = {0: f"{day:%Y}", 1: f"{day:%Y-%m}", 2: f"{day.year}-{33 + (day.month - 1) // 3}"}
    return parse_edtf(written.get(chance.randrange(30), day.isoformat()))


def _measures(chance: random.Random) -> list[Measure]:
    if chance.random() > 0.6:
        return []
    return [Measure("revenue", Decimal(chance.randrange(1, 100_000)) / 100, "USD")]


def write(path: Path, count: int, kinds: int) -> None:
    """The statements as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = statements(count, kinds)
    with pq.ParquetWriter(path, schema("statements")) as writer:
        while some := list(islice(rows, _CHUNK)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema("statements")))


def run(path: Path, out: Path) -> tuple[float, int, Sampler]:
    """Seconds, events, and what the workers took."""
    from kb.spark.resolve import resolve
    from kb.spark.session import open_session

    session = open_session("local[2]")
    sampler = Sampler()
    started = time.perf_counter()
    resolve(session.read.parquet(str(path))).write.parquet(str(out))
    seconds = time.perf_counter() - started
    sampler.stop()
    events = session.read.parquet(str(out)).count()
    session.stop()
    return seconds, events, sampler


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--kinds", type=int, default=len(KINDS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.parquet"
        write(path, given.statements, given.kinds)
        seconds, events, sampler = run(path, Path(folder) / "events")
    used = sum(sampler.seconds.values())
    greatest = max((memory for told in sampler.samples.of.values() for _, memory in told), default=0)
    print(
        f"{given.statements:,} statements of one company, {given.kinds} kinds: {events:,} events in {seconds:,.0f} s"
    )
    print(
        f"workers: {used:,.0f} s of CPU, {used / given.statements * 1e6:,.0f} µs a statement, at most {greatest:,} MB"
    )


if __name__ == "__main__":
    main()
