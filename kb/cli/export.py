"""Writing a timeline as a file for other programs and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli import options
from kb.cli.filters import filters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.base import Wish

_STDOUT = "-"


@click.command()
@click.argument("file")
@click.option(
    "--format", "format_", metavar="FORMAT", help="A format's name; else the file's suffix says it."
)
@filters
@click.option("--title", metavar="TEXT", help="What the timeline is called in formats that have a title.")
@options.database
def export(file: str, format_: str | None, wish: Wish, title: str | None, url: str | None) -> None:
    """Write the events of the base as a file for other programs and people.

    FILE is written whole or not at all; `-` is standard output. Formats, with their suffixes: csv, json, jsonl
    and parquet, which `kb import` reads back; html (one page to look at), svg, png; ics (iCalendar); timelinejs
    (.timelinejs.json), vis (.vis.json), markwhen (.mw), mermaid (.mmd); timesketch (.timesketch.csv),
    timesketch-jsonl (.timesketch.jsonl); jsonld; markdown (.md). What a format left out or widened is told on
    standard error.
    """
    from kb.export.export import choose_format

    choose_format(file, format_)
    with options.open_base(url) as base:
        notes = base.export(file, format_, title=title, **wish)
    tell(notes)


def tell(notes: Iterable[str]) -> None:
    """What is to be said of an export, on standard error."""
    for note in notes:
        click.echo(f"kb: {note}", err=True)
