"""Web archives on Spark: each worker reads whole files, as `kb ingest` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kb.errors import UsageError
from kb.reading import Failure, Manner
from kb.spark.extract import EXTRACTED, Extracted
from kb.spark.worker import Job, as_job, failed_rows, rows_of

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

    from kb.config import Settings

_PAGES = 64


@dataclass(frozen=True)
class _Archives:
    """Paths of archives in, rows of their pages out."""

    job: Job

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from kb.reading.find import find_pieces

        out = self.job.schema()
        for batch in batches:
            for row in batch.to_pylist():
                pieces = (self._rows(each) for each in find_pieces([row["path"]], Manner()))
                while some := list(islice(pieces, _PAGES)):
                    yield pa.RecordBatch.from_pylist(some, schema=out)

    def _rows(self, piece: object) -> dict[str, list[dict[str, object]]]:
        from kb.reading.document import read_piece
        from kb.reading.piece import Piece

        if isinstance(piece, Failure):
            return failed_rows(self.job, piece.place.source, str(piece))
        assert isinstance(piece, Piece)
        return rows_of(self.job, str(piece.place), lambda: read_piece(piece, Manner())[0])


def read_archives(spark: SparkSession, paths: list[str], settings: Settings | None) -> Extracted:
    """What the pages of the archives say. Every worker must see the paths.

    Raises `UsageError` for archives that lie elsewhere than in a file system.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    job = as_job("text", None, EXTRACTED, settings)
    rows = [(_local(path),) for path in paths]
    listed = spark.createDataFrame(rows, "path string").repartition(len(rows))
    return Extracted(listed.mapInArrow(_Archives(job), from_arrow_schema(job.schema())))


def _local(path: str) -> str:
    parts = urlsplit(path)
    if parts.scheme not in ("", "file"):
        raise UsageError(f"{path}: web archives are read from a file system that every worker mounts")
    return unquote(parts.path)
