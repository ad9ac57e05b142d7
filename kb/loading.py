"""Loading what `kb spark-extract` wrote: documents with all that was found in them, from Parquet."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import DataError, ReadError
from kb.model import Entity, EntityType, Extraction, Issue
from kb.rows.extractions import Row, document_of, statement_of

if TYPE_CHECKING:
    from kb.store.database import Database

# Documents whose events are brought up to date together, in one transaction.
_BATCH = 1_000
_TABLES = ("statements", "issues", "entities")


def load_extracted(
    database: Database, folder: str | Path, known: Mapping[str, Entity]
) -> Iterator[tuple[str, int]]:
    """Hold the documents of each part; yields the part's name and how many were new, once they are safe.

    A load that breaks off is simply run again: what is held already changes nothing. `known` describes entities.
    Raises `ReadError` where the folder is no output of `kb spark-extract`, `DataError` without pyarrow.
    """
    from kb.store.write import this_run, writing

    run = this_run("load")
    for part in _parts(Path(folder)):
        total = 0
        for batch in _extractions(Path(folder), part):
            named = {entity.id: entity for each in batch for entity in each.named}
            with writing(database, ChainMap(dict(known), named), run) as writer:
                total += sum(not writer.put(each).unchanged for each in batch)
        yield part, total


def _parts(folder: Path) -> list[str]:
    documents = folder / "documents"
    if not documents.is_dir():
        raise ReadError(f"{folder}: no output of kb spark-extract: it has no documents/")
    return sorted(path.name.partition("=")[2] for path in documents.glob("part=*"))


def _extractions(folder: Path, part: str) -> Iterator[list[Extraction]]:
    """The documents of a part in batches, each with its rows of the other tables."""
    documents = _rows(folder, "documents", part)
    while batch := [row for _, row in zip(range(_BATCH), documents, strict=False)]:
        names = [row["document"] for row in batch]
        tables = {table: _by_document(_rows(folder, table, part, names)) for table in _TABLES}
        yield [
            _extraction(row, {table: rows[row["document"]] for table, rows in tables.items()})
            for row in batch
        ]


def _extraction(document: Row, tables: Mapping[str, list[Row]]) -> Extraction:
    return Extraction(
        document=document_of(document),
        statements=tuple(
            sorted(map(statement_of, tables["statements"]), key=lambda each: (each.start, each.end))
        ),
        issues=tuple(
            Issue(row["start_char"], row["end_char"], row["code"], row["message"]) for row in tables["issues"]
        ),
        named=tuple(_entities(tables["entities"])),
    )


def _entities(rows: Iterable[Row]) -> Iterator[Entity]:
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    first: dict[str, Row] = {}
    for row in rows:
        names[row["id"]][row["language"]].append(row["name"])
        first.setdefault(row["id"], row)
    for name, row in first.items():
        told = {language: tuple(each) for language, each in names[name].items()}
        yield Entity(name, EntityType(row["type"]), told, of=row["of"], provisional=True)


def _by_document(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["document"]].append(row)
    return found


def _rows(folder: Path, table: str, part: str, documents: list[str] | None = None) -> Iterator[Row]:
    """The rows of a table's part, of these documents only, some at a time."""
    try:
        import pyarrow.dataset as dataset
    except ImportError:
        raise DataError("Parquet needs pyarrow: pip install 'kb[parquet]'") from None
    if not (folder / table).is_dir():
        return
    of_part: Any = dataset.field("part") == part
    if documents is not None:
        of_part &= dataset.field("document").isin(documents)
    files = dataset.dataset(folder / table, format="parquet", partitioning=_partitioning(table))
    for batch in files.to_batches(filter=of_part):
        yield from batch.to_pylist()


def _partitioning(table: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa
    import pyarrow.dataset as dataset

    fields = [("part", pa.string())]
    if table == "statements":
        fields = [("year", pa.int32()), ("kind", pa.string()), *fields]
    return dataset.partitioning(pa.schema(fields), flavor="hive")
