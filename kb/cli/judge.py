"""Commands by which a person has the last word on events."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from kb.cli import options
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.export.records import Record
    from kb.store.records import Verdict


@click.group()
def judge() -> None:
    """Have the last word on events.

    A and B are ids of events or statements, or the beginnings of them. What was read in the texts stays as it
    is: a judgement is kept beside it with its author and time, holds when the texts are read again, and is
    taken back with `kb undo`.
    """


@judge.command()
@click.argument("a")
@click.argument("b")
@options.by
@options.database
def same(a: str, b: str, by: str, url: str | None) -> None:
    """Say that A and B tell one event."""
    with options.open_base(url) as base:
        options.tell_judgement(base.judge("same", a, b, by=by))


@judge.command()
@click.argument("a")
@click.argument("b")
@options.by
@options.database
def different(a: str, b: str, by: str, url: str | None) -> None:
    """Say that A and B tell two events.

    To part what kb takes for one event, name two of its statements, as `kb show --json` lists them.
    """
    with options.open_base(url) as base:
        options.tell_judgement(base.judge("different", a, b, by=by))


@judge.command()
@click.argument("a")
@options.by
@options.database
def wrong(a: str, by: str, url: str | None) -> None:
    """Say that A is wrong: leave out a statement, or a whole event."""
    with options.open_base(url) as base:
        options.tell_judgement(base.judge("wrong", a, by=by))


@judge.command()
@click.argument("a")
@click.option("--date", "when", metavar="DATE", help="When it happened, written in any way.")
@click.option("--kind", metavar="KIND", help="What happened: a name of `kb kinds`.")
@click.option("--status", metavar="STATUS", help="actual, planned, forecast, rumored …")
@click.option("--title", metavar="WORDS", help="The event in one line.")
@options.by
@options.database
def amend(a: str, by: str, url: str | None, **fields: str | None) -> None:
    """Say what the event A should be shown as."""
    given = {name: value for name, value in fields.items() if value is not None}
    if not given:
        raise UsageError("nothing to amend; give --date, --kind, --status or --title")
    with options.open_base(url) as base:
        options.tell_judgement(base.amend(a, by=by, **given))


@click.command()
@options.output_format()
@options.as_json
@options.database
def judgements(format_: str, as_json: bool, url: str | None) -> None:
    """List what persons said, with the number that `kb undo` takes."""
    from kb.export.formats import write_records
    from kb.export.records import Records

    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        found = base.judgements()
    columns = ("number", "verdict", "a", "b", "amend", "by", "at", "undone")
    write_records(Records(columns, map(_record, found)), name, sys.stdout)


@click.command()
@click.argument("number", type=int)
@options.database
def undo(number: int, url: str | None) -> None:
    """Take a judgement back, by its number in `kb judgements`."""
    with options.open_base(url) as base:
        base.undo(number)
    click.echo(f"judgement {number} taken back")


def _record(made: Verdict) -> Record:
    told: dict[str, Any] = {
        "number": made.number,
        "verdict": made.verdict,
        "a": list(made.left),
        "b": made.right,
        "amend": [f"{name}={value}" for name, value in made.amend.items()],
        "by": made.by,
        "at": made.at.isoformat(timespec="seconds"),
        "undone": made.retracted_at.isoformat(timespec="seconds") if made.retracted_at else None,
    }
    return told
