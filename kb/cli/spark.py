"""Extraction over corpora that outgrow one machine, on Apache Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli import options

if TYPE_CHECKING:
    from kb.spark.job import Progress


@click.command("spark-extract")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.argument("output", metavar="OUTPUT")
@click.option(
    "--master", metavar="URL", help="spark://…, yarn, k8s://… or local[N]; else what spark-submit says."
)
@click.option(
    "--format", "format_", metavar="FORMAT", help="parquet, jsonl, csv or warc; else by the suffix."
)
@click.option("--text", default="text", show_default=True, metavar="COLUMN", help="Column of the text.")
@click.option(
    "--published", default="published", show_default=True, metavar="COLUMN", help="Column of the date."
)
@click.option(
    "--part-size",
    type=click.IntRange(min=1),
    default=256,
    show_default=True,
    metavar="MB",
    help="How much is written, and noted as done, at a time.",
)
def spark_extract(
    inputs: tuple[str, ...],
    output: str,
    master: str | None,
    format_: str | None,
    text: str,
    published: str,
    part_size: int,
) -> None:
    """Extract a corpus on Apache Spark, from files to Parquet that `kb load`, DuckDB and Spark SQL read.

    INPUT are files, folders or patterns of Parquet, JSON Lines, CSV or WARC, on any file system that Spark reads.
    A job that broke off goes on where it stopped. Needs the extra: pip install 'kb[spark]', and Java 17.
    """
    from kb.errors import UnknownName
    from kb.spark.job import FORMATS, Corpus, run
    from kb.spark.session import errors_in_a_line, open_session

    if format_ is not None and format_ not in FORMATS:
        raise UnknownName("format", format_, FORMATS)
    corpus = Corpus(inputs, format_, text, published, options.settings(), part_size * 1024 * 1024)
    with open_session(master) as spark, errors_in_a_line():
        run(spark, corpus, output, _tell)
    click.echo(f"kb: done, see {output}/views.duckdb.sql", err=True)


def _tell(progress: Progress) -> None:
    told = ", ".join(f"{count:,} {table}" for table, count in progress.counts.items() if table != "times")
    click.echo(f"kb: part {progress.done} of {progress.parts}: {told}", err=True)
