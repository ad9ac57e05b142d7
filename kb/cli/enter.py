"""Commands that put something into a base."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import options

if TYPE_CHECKING:
    from kb.base import Ingested


@click.command()
@click.argument("when", metavar="DATE")
@click.argument("title")
@click.option("--kind", metavar="KIND", help="What happened: a name of `kb kinds`; else read from the title.")
@click.option(
    "--entity", "entities", metavar="NAME", multiple=True, help="Who; may be repeated, principal first."
)
@click.option("--status", default="actual", metavar="STATUS", help="actual, planned, forecast, rumored …")
@click.option("--source", metavar="NAME", help="Who says so.")
@click.option("--url", "link", metavar="URL", help="Where it is said.")
@options.database
def add(
    when: str,
    title: str,
    kind: str | None,
    entities: tuple[str, ...],
    status: str,
    source: str | None,
    link: str | None,
    url: str | None,
) -> None:
    """Enter one event by hand.

    kb add "Sept 4, 2024" "Nvidia loses $279B in one day" --kind market_cap --entity nvidia
    """
    with options.open_base(url, create=True) as base:
        added = base.add(when, title, kind=kind, entities=entities, status=status, source=source, url=link)
    _tell_added(added)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@options.database
def import_table(file: Path, url: str | None) -> None:
    """Enter a table of events.

    FILE is CSV, JSON, JSON Lines or Parquet with a column of dates, written in any way; what `kb export` wrote
    so comes back with all its evidence. Columns are known by their headers: date (or when, start, 日期 …), end,
    title (or event), kind, entity, status, source, url, and metrics such as market_cap. A row that cannot be
    read is reported with its line; the others go in.

    Query results of Wikidata (JSON), events of GDELT, timelines of Timesketch (CSV, JSON Lines) and TimelineJS
    (JSON) and calendars (iCalendar) are known by what they hold. What kb has no place for is told.
    """
    with options.open_base(url, create=True) as base:
        imported = base.import_file(file)
    click.echo(f"{file}: {imported.added} added, {imported.known} known already")
    if imported.dropped:
        click.echo(f"left out: {', '.join(f'{name} ({count})' for name, count in imported.dropped)}")
    for row in imported.errors:
        click.echo(f"kb: {file}:{row.line}: {row.message}", err=True)
    if imported.errors:
        sys.exit(1)


def _tell_added(added: Ingested) -> None:
    from kb.export.labels import date_label

    (statement,) = added.extraction.statements
    names = " ".join(participant.entity for participant in statement.participants)
    line = [date_label(statement.when), statement.kind, statement.status, names, statement.quote]
    click.echo("  ".join(filter(None, line)) + ("  (known already)" if added.written.unchanged else ""))
