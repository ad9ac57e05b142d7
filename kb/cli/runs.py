"""Commands on runs: what read the texts of a base, and reading them again by newer rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kb.cli import options, progress

if TYPE_CHECKING:
    from kb.export.records import Record
    from kb.ingesting import Rereading
    from kb.store.ingestions import IngestionRun
    from kb.store.rereading import Difference

_COLUMNS = ("run", "started", "state", "command", "version", "documents", "known", "new", "changed", "gone",
            "issues", "failures")  # fmt: skip
_LONGEST = 80


@click.command()
@click.argument("run", type=int, required=False)
@options.output_format()
@options.as_json
@options.database
def runs(run: int | None, format_: str, as_json: bool, url: str | None) -> None:
    """List the runs that read texts, or what one of them could not read.

    Of each: the version of kb, how many documents it read, how many of these were known as they are, statements
    that are new, changed or gone, issues, and documents that could not be read. A run that was broken off says so.
    """
    from kb.export.formats import write_records
    from kb.export.records import Records

    name = options.format_name(format_, as_json)
    with options.open_base(url) as base:
        if run is None:
            records = Records((*_COLUMNS, "arguments"), map(_record, base.runs()))
        else:
            failures = base.run_failures(run)
            records = Records(
                ("place", "message"), ({"place": place, "message": message} for place, message in failures)
            )
    write_records(records, name, sys.stdout)


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@options.jobs
@options.database
def reingest(dry_run: bool, jobs: int | None, url: str | None) -> None:
    """Read the stored texts again, by the rules of this kb.

    Tells first what each text says otherwise: `+` a statement that is new, `-` one that is no longer read, `~` one
    that is read otherwise. Then the base holds the new reading; the old one stays as its past, and judgements stay.
    """
    from contextlib import closing

    with options.open_base(url) as base, closing(base.reread(jobs=jobs)) as again:
        failures = _compare(again)
        if not dry_run and again.differing:
            with progress.shown(again.differing, "writing") as step:
                for _ in again.write():
                    step()
            print(f"{again.differing} documents are held as they are read now")
    if failures:
        sys.exit(1)


def _compare(again: Rereading) -> int:
    """Tell of each document that is read otherwise, and of all together; how many cannot be read."""
    from kb.store.rereading import Difference

    added = changed = gone = failures = read = 0
    with progress.shown(again.count(), "reading") as step:
        for found in again.compare():
            if not isinstance(found, Difference):
                failures += 1
                print(f"kb: {found}", file=sys.stderr)
            else:
                read += 1
                added, changed, gone = (
                    added + len(found.added),
                    changed + len(found.changed),
                    gone + len(found.gone),
                )
                for line in _lines(found):
                    print(line)
            step()
    print(f"{read} documents: {added} statements added, {gone} gone, {changed} changed")
    return failures


def _lines(found: Difference) -> Iterator[str]:
    if found.nothing:
        return
    yield f"{found.source or found.document}:"
    for told in found.added:
        yield f"  + {told.when}  {told.kind}  {_short(told.quote)}"
    for told in found.gone:
        yield f"  - {told.when}  {told.kind}  {_short(told.quote)}"
    for before, now in found.changed:
        dates = now.when if before.when == now.when else f"{before.when} → {now.when}"
        yield f"  ~ {dates}  {now.kind}  {_short(now.quote)}"


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _record(each: IngestionRun) -> Record:
    return {
        "run": each.number,
        "started": each.started_at.isoformat(timespec="seconds"),
        "state": "finished" if each.finished_at else "broken off",
        "command": each.command,
        "version": each.version,
        "documents": each.documents,
        "known": each.skipped,
        "new": each.added,
        "changed": each.changed,
        "gone": each.removed,
        "issues": each.issues,
        "failures": each.failures,
        "arguments": " ".join(f"{name}={value}" for name, value in each.arguments.items()),
    }
