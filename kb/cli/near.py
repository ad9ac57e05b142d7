"""Commands on neighbours in time: what came before and after, what else happened, how long it took."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli import options
from kb.cli.filters import filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.analysis import Interval
    from kb.asking import Wish
    from kb.export.records import Record

# What people see of an interval; programs get every field.
_INTERVAL = ("milestone", "date", "since the one before", "title", "event")


@click.command()
@click.argument("to", metavar="DATE|EVENT")
@filters
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def nearest(to: str, wish: Wish, format_: str, as_json: bool, show_sql: bool, url: str | None) -> None:
    """Show the events before and after a date or an event.

    Five on either side, or as many as --limit says, in the order of time. What begins on the very day counts as
    after. The options of `kb timeline` choose among the events.
    """
    from kb.export.formats import write_events

    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        found = base.nearest(to, **_anywhere(wish))
    if show_sql:
        click.echo(found.sql)
    else:
        write_events([*reversed(found.before), *found.after], name, sys.stdout)


@click.command()
@click.argument("to", metavar="DATE|EVENT")
@click.option("--days", type=click.IntRange(min=0), default=7, metavar="N", help="How far; 7 if not given.")
@filters
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def around(
    to: str, days: int, wish: Wish, format_: str, as_json: bool, show_sql: bool, url: str | None
) -> None:
    """Show what else happened within some days of a date or an event.

    The options of `kb timeline` choose among the events.
    """
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        events = base.around(to, days, **_anywhere(wish))
        if show_sql:
            click.echo(events.sql)
        else:
            events.write(sys.stdout, name)


@click.command()
@click.argument("milestones", metavar="MILESTONE...", nargs=-1, required=True)
@filters
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def intervals(
    milestones: tuple[str, ...],
    wish: Wish,
    format_: str,
    as_json: bool,
    show_sql: bool,
    url: str | None,
) -> None:
    """Show how long it was from each milestone to the next.

    A MILESTONE is a date, the id of an event, or a test of a measure, which the first event passes that the
    options of `kb timeline` choose: kb intervals "market_cap >= 1 trillion USD" "market_cap >= 2 trillion USD"
    --entity nvidia.
    """
    name = options.format_name(format_, as_json)
    wish.pop("limit", None)
    with options.open_base(url) as base:
        found = base.intervals(*milestones, **wish)
    if show_sql:
        click.echo(found.sql)
    else:
        _write(found, name)


def _anywhere(wish: Wish) -> Wish:
    """The wish without a window that nobody gave."""
    if wish.get("start") is None:
        wish.pop("start", None)
    if wish.get("end") is None:
        wish.pop("end", None)
    return wish


def _write(found: Sequence[Interval], name: str) -> None:
    from kb.export.formats import get_format, write_records
    from kb.export.records import Records

    if get_format(name).for_people:
        records = Records(_INTERVAL, map(_line, found))
    else:
        records = Records(
            ("milestone", "edtf", "days", "least", "most", "event", "title"), map(_object, found)
        )
    write_records(records, name, sys.stdout)


def _line(interval: Interval) -> Record:
    from kb.export.labels import date_label

    days = interval.days
    range_ = "" if interval.least == interval.most else f" ({interval.least} to {interval.most})"
    return {
        "milestone": interval.milestone,
        "date": date_label(interval.when),
        "since the one before": "" if days is None else f"{days} days{range_}",
        "title": interval.event.title if interval.event else "",
        "event": interval.event.id if interval.event else "",
    }


def _object(interval: Interval) -> Record:
    return {
        "milestone": interval.milestone,
        "edtf": interval.when.edtf,
        "days": interval.days,
        "least": interval.least,
        "most": interval.most,
        "event": interval.event.id if interval.event else None,
        "title": interval.event.title if interval.event else None,
    }
