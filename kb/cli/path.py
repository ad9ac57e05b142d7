"""Where things are that other programs ask for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import options
from kb.errors import DataError, UsageError

if TYPE_CHECKING:
    from kb.store.database import Database

_BASE, _METADATA = "base", "metadata"


@click.command()
@click.argument("what", default=_BASE, type=click.Choice([_BASE, _METADATA]))
@options.database
def path(what: str, url: str | None) -> None:
    """Print where the base is, or its metadata for Datasette.

    datasette kb.db -m $(kb path metadata)
    """
    from kb.store.database import Database

    with Database(url or options.settings().database) as database:
        if what == _METADATA:
            click.echo(str(_metadata(database)))
        else:
            click.echo(str(database.path.resolve()) if database.path else database.name)


def _metadata(database: Database) -> Path:
    """The file, made anew: Datasette wants what it is told under the name of the base's own file."""
    from kb.store.datasette import datasette_metadata

    if database.path is None:
        raise UsageError("Datasette reads SQLite; `kb dump` moves a base there")
    name = database.path.stem
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kb"
    file = folder / f"datasette-{name}.json"
    written = json.dumps(datasette_metadata(name), ensure_ascii=False, indent=1) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
    except OSError as error:
        raise DataError(f"{file}: {(error.strerror or 'cannot be written').lower()}") from None
    return file
