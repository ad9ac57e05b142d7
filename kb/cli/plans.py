"""Commands on plans and doubts: what was scheduled, what never came, where sources disagree."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from kb.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kb.export.records import Record
    from kb.store.plans import Disagreement, Revision

# What people see of each; programs get every field.
_REVISION = ("milestone", "date", "status", "slip", "asserted", "by", "quote")
_DISAGREEMENT = ("event", "field", "source", "says", "quote")


@click.command()
@click.argument("entity")
@options.as_of
@options.recorded_by
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def schedule(
    entity: str,
    as_of: str | None,
    recorded_by: str | None,
    format_: str,
    as_json: bool,
    show_sql: bool,
    url: str | None,
) -> None:
    """Show what became of the plans for one entity.

    ENTITY is an id, a name in any language or a ticker. Each milestone has a line for every date that was
    given to it for the first time, with the day it was asserted, by whom, and the slip in days against the
    line before; the last line is the date on which it came. Rumored dates are marked as such.
    """
    from kb.store.plans import Revision

    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        revisions = base.schedule(entity, as_of=as_of, recorded_by=recorded_by)
        sql = revisions.sql if show_sql else ""
    if show_sql:
        click.echo(sql)
    else:
        _write(revisions, Revision, _REVISION, _revision_line, name)


@click.command()
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def conflicts(format_: str, as_json: bool, show_sql: bool, url: str | None) -> None:
    """Show where sources disagree.

    Each line is two statements of one event that cannot both be right: two dates of one drop, two values of
    one market cap. Say with `kb judge` which is wrong, or that they tell different events.
    """
    from kb.store.plans import Disagreement

    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        found = base.conflicts()
        sql = found.sql if show_sql else ""
    if show_sql:
        click.echo(sql)
    else:
        _write(found, Disagreement, _DISAGREEMENT, _disagreement_line, name)


@click.command()
@click.option("--as-of", "as_of", metavar="DATE", help="The day to look back from.")
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def gaps(as_of: str | None, format_: str, as_json: bool, show_sql: bool, url: str | None) -> None:
    """Show what was to come and was never reported.

    These are plans and forecasts whose date had passed by --as-of, with no report that it came, was put off
    or called off. Without --as-of it looks back from the newest publication date of the base, and says so.
    """
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        if as_of is None and (newest := base.newest_day()) is not None:
            click.echo(f"kb: as of {newest}, the newest publication date of the base", err=True)
            as_of = newest.isoformat()
        found = base.gaps(as_of)
        if show_sql:
            click.echo(found.sql)
        else:
            found.write(sys.stdout, name)


def _write(
    found: Sequence[Any],
    kind: type[Any],
    columns: Sequence[str],
    lines: Callable[[Any], Iterable[Record]],
    name: str,
) -> None:
    from dataclasses import asdict, fields

    from kb.export.formats import get_format, write_records
    from kb.export.records import Records

    if get_format(name).for_people:
        records = Records(columns, (line for each in found for line in lines(each)))
    else:
        records = Records([field.name for field in fields(kind)], map(asdict, found))
    write_records(records, name, sys.stdout)


def _revision_line(revision: Revision) -> Iterable[Record]:
    from kb.export.labels import date_label
    from kb.when.edtf import parse_edtf

    slip = revision.slip_days
    return [
        {
            "milestone": revision.milestone,
            "date": date_label(parse_edtf(revision.edtf)),
            "status": revision.status.value,
            "slip": f"{slip:+} days" if slip else "" if slip is None else "none",
            "asserted": revision.asserted_on,
            "by": revision.speaker or revision.publisher or revision.source,
            "quote": revision.quote,
        }
    ]


def _disagreement_line(found: Disagreement) -> Iterable[Record]:
    """A line for each of the two statements."""
    first = {"event": found.event, "field": found.field}
    sides = (
        (first, found.left_source, found.left_value, found.left_quote),
        ({"event": "", "field": ""}, found.right_source, found.right_value, found.right_quote),
    )
    for head, source, value, quote in sides:
        yield {**head, "source": source, "says": value, "quote": quote}
