"""Commands that ask a base, or the knowledge that kb ships."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli import options

if TYPE_CHECKING:
    from kb.export.records import Records


@click.command()
@click.option(
    "--entity", "entities", metavar="NAME", multiple=True, help="Id, name or ticker; may be repeated."
)
@click.option("--from", "start", metavar="DATE", help="Leave out what ended before.")
@click.option("--to", "end", metavar="DATE", help="Leave out what began after.")
@click.option("--within", is_flag=True, help="Leave out what reaches beyond --from or --to.")
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="A name of `kb kinds`; may be repeated.")
@click.option(
    "--status", "statuses", metavar="STATUS", multiple=True, help="actual, planned, forecast, rumored …"
)
@click.option("--text", metavar="WORDS", help="Words that the title or a quote has.")
@options.as_of
@options.recorded_by
@click.option("--newest", is_flag=True, help="Newest first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many events.")
@options.output_format()
@options.as_json
@click.option("--sql", "show_sql", is_flag=True, help="Print the SQL that this stands for.")
@options.database
def timeline(
    entities: tuple[str, ...],
    start: str | None,
    end: str | None,
    within: bool,
    kinds: tuple[str, ...],
    statuses: tuple[str, ...],
    text: str | None,
    as_of: str | None,
    recorded_by: str | None,
    newest: bool,
    limit: int | None,
    format_: str,
    as_json: bool,
    show_sql: bool,
    url: str | None,
) -> None:
    """Show the events of the base in order.

    DATE is anything that `kb dates` reads, or EDTF: 2024, 2024-Q3, "Sept 4, 2024", "FY2025 Q3 of nvidia".
    """
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        events = base.timeline(
            entities,
            start=start,
            end=end,
            kind=kinds,
            status=statuses,
            text=text,
            relation="within" if within else "overlaps",
            as_of=as_of,
            recorded_by=recorded_by,
            newest=newest,
            limit=limit,
        )
        if show_sql:
            click.echo(events.sql)
        else:
            events.write(sys.stdout, name)


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
