"""A corpus of any size, from files to files: `kb spark-extract`.

Input files are taken in parts. A part's tables are written so that writing them again changes nothing, and its
name is noted last: a job that broke off goes on with the parts that are not noted.

    OUTPUT/documents, times, issues, entities   part=…
    OUTPUT/statements                           year=…/kind=…/part=…
    OUTPUT/events, conflicts                    year=…/kind=… , of all parts together
    OUTPUT/parts                                which files are done, by which kb
    OUTPUT/resolved.txt                         a hash of the files whose events are told
    OUTPUT/views.duckdb.sql, views.spark.sql    the views of a base over these files
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kb.config import Settings
from kb.errors import DataError, ReadError, UsageError
from kb.reading import load_knowledge
from kb.spark.extract import EXTRACTED, Extracted, extract_all
from kb.spark.resolve import resolve_all
from kb.spark.views import DIALECTS, views_sql
from kb.spark.warc import read_archives

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FORMATS = ("parquet", "jsonl", "csv", "warc")
_SUFFIXES = {
    "parquet": ("parquet",),
    "jsonl": ("jsonl", "ndjson", "json"),
    "csv": ("csv",),
    "warc": ("warc", "wet"),
}
_PACKED = (".gz", ".bz2", ".zst", ".xz")
_PARTITIONS = {"statements": ("year", "kind", "part"), "events": ("year", "kind"), "conflicts": ()}
# How Hive writes a partition whose value is NULL.
_NULL = "__HIVE_DEFAULT_PARTITION__"
_RESOLVED = "resolved.txt"
# How much a part holds, as it lies on disk: what a job that breaks off has to do again.
PART_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are read together; `name` is made of theirs."""

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a finished part brought: the number of parts so far and in all, and the rows of its tables."""

    done: int
    parts: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Corpus:
    """What to read: paths or patterns, their format (else by their suffix), and the columns that matter."""

    inputs: tuple[str, ...]
    format: str | None = None
    text: str = "text"
    published: str | None = "published"
    settings: Settings | None = None
    part_bytes: int = PART_BYTES


def run(
    spark: SparkSession, corpus: Corpus, output: str, tell: Callable[[Progress], None] = lambda _: None
) -> None:
    """Extract the corpus into `output`, part by part, then say which statements tell one event.

    Raises `ReadError` where there is nothing to read, `UsageError` for a column or format that is not there,
    `DataError` where another version of kb began the output.
    """
    done = _done(spark, output)
    parts = list(_parts(_files(spark, corpus), done, corpus.part_bytes))
    for number, part in enumerate(parts, 1):
        counts = _extract_part(spark, corpus, part, output)
        tell(Progress(number, len(parts), counts))
    # An earlier run may have broken off behind its last part.
    files = _digest("\n".join(sorted(_done(spark, output))), version("kb"))
    if _read_text(spark, f"{output}/{_RESOLVED}") != files:
        _write_events(spark, output)
        _write_views(spark, corpus, output)
        _write_text(spark, f"{output}/{_RESOLVED}", files)


def _extract_part(spark: SparkSession, corpus: Corpus, part: Part, output: str) -> dict[str, int]:
    from pyspark import StorageLevel

    extracted = _read(spark, corpus, part)
    extracted.articles.persist(StorageLevel.DISK_ONLY)
    counts = {table: _write(extracted.table(table), table, part.name, output) for table in EXTRACTED}
    extracted.articles.unpersist()
    note = [(part.name, name, version("kb")) for name in part.files]
    noted = spark.createDataFrame(note, "part string, file string, version string").coalesce(1)
    noted.write.mode("append").json(f"{output}/parts")
    return counts


def _read(spark: SparkSession, corpus: Corpus, part: Part) -> Extracted:
    form = corpus.format or _format_of(part.files[0])
    files = list(part.files)
    if form == "warc":
        return read_archives(spark, files, corpus.settings)
    if form == "parquet":
        articles = spark.read.parquet(*files)
    elif form == "jsonl":
        articles = spark.read.json(files)
    else:
        articles = spark.read.csv(files, header=True, multiLine=True, escape='"')
    if corpus.published is not None and corpus.published not in articles.columns:
        return extract_all(articles, corpus.text, None, corpus.settings)
    return extract_all(articles, corpus.text, corpus.published, corpus.settings)


def _write(rows: DataFrame, table: str, part: str, output: str) -> int:
    """Write a part's rows of a table in place of those it wrote before; their number."""
    from pyspark.sql import functions

    columns = _PARTITIONS.get(table, ("part",))
    told = rows.withColumn("part", functions.lit(part))
    together = told.repartition(*columns[:-1]) if len(columns) > 1 else told.coalesce(8)
    return _write_partitioned(together, columns, f"{output}/{table}", overwrite="dynamic")


def _write_partitioned(rows: DataFrame, columns: Sequence[str], path: str, *, overwrite: str) -> int:
    """Write rows below `path`; their number.

    Where there are none, Spark would leave no file, and a reader would not know the columns: a file without rows
    says them.
    """
    from pyspark.sql import Observation, functions

    seen = Observation()
    counted = rows.observe(seen, functions.count("*").alias("rows"))
    way = counted.write.mode("overwrite").option("partitionOverwriteMode", overwrite)
    way.partitionBy(*columns).parquet(path)
    count = int(seen.get["rows"])
    if not count:
        nowhere = "/".join(f"{column}={_NULL}" for column in columns)
        rows.limit(0).drop(*columns).coalesce(1).write.mode("overwrite").parquet(f"{path}/{nowhere}")
    return count


def _write_events(spark: SparkSession, output: str) -> None:
    from pyspark import StorageLevel
    from pyspark.sql import functions

    resolved = resolve_all(spark.read.parquet(f"{output}/statements"))
    resolved.told.persist(StorageLevel.DISK_ONLY)
    events = resolved.events.withColumn("year", functions.year("starts_on")).repartition("year", "kind")
    _write_partitioned(events, _PARTITIONS["events"], f"{output}/events", overwrite="static")
    resolved.conflicts.coalesce(8).write.mode("overwrite").parquet(f"{output}/conflicts")
    resolved.told.unpersist()


def _write_views(spark: SparkSession, corpus: Corpus, output: str) -> None:
    """What the views need beside the extracted tables, and the views themselves, one file for each engine."""
    known = load_knowledge(corpus.settings or Settings()).gazetteer.entities.values()
    rows = [(each.id, each.type.value, each.label(), each.of) for each in known]
    listed = spark.createDataFrame(rows, "id string, type string, name string, of string").coalesce(1)
    listed.write.mode("overwrite").parquet(f"{output}/gazetteer")
    for dialect in DIALECTS:
        _write_text(spark, f"{output}/views.{dialect}.sql", views_sql(dialect, output))


def _write_text(spark: SparkSession, path: str, text: str) -> None:
    """Write a file, on whatever file system."""
    jvm: Any = spark.sparkContext._jvm
    where = jvm.org.apache.hadoop.fs.Path(path)
    system = where.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    stream = system.create(where, True)
    stream.write(bytearray(text.encode()))
    stream.close()


def _read_text(spark: SparkSession, path: str) -> str | None:
    """What a file holds, on whatever file system; None where there is none."""
    jvm: Any = spark.sparkContext._jvm
    where = jvm.org.apache.hadoop.fs.Path(path)
    system = where.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    if not system.exists(where):
        return None
    stream = system.open(where)
    held = bytes(stream.readAllBytes())
    stream.close()
    return held.decode()


def _files(spark: SparkSession, corpus: Corpus) -> list[tuple[str, int]]:
    """The files of the inputs, with their sizes in bytes, by name."""
    from pyspark.errors import AnalysisException

    try:
        listed = (
            spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(list(corpus.inputs))
        )
        rows = listed.select("path", "length").collect()
    except AnalysisException as error:
        reason = " ".join(str(error).split())
        raise ReadError(f"{', '.join(corpus.inputs)}: cannot be read: {reason[:160]}") from None
    found = sorted((row["path"], row["length"]) for row in rows)
    if not found:
        raise ReadError(f"{', '.join(corpus.inputs)}: no files")
    if corpus.format is None:
        for path, _ in found:
            _format_of(path)
    return found


def _format_of(path: str) -> str:
    name = path.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    suffix = name.rpartition(".")[2]
    for form, suffixes in _SUFFIXES.items():
        if suffix in suffixes:
            return form
    raise UsageError(f"{path}: of no known format; give --format {' or '.join(FORMATS)}")


def _parts(files: Sequence[tuple[str, int]], done: frozenset[str], size: int) -> Iterator[Part]:
    """The files that are not done, some together where they are small."""
    names: list[str] = []
    total = 0
    for path, length in files:
        if path in done:
            continue
        if names and (total + length > size or _suffix(path) != _suffix(names[0])):
            yield _part(names)
            names, total = [], 0
        names.append(path)
        total += length
    if names:
        yield _part(names)


def _suffix(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[2]


def _part(names: Sequence[str]) -> Part:
    return Part(_digest("\n".join(names)), tuple(names))


def _digest(*words: str) -> str:
    return blake2b("\n".join(words).encode(), digest_size=8).hexdigest()


def _done(spark: SparkSession, output: str) -> frozenset[str]:
    """The files that earlier runs finished."""
    if not _exists(spark, f"{output}/parts"):
        return frozenset()
    rows: list[Any] = spark.read.json(f"{output}/parts").select("file", "version").collect()
    for row in rows:
        if row["version"] != version("kb"):
            raise DataError(
                f"{output}: begun by kb {row['version']}, this is {version('kb')}; write to a new folder"
            )
    return frozenset(row["file"] for row in rows)


def _exists(spark: SparkSession, path: str) -> bool:
    """Whether a folder of a table is there, on whatever file system."""
    from pyspark.errors import AnalysisException

    try:
        return bool(spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(path).take(1))
    except AnalysisException:
        return False
