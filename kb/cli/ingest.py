"""The command that reads texts into a base: `kb ingest`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from kb.cli import options, progress
from kb.cli.options import change_words

if TYPE_CHECKING:
    from kb.ingesting import Step
    from kb.reading import Manner

# What a shell reports for a program that SIGINT ended.
_INTERRUPTED = 130


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@options.published
@click.option(
    "--map", "columns", metavar="NAME=COLUMN,…", help="Columns of a corpus: text=body,published=date."
)
@options.jobs
@click.option("--again", is_flag=True, help="Read again what is known as it is.")
@options.allow_private
@options.database
def ingest(
    sources: tuple[str, ...],
    published: str | None,
    columns: str | None,
    jobs: int | None,
    again: bool,
    allow_private: bool,
    url: str | None,
) -> None:
    """Read texts into the base.

    A SOURCE is a file, a folder, a pattern such as 'news/**/*.html', an address (http, https), or `-` for standard
    input. Text, Markdown, HTML, PDF, RSS and Atom, JSON Lines and CSV corpora, mail, Word documents, web archives
    (WARC), zip and tar are told by what they hold, packed (.gz, .bz2, .xz, .zst) or not. All but text, Markdown,
    corpora and mail need the extra `read`: pip install 'kb[read]'.

    The publication date is the one given, else that of the metadata, else of the byline, else inferred from the
    text. Reading a text twice changes nothing, and a run that broke off is simply started again. What cannot be
    read is listed at the end.
    """
    from kb.reading.find import check_sources, total_bytes

    manner = _manner(published, columns, allow_private)
    check_sources(sources)
    given = {"sources": list(sources), "published": published, "map": columns, "jobs": jobs, "again": again}
    arguments = {name: value for name, value in given.items() if value}
    report = _Report()
    with options.open_base(url, create=True) as base, progress.corpus(lambda: total_bytes(sources)) as show:
        try:
            for step in base.ingest_all(sources, manner, jobs=jobs, again=again, arguments=arguments):
                report.add(step)
                show(report.documents, report.statements, report.position)
        except KeyboardInterrupt:
            print("kb: broken off; what was read is held, start it again to go on", file=sys.stderr)
            sys.exit(_INTERRUPTED)
        report.end_source()
    report.tell_failures()
    if report.failures:
        sys.exit(1)


def _manner(published: str | None, columns: str | None, allow_private: bool) -> Manner:
    from kb.reading import Manner
    from kb.reading.records import read_columns

    return Manner(
        published=options.read_published(published),
        columns=read_columns(columns) if columns else {},
        allow_private=allow_private,
    )


@dataclass(slots=True)
class _Counts:
    """What a file that holds several documents came to."""

    documents: int = 0
    known: int = 0
    statements: int = 0
    issues: int = 0
    failures: int = 0


@dataclass(slots=True)
class _Report:
    """Tells of each file as it is done, and at the end of what could not be read."""

    documents: int = 0
    statements: int = 0
    failures: list[str] = field(default_factory=list)
    _source: str | None = None
    _counts: _Counts = field(default_factory=_Counts)
    _before: int = 0
    _last: int = 0

    @property
    def position(self) -> int:
        """How many bytes were taken, of all files."""
        return self._before + self._last

    def add(self, step: Step) -> None:
        """Count a document, and tell of it where it is alone in its file."""
        if step.place.source != self._source:
            self.end_source()
            self._source = step.place.source
        self._last = max(self._last, step.position)
        self.documents += 1
        self.statements += step.statements
        if step.failure is not None:
            self.failures.append(_failure(step))
            self._counts.failures += 1
        elif step.alone:
            _tell(step)
        else:
            self._count(step)

    def end_source(self) -> None:
        """Tell of a file that held several documents."""
        counts = self._counts
        if counts.documents:
            known = [f"{counts.known} known already"] if counts.known else []
            told = [_number(counts.documents, "document"), *known, _number(counts.statements, "statement")]
            told += [_number(counts.issues, "issue")] if counts.issues else []
            told += [f"{counts.failures} not read"] if counts.failures else []
            print(f"{self._source}: {', '.join(told)}")
        self._before += self._last
        self._source, self._last, self._counts = None, 0, _Counts()

    def tell_failures(self) -> None:
        """List what could not be read."""
        for each in self.failures:
            print(f"kb: {each}", file=sys.stderr)

    def _count(self, step: Step) -> None:
        self._counts.documents += 1
        self._counts.known += step.written is None
        self._counts.statements += step.statements
        self._counts.issues += len(step.issues)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _failure(step: Step) -> str:
    message = step.failure or ""
    return message if message.startswith(step.place.source) else f"{step.place}: {message}"


def _tell(step: Step) -> None:
    """One line on what a text came to; a guessed or missing publication date on standard error."""
    day = f"{step.published} ({step.published_how})" if step.published else "undated"
    change = change_words(step.written) if step.written else "nothing new"
    # Not by click, which would write past the progress bar.
    print(f"{step.place}: {day}, {step.statements} statements, {change}")
    for issue in step.issues:
        print(f"kb: {step.place}:{issue.start}: {issue.message}", file=sys.stderr)
