"""Articles in a Spark DataFrame → what they say, as DataFrames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.errors import UsageError
from kb.spark.worker import Job, as_job, columns_of

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from kb.config import Settings

EXTRACTED = ("documents", "statements", "times", "issues", "entities")
# Where Spark puts a line of JSON that it cannot read.
_UNREADABLE = "_corrupt_record"


@dataclass(frozen=True)
class Extracted:
    """What the articles of a DataFrame say, a row for each article; each property is a flat table of it.

    Persist `articles` where more than one table is wanted, or each reads the articles again.
    """

    articles: DataFrame

    def table(self, name: str) -> DataFrame:
        """One of `documents`, `statements`, `times`, `issues`, `entities`, with the columns of
        `kb.rows.schemas`."""
        from pyspark.sql import functions

        return self.articles.select(functions.explode(name).alias("row")).select("row.*")

    @property
    def documents(self) -> DataFrame:
        """The articles with their texts, publication dates and what else is known of them."""
        return self.table("documents")

    @property
    def statements(self) -> DataFrame:
        """The dated claims, each with its quote."""
        return self.table("statements")

    @property
    def times(self) -> DataFrame:
        """The time mentions."""
        return self.table("times")

    @property
    def issues(self) -> DataFrame:
        """What could not be read or understood."""
        return self.table("issues")

    @property
    def entities(self) -> DataFrame:
        """Names that the texts show to be names and the gazetteer lacks."""
        return self.table("entities")


def extract(
    df: DataFrame, text: str = "text", published: str | None = "published", settings: Settings | None = None
) -> DataFrame:
    """The statements of the articles in `df`, those that `kb.extract` finds in each, in the columns of
    `kb.rows.schemas`.

    `text` and `published` name columns; the latter holds dates, or texts such as 2024-09-05, and is None
    where there is none. Columns `source`, `title`, `publisher`, `author`, `url` and `language` are taken where
    there are any. Raises `UsageError` for a column that is not there. A bad row is an issue, see `extract_all`.
    """
    return _extracted(df, as_job(text, published, ("statements",), settings)).statements


def extract_times(
    df: DataFrame, text: str = "text", published: str | None = "published", settings: Settings | None = None
) -> DataFrame:
    """The time mentions of the articles in `df`, as `extract`."""
    return _extracted(df, as_job(text, published, ("times",), settings)).times


def extract_issues(
    df: DataFrame, text: str = "text", published: str | None = "published", settings: Settings | None = None
) -> DataFrame:
    """What cannot be read or understood in the articles of `df`, as `extract`."""
    return _extracted(df, as_job(text, published, ("issues",), settings)).issues


def extract_all(
    df: DataFrame, text: str = "text", published: str | None = "published", settings: Settings | None = None
) -> Extracted:
    """All that the articles in `df` say, in one pass over them; arguments and errors as `extract`."""
    return _extracted(df, as_job(text, published, EXTRACTED, settings))


def _extracted(df: DataFrame, job: Job) -> Extracted:
    from pyspark.sql.pandas.types import from_arrow_schema

    for column in filter(None, (job.text, job.published)):
        if column not in df.columns:
            there = ", ".join(name for name in df.columns if name != _UNREADABLE)
            raise UsageError(f"no column {column!r}; there are {there or 'none'}")
    read = df.select(*(_day(df, name) for name in columns_of(job, df.columns)))
    return Extracted(read.mapInArrow(job, from_arrow_schema(job.schema())))


def _day(df: DataFrame, name: str) -> Column:
    """The column; of a moment only its day counts."""
    from pyspark.sql import functions

    moment = df.schema[name].dataType.typeName().startswith("timestamp")
    column = functions.col(f"`{name}`")
    return column.cast("date").alias(name) if moment else column
