"""Commands that read texts without a base."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli import options
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.model import Document, Extraction, Issue
    from kb.pipeline import Knowledge

_STDIN = "-"


@click.command()
@click.argument("article", required=False)
@options.published
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as docs/json.md describes it.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Read and write a JSON object a line.")
@click.option(
    "--explain", is_flag=True, help="Tell of each event its trigger, the rule of its date, its subject."
)
@click.option("--format", "format_", metavar="FORMAT", help="Write the events as `kb export` does.")
@click.option("--output", default=_STDIN, metavar="FILE", help="Where --format writes; else standard output.")
@options.allow_private
def extract(
    article: str | None,
    published: str | None,
    as_json: bool,
    as_lines: bool,
    explain: bool,
    format_: str | None,
    output: str,
    allow_private: bool,
) -> None:
    """Show the dated events of a text, without a base.

    ARTICLE is a file of any format that `kb ingest` reads, or an address; `-` is standard input. With --jsonl it
    (or standard input) holds lines {"id", "text", "published"}, and each gives one line of output in the same
    order: the object of --json with its id, or {"id", "error"}.
    """
    _check_formats(as_json, as_lines)
    exported = format_ is not None or output != _STDIN
    if exported:
        from kb.export.export import choose_format

        if as_json or as_lines or explain:
            raise UsageError("--format and --output exclude --json, --jsonl and --explain")
        choose_format(output, format_)
    if as_lines:
        from kb.cli.stream import extract_lines

        if explain:
            raise UsageError("--explain goes with one text; leave out --jsonl")
        _no_published(published)
        extract_lines(article or _STDIN, options.settings())
        return
    from kb.reading import extract_document, load_knowledge

    document, issues = _read_document(_required(article, "ARTICLE"), published, allow_private)
    knowledge = load_knowledge(options.settings())
    extraction = extract_document(document, knowledge, issues)
    if exported:
        _export(extraction, knowledge, output, format_)
    else:
        _show_extraction(extraction, as_json, explain)


@click.command()
@click.argument("text", required=False)
@options.published
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as docs/json.md describes it.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Read and write a JSON object a line.")
def dates(text: str | None, published: str | None, as_json: bool, as_lines: bool) -> None:
    """Show the dates in a text and what they mean.

    TEXT is the text itself; `-` is standard input, read to its end (64 MB at most), since a date may take its
    year from any line before. With --jsonl it names a file (else standard input) of lines {"id", "text",
    "published"}, and each gives one line of output in the same order, as they come: {"id", "times"} or
    {"id", "error"}.
    """
    _check_formats(as_json, as_lines)
    if as_lines:
        from kb.cli.stream import date_lines

        _no_published(published)
        date_lines(text or _STDIN)
        return
    from kb.export.contract import time_object
    from kb.export.json import write_object
    from kb.export.times import write_times
    from kb.reading import read_dates

    given = _required(text, "TEXT")
    words = _stdin_text() if given == _STDIN else given
    reading = read_dates(words, options.read_published(published))
    if as_json:
        write_object({"times": [time_object(mention) for mention in reading.mentions]}, sys.stdout)
        return
    write_times(reading.mentions, sys.stdout)
    _tell(reading.issues)


def _check_formats(as_json: bool, as_lines: bool) -> None:
    if as_json and as_lines:
        raise UsageError("--json and --jsonl exclude each other")


def _no_published(published: str | None) -> None:
    if published is not None:
        raise UsageError("with --jsonl each line has its own publication date; leave out --published")


def _required(given: str | None, name: str) -> str:
    if given is None:
        raise click.UsageError(f"{name} is missing", click.get_current_context())
    return given


def _read_document(
    article: str, published: str | None, allow_private: bool
) -> tuple[Document, tuple[Issue, ...]]:
    from kb.reading import Manner, read_document

    return read_document(
        article, Manner(published=options.read_published(published), allow_private=allow_private)
    )


def _stdin_text() -> str:
    from kb.text.encodings import decode
    from kb.text.limits import LIMITS, megabytes

    data = sys.stdin.buffer.read(LIMITS.document_bytes + 1)
    if len(data) > LIMITS.document_bytes:
        raise UsageError(
            f"standard input: more than {megabytes(LIMITS.document_bytes)} in one text; give many texts with --jsonl"
        )
    return decode(data, "standard input")


def _show_extraction(extraction: Extraction, as_json: bool, explain: bool) -> None:
    from kb.cli.explain import explanation, write_explained
    from kb.export.contract import extraction_object
    from kb.export.json import write_object
    from kb.export.statements import write_statements

    if as_json:
        told = extraction_object(extraction)
        if explain:
            for event, statement in zip(told["events"], extraction.statements, strict=True):
                event["explain"] = explanation(statement)
        write_object(told, sys.stdout)
        return
    (write_explained if explain else write_statements)(extraction.statements, sys.stdout)
    _tell(extraction.issues)


def _export(extraction: Extraction, knowledge: Knowledge, output: str, format_: str | None) -> None:
    from kb.cli.export import tell
    from kb.export.export import export
    from kb.export.extracted import extracted_details
    from kb.export.job import TITLE, Job

    known = knowledge.gazetteer.entities
    job = Job(extraction.document.title or TITLE)
    tell(export(lambda _: extracted_details(extraction, known), output, format_, job).notes())
    _tell(extraction.issues)


def _tell(issues: Iterable[Issue]) -> None:
    for issue in issues:
        click.echo(f"kb: {issue.message}", err=True)
