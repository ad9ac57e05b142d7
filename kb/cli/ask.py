"""Commands that ask a base, or the knowledge that kb ships."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli import options
from kb.cli.filters import filters

if TYPE_CHECKING:
    from kb.base import Wish
    from kb.export.records import Records


@click.command()
@filters
@options.output_format()
@options.as_json
@click.option("--pages", is_flag=True, help="Tell the cursor of the page after --limit events.")
@click.option("--cursor", metavar="CURSOR", help="Go on where a page ended, and tell the next cursor.")
@options.show_sql
@options.database
def timeline(
    wish: Wish,
    format_: str,
    as_json: bool,
    pages: bool,
    cursor: str | None,
    show_sql: bool,
    url: str | None,
) -> None:
    """Show the events of the base in order.

    DATE is anything that `kb dates` reads, or EDTF: 2024, 2024-Q3, "Sept 4, 2024", "FY2025 Q3 of nvidia".
    """
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        events = base.timeline(**wish, cursor=cursor)
        if show_sql:
            click.echo(events.sql)
        else:
            events.write(sys.stdout, name)
            if events.cursor and (pages or cursor):
                click.echo(f"kb: more follow: --cursor {events.cursor}", err=True)


@click.command()
@click.argument("event")
@options.as_of
@options.recorded_by
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as docs/json.md describes it.")
@options.database
def show(event: str, as_of: str | None, recorded_by: str | None, as_json: bool, url: str | None) -> None:
    """Show everything about one event.

    EVENT is its id, or the beginning of it. Each statement that tells it is shown with who says so, its quote
    marked in its sentence.
    """
    from kb.cli import detail
    from kb.export.json import write_object

    with options.open_base(url) as base:
        found = base.event(event, as_of=as_of, recorded_by=recorded_by)
    if as_json:
        write_object(detail.detail_object(found), sys.stdout)
    else:
        detail.write_detail(found, sys.stdout)


@click.command()
@options.output_format()
@options.as_json
def kinds(format_: str, as_json: bool) -> None:
    """List the kinds of events."""
    from kb.export.formats import write_records

    write_records(_kind_records(), "json" if as_json else format_, sys.stdout)


@click.command()
@click.argument("query")
@options.output_format()
@options.as_json
@options.database
def sql(query: str, format_: str, as_json: bool, url: str | None) -> None:
    """Run one SQL query on the base.

    The connection can only read. The views timeline and evidence are made for this; docs/schema.md describes
    them.
    """
    from kb.export.formats import write_records
    from kb.export.records import Records

    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        rows = base.sql(query)
    records = (dict(zip(rows.columns, row, strict=True)) for row in rows.rows)
    write_records(Records(rows.columns, records), name, sys.stdout)


def _kind_records() -> Records:
    from kb.export.records import Records
    from kb.knowledge.kinds import load_kinds

    rows = (
        {
            "kind": kind.name,
            "description": kind.description,
            "metrics": list(kind.metrics),
            "examples": list(kind.examples),
        }
        for kind in load_kinds().values()
    )
    return Records(("kind", "description", "metrics", "examples"), rows)
