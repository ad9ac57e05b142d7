"""The `kb` command: its subcommands, and one line for every error.

Nothing heavy is imported here or at the top of a command's module: `kb --help` has to be instant.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

import click

from kb.cli.ask import kinds, show, sql, timeline
from kb.cli.count import counts, series, together
from kb.cli.db import check, db
from kb.cli.enter import add, import_table
from kb.cli.export import export
from kb.cli.ingest import ingest
from kb.cli.judge import judge, judgements, undo
from kb.cli.keep import backup, delete, dump, load, restore
from kb.cli.names import entities
from kb.cli.near import around, intervals, nearest
from kb.cli.path import path
from kb.cli.plans import conflicts, gaps, schedule
from kb.cli.read import dates, extract
from kb.cli.runs import reingest, runs
from kb.cli.serve import serve
from kb.cli.spark import spark_extract
from kb.errors import KbError, UsageError

# What a shell reports for a program that SIGINT or SIGPIPE ended.
_INTERRUPTED, _BROKEN_PIPE = 130, 141


class _Commands(click.Group):
    """Keeps commands in the order of their registration, and suggests near ones."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            _forget_stdout()
            sys.exit(_BROKEN_PIPE)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.commands, n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise UsageError(f"no command {name!r}{hint or '; see `kb --help`'}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="kb", message="kb %(version)s")
def kb() -> None:
    """Dated events from texts, each with the words it came from.

    Read texts into a base with `kb ingest`, ask for what happened with `kb timeline`. Dates may be written as
    people do: 2024, 2024-Q3, "Sept 4, 2024", 2024年第二季度, "FY2025 Q3 of nvidia".
    """


for _command in (
    extract,
    dates,
    ingest,
    reingest,
    runs,
    add,
    import_table,
    timeline,
    export,
    serve,
    show,
    nearest,
    around,
    intervals,
    counts,
    together,
    series,
    schedule,
    conflicts,
    gaps,
    judge,
    judgements,
    undo,
    entities,
    kinds,
    sql,
    check,
    backup,
    restore,
    delete,
    dump,
    load,
    db,
    path,
    spark_extract,
):
    kb.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 if all went well, 1 for wrong input, 2 for a wrong call."""
    _use_utf8()
    try:
        kb.main(args=_arguments(arguments), prog_name="kb", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except KbError as error:
        _fail(str(error), error.exit_code)
    except click.ClickException as error:
        _fail(_explain(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(_INTERRUPTED)
    sys.exit(0)


def _arguments(given: Sequence[str] | None) -> list[str]:
    """The arguments read as UTF-8, whatever the locale made of their bytes."""
    arguments = []
    for argument in sys.argv[1:] if given is None else given:
        try:
            arguments.append(os.fsencode(argument).decode("utf-8"))
        except UnicodeError:
            arguments.append(argument)
    return arguments


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale; a lone surrogate becomes its escape, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _explain(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    if not isinstance(error, click.UsageError) or context is None:
        return message
    return f"{message}; see `{context.command_path} --help`"


def _fail(message: str, exit_code: int) -> NoReturn:
    line = " ".join(message.split())
    click.echo(f"kb: {line}", err=True)
    sys.exit(exit_code)


def _forget_stdout() -> None:
    """Keep the interpreter from flushing into the closed pipe at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
