"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kb.errors import DateError, UsageError

if TYPE_CHECKING:
    from kb.base import Base
    from kb.config import Settings
    from kb.store.records import Verdict, Written

Command = TypeVar("Command", bound=Callable[..., Any])

database = click.option(
    "--db", "url", metavar="URL", help="The base; else KB_DATABASE_URL, else sqlite:///kb.db."
)
as_json = click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
show_sql = click.option("--sql", "show_sql", is_flag=True, help="Print the SQL that this stands for.")
as_of = click.option("--as-of", metavar="DATE", help="Only what had been asserted by then.")
recorded_by = click.option(
    "--recorded-by", metavar="TIME", help="What the base held then: a day, or an ISO time (UTC)."
)
by = click.option("--by", metavar="NAME", envvar="KB_USER", required=True, help="Who says so; else KB_USER.")
jobs = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read; else KB_JOBS, else 1."
)
allow_private = click.option(
    "--allow-private", is_flag=True, help="Let addresses lead into private networks."
)
published = click.option("--published", metavar="DATE", help="The day on which the text was published.")


def output_format(default: str = "table") -> Callable[[Command], Command]:
    """The option `--format`; the name is checked where the format is used, which suggests near ones."""
    formats = "table, json, jsonl, csv or markdown"
    return click.option("--format", "format_", default=default, metavar="FORMAT", help=f"{formats}.")


def format_name(given: str, as_json: bool) -> str:
    """The format that `--format` or `--json` names. Raises `UnknownName`, with near ones."""
    from kb.export.formats import get_format

    name = "json" if as_json else given
    get_format(name)
    return name


def settings() -> Settings:
    """The settings of the working directory and the environment."""
    from kb.config import load_settings

    return load_settings(Path.cwd(), os.environ)


def open_base(url: str | None, *, create: bool = False) -> Base:
    """The base that `--db` or the settings name."""
    from kb import base

    chosen = settings()
    return base.open(url or chosen.database, settings=chosen, create=create)


def read_published(given: str | None) -> date | None:
    """The day given with `--published`. Raises `UsageError` where it is none."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return _read_day(given)


def _read_day(given: str) -> date:
    from kb.curated.dates import read_day

    try:
        return read_day(given, "publication date")
    except DateError as error:
        raise UsageError(f"--published: {error}") from None


def tell_judgement(made: Verdict) -> None:
    """Say that a judgement is held, and how to take it back."""
    click.echo(f"judgement {made.number} by {made.by}; take it back with `kb undo {made.number}`")


def change_words(written: Written) -> str:
    """What holding a document changed, in words."""
    if written.unchanged:
        return "nothing new"
    counts = (("new", written.added), ("changed", written.changed), ("gone", written.removed))
    return ", ".join(f"{count} {what}" for what, count in counts if count)
