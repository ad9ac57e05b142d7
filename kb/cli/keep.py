"""Commands that keep a base, or move it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from kb.cli import options
from kb.errors import ReadError

_file = click.argument("file", type=click.Path(path_type=Path))
_file_or_pipe = click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
_PIPE = Path("-")


@click.command()
@_file
@options.database
def backup(file: Path, url: str | None) -> None:
    """Write a copy of the base into FILE.

    It is taken while others write, shows one moment, is compressed, and is read again before it takes the
    place of an older one.
    """
    with options.open_base(url) as base:
        click.echo(f"{file}: {base.backup(file)} rows")


@click.command()
@_file
@options.database
def restore(file: Path, url: str | None) -> None:
    """Fill a new base from a backup.

    A base that holds anything is left alone, and so is a new one where FILE is not whole.
    """
    with _input(file):
        pass
    with options.open_base(url, create=True) as base:
        click.echo(f"{file}: {base.restore(file)} rows")


@click.command()
@_file_or_pipe
@options.database
def dump(file: Path, url: str | None) -> None:
    """Write the whole base as JSON Lines, to FILE or standard output.

    The lines fit SQLite and PostgreSQL; `kb load` reads them.
    """
    with options.open_base(url) as base, _output(file) as out:
        for line in base.dump():
            out.write(line + "\n")


@click.command()
@_file_or_pipe
@options.database
def load(file: Path, url: str | None) -> None:
    """Fill a new base with what `kb dump` wrote, from FILE or standard input, all of it or nothing.

    A folder that `kb spark-extract` wrote is loaded part by part, also into a base that holds something; what it
    holds already changes nothing.
    """
    if file.is_dir():
        _load_folder(file, url)
        return
    # The file first: no base is made for one that cannot be read.
    with _input(file) as lines, options.open_base(url, create=True) as base:
        count = base.load(lines)
    click.echo(f"{'standard input' if file == _PIPE else file}: {count} rows")


def _load_folder(folder: Path, url: str | None) -> None:
    from kb.loading import check_extracted

    # Before a base is made for nothing.
    check_extracted(folder)
    with options.open_base(url, create=True) as base:
        count = base.load_extracted(folder)
    click.echo(f"{folder}: {count} documents")


@contextmanager
def _output(file: Path) -> Iterator[TextIO]:
    if file == _PIPE:
        yield sys.stdout
        return
    try:
        with file.open("w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        raise ReadError(f"{file} cannot be written: {error.strerror or error}") from None


@contextmanager
def _input(file: Path) -> Iterator[Iterator[str]]:
    if file == _PIPE:
        yield (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        return
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            yield lines
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}") from None


@click.command()
@click.argument("document")
@options.database
def delete(document: str, url: str | None) -> None:
    """Forget a document with all that was read in it.

    DOCUMENT is its id, its path or its address. Events that other documents tell too stay, with what these say.
    """
    with options.open_base(url) as base:
        name = base.delete_document(document)
    click.echo(f"forgot {name}")
