"""Loading what `kb spark-extract` wrote: documents with all that was found in them, from Parquet."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import DataError, ReadError
from kb.model import Entity, EntityType, Extraction, Issue
from kb.rows.extractions import Row, document_of, statement_of

if TYPE_CHECKING:
    from kb.store.database import Database

# Documents that are handed to the base together.
_BATCH = 2_000
# Statements whose rows are held as Arrow at a time: a few hundred MB, however large a part is.
_HELD = 300_000
_TABLES = ("statements", "issues", "entities")
# Ids are hashes: so many first digits part them evenly.
_DIGITS = 4


def load_extracted(
    database: Database, folder: str | Path, known: Mapping[str, Entity]
) -> Iterator[tuple[str, int]]:
    """Hold the documents of each part; yields the part's name and how many were new, once they are safe.

    A part is one transaction, so a load that breaks off is simply run again: what is held already changes nothing.
    `known` describes entities. Raises `ReadError` where the folder is no output of `kb spark-extract`, `DataError`
    without pyarrow or where a text cannot be stored.
    """
    from kb.store.bulk import count_rows
    from kb.store.bulk_documents import loading
    from kb.store.write import this_run

    run = this_run("load")
    for part in _parts(Path(folder)):
        named: dict[str, Entity] = {}
        with loading(database, ChainMap(dict(known), named), run) as loader:
            for batch in _extractions(Path(folder), part):
                named.update((entity.id, entity) for each in batch for entity in each.named)
                loader.load(batch)
        if loader.added:
            count_rows(database)
        yield part, loader.added


def check_extracted(folder: Path) -> None:
    """Raise `ReadError` where the folder is no output of `kb spark-extract`."""
    if not (folder / "documents").is_dir():
        raise ReadError(f"{folder}: no output of kb spark-extract: it has no documents/")


def _parts(folder: Path) -> list[str]:
    check_extracted(folder)
    return sorted(path.name.partition("=")[2] for path in (folder / "documents").glob("part=*"))


def _extractions(folder: Path, part: str) -> Iterator[list[Extraction]]:
    """The documents of a part in batches, each with its rows of the other tables."""
    for ids in _ranges(_count(folder, "statements", part)):
        tables = {table: _Rows.of(_read(folder, table, part, ids)) for table in _TABLES}
        documents = _read(folder, "documents", part, ids)
        for start in range(0, documents.num_rows if documents else 0, _BATCH):
            batch = documents.slice(start, _BATCH).to_pylist()
            names = [row["document"] for row in batch]
            found = {table: rows.of_documents(names) for table, rows in tables.items()}
            yield [
                _extraction(row, {table: rows[row["document"]] for table, rows in found.items()})
                for row in batch
            ]


def _ranges(statements: int) -> Iterator[tuple[str, str | None]]:
    """Ranges of document ids, of which each has no more statements than are held at a time."""
    count = 1 + statements // _HELD
    bounds: list[str | None] = [
        "",
        *(f"{16**_DIGITS * n // count:0{_DIGITS}x}" for n in range(1, count)),
        None,
    ]
    return zip(map(str, bounds[:-1]), bounds[1:], strict=True)


@dataclass(frozen=True)
class _Rows:
    """Rows of an Arrow table, and which of them belong to which document."""

    table: Any = None
    places: Mapping[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Any) -> _Rows:  # noqa: ANN401 - pyarrow has no types
        """The rows of a table with a column `document`, or of none."""
        if table is None:
            return cls()
        places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(table.column("document").to_pylist()):
            places[name].append(place)
        return cls(table.combine_chunks(), places)

    def of_documents(self, names: Sequence[str]) -> Mapping[str, list[Row]]:
        """The rows of these documents, by document."""
        wanted = [place for name in dict.fromkeys(names) for place in self.places.get(name, ())]
        found: dict[str, list[Row]] = defaultdict(list)
        if wanted:
            for row in self.table.take(wanted).to_pylist():
                found[row["document"]].append(row)
        return found


def _extraction(document: Row, tables: Mapping[str, list[Row]]) -> Extraction:
    """What was read in a document. One text from two sources has rows of both."""
    source = document["source"]
    statements = [statement_of(row) for row in tables["statements"] if row["source"] == source]
    issues = [
        Issue(row["start_char"], row["end_char"], row["code"], row["message"])
        for row in tables["issues"]
        if row["source"] == source
    ]
    return Extraction(
        document=document_of(document),
        statements=tuple(
            sorted({each.id: each for each in statements}.values(), key=lambda each: (each.start, each.end))
        ),
        issues=tuple(dict.fromkeys(issues)),
        named=tuple(_entities(tables["entities"])),
    )


def _entities(rows: Iterable[Row]) -> Iterator[Entity]:
    names: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    first: dict[str, Row] = {}
    for row in rows:
        names[row["id"]][row["language"]][row["name"]] = None
        first.setdefault(row["id"], row)
    for name, row in first.items():
        told = {language: tuple(each) for language, each in names[name].items()}
        yield Entity(name, EntityType(row["type"]), told, of=row["of"], provisional=True)


def _read(folder: Path, table: str, part: str, ids: tuple[str, str | None]) -> Any:  # noqa: ANN401 - an Arrow table
    """The rows of a table's part whose documents have ids in a range; None where there is no such table."""
    files = _dataset(folder, table)
    if files is None:
        return None
    import pyarrow.dataset as dataset

    first, end = ids
    wanted = (dataset.field("part") == part) & (dataset.field("document") >= first)
    if end is not None:
        wanted &= dataset.field("document") < end
    return files.to_table(filter=wanted)


def _count(folder: Path, table: str, part: str) -> int:
    files = _dataset(folder, table)
    if files is None:
        return 0
    import pyarrow.dataset as dataset

    return int(files.count_rows(filter=dataset.field("part") == part))


def _dataset(folder: Path, table: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    try:
        import pyarrow.dataset as dataset
    except ImportError:
        raise DataError("Parquet needs pyarrow: pip install 'kb[parquet]'") from None
    if not (folder / table).is_dir():
        return None
    return dataset.dataset(folder / table, format="parquet", partitioning=_partitioning(table))


def _partitioning(table: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa
    import pyarrow.dataset as dataset

    fields = [("part", pa.string())]
    if table == "statements":
        fields = [("year", pa.int32()), ("kind", pa.string()), *fields]
    return dataset.partitioning(pa.schema(fields), flavor="hive")
