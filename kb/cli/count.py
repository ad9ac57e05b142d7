"""Commands that count: how many events when, of which kind, with whom; and what a number was over time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli import options

if TYPE_CHECKING:
    from kb.export.records import Record
    from kb.store.series import Point
    from kb.when.span import TimeSpan

_POINT = ("date", "value", "unit", "basis", "segment", "status", "source", "event")
_most = click.option("--limit", type=click.IntRange(min=1), default=20, metavar="N", help="At most so many.")
_start = click.option("--from", "start", metavar="DATE", help="Leave out what is before.")
_end = click.option("--to", "end", metavar="DATE", help="Leave out what is after.")


@click.command()
@click.option(
    "--by", default="month", metavar="PERIOD",
    help="day, week, month, quarter, half, year, decade, 'fiscal quarter of COMPANY'; or kind, or entity.",
)  # fmt: skip
@click.option("--entity", metavar="NAME", help="Id, name or ticker.")
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="A name of `kb kinds`; may be repeated.")
@_start
@_end
@_most
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def counts(
    by: str,
    entity: str | None,
    kinds: tuple[str, ...],
    start: str | None,
    end: str | None,
    limit: int,
    format_: str,
    as_json: bool,
    show_sql: bool,
    url: str | None,
) -> None:
    """Count events by period, kind or entity.

    An event counts on the day on which it begins. --limit is for entities.
    """
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        found = base.counts(by, entity=entity, kind=kinds, start=start, end=end, limit=limit)
        sql = found.sql if show_sql else ""
    if show_sql:
        click.echo(sql)
        return
    people = _for_people(name)
    column = by if by in ("kind", "entity") else "period"
    _write(
        (column, "events"), [{column: _label(what, people), "events": number} for what, number in found], name
    )


@click.command()
@click.argument("entity")
@_most
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def together(entity: str, limit: int, format_: str, as_json: bool, show_sql: bool, url: str | None) -> None:
    """Show who occurs together with an entity, most often first."""
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        found = base.together(entity, limit)
        sql = found.sql if show_sql else ""
    if show_sql:
        click.echo(sql)
    else:
        _write(("entity", "events"), [{"entity": who, "events": number} for who, number in found], name)


@click.command()
@click.argument("metric")
@click.option("--entity", metavar="NAME", help="Id, name or ticker.")
@click.option("--unit", metavar="UNIT", help="USD, %, count …")
@click.option("--basis", metavar="BASIS", help="yoy or qoq.")
@_start
@_end
@options.as_of
@options.output_format()
@options.as_json
@options.show_sql
@options.database
def series(
    metric: str,
    entity: str | None,
    unit: str | None,
    basis: str | None,
    start: str | None,
    end: str | None,
    as_of: str | None,
    format_: str,
    as_json: bool,
    show_sql: bool,
    url: str | None,
) -> None:
    """Show what a number was over time: revenue, market_cap, gross_margin …

    Each line is what one statement says, with the span that it is for.
    """
    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        found = base.series(metric, entity, unit=unit, basis=basis, start=start, end=end, as_of=as_of)
        sql = found.sql if show_sql else ""
    if show_sql:
        click.echo(sql)
    elif _for_people(name):
        _write(_POINT, map(_point_line, found), name)
    else:
        _write_points(found, name)


def _write(columns: tuple[str, ...], rows: object, name: str) -> None:
    from kb.export.formats import write_records
    from kb.export.records import Records

    write_records(Records(columns, rows), name, sys.stdout)  # type: ignore[arg-type]


def _write_points(found: list[Point], name: str) -> None:
    from dataclasses import asdict, fields

    from kb.store.series import Point

    rows = ({**asdict(point), "exact": str(point.exact)} for point in found)
    _write(tuple(field.name for field in fields(Point)), rows, name)


def _for_people(name: str) -> bool:
    from kb.export.formats import get_format

    return get_format(name).for_people


def _label(what: TimeSpan | str, people: bool) -> str:
    from kb.export.labels import date_label

    if isinstance(what, str):
        return what
    return date_label(what) if people else what.edtf


def _point_line(point: Point) -> Record:
    from kb.export.labels import date_label
    from kb.when.edtf import parse_edtf

    return {
        "date": date_label(parse_edtf(point.edtf)),
        "value": f"{point.exact:,f}",
        "unit": point.unit,
        "basis": point.basis,
        "segment": point.segment,
        "status": point.status.value,
        "source": point.source,
        "event": point.event,
    }
