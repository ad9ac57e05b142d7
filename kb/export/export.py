"""Exports: the one table of file formats, and how a file is written, whole or not at all."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, NamedTuple

from kb.errors import DataError, UnknownName, UsageError
from kb.export.job import Job
from kb.model import EventDetail

STDOUT = "-"


class FileFormat(NamedTuple):
    """A file format: its module, the suffixes that stand for it (the first is its own), other names for it,
    whether it is binary, and whether it shows what tells the events."""

    module: str
    suffixes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    binary: bool = False
    evidence: bool = True

    def write(self, details: Iterable[EventDetail], out: IO[bytes], job: Job) -> None:
        """Write the events as they come. Raises `DataError` where an extra that it needs is not installed."""
        if self.binary:
            import_module(self.module).write(details, out, job)
            return
        # The formats say where their lines end.
        text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
        try:
            import_module(self.module).write(details, text, job)
            text.flush()
        finally:
            text.detach()


_FILES = "kb.export.files"
# Of suffixes that end alike, the longer one counts; `.json` and `.jsonl` are kb's own.
FILE_FORMATS: Mapping[str, FileFormat] = {
    "csv": FileFormat(f"{_FILES}.csv", (".csv",)),
    "json": FileFormat(f"{_FILES}.json", (".json",)),
    "jsonl": FileFormat(f"{_FILES}.jsonl", (".jsonl", ".ndjson"), ("ndjson",)),
    "parquet": FileFormat(f"{_FILES}.parquet", (".parquet", ".pq"), binary=True),
    "ics": FileFormat(f"{_FILES}.icalendar", (".ics", ".ical"), ("icalendar", "ical")),
    "timelinejs": FileFormat(
        f"{_FILES}.timelinejs", (".timelinejs.json", ".timeline.json"), ("timelinejs3", "timeline-js")
    ),
    "vis": FileFormat(f"{_FILES}.vis", (".vis.json",), ("vis-timeline", "vis-items")),
    "markwhen": FileFormat(f"{_FILES}.markwhen", (".mw", ".markwhen"), ("mw",)),
    "mermaid": FileFormat(f"{_FILES}.mermaid", (".mmd", ".mermaid"), ("mmd",), evidence=False),
    "timesketch": FileFormat(f"{_FILES}.timesketch_csv", (".timesketch.csv",), ("timesketch-csv",)),
    "timesketch-jsonl": FileFormat(f"{_FILES}.timesketch_jsonl", (".timesketch.jsonl",)),
    "jsonld": FileFormat(f"{_FILES}.jsonld", (".jsonld",), ("json-ld",)),
    "markdown": FileFormat(f"{_FILES}.markdown", (".md", ".markdown"), ("md",)),
    "html": FileFormat(f"{_FILES}.html", (".html", ".htm"), ("htm",)),
    "svg": FileFormat(f"{_FILES}.svg", (".svg",)),
    "png": FileFormat(f"{_FILES}.png", (".png",), binary=True),
}
_ALIASES = {alias: name for name, each in FILE_FORMATS.items() for alias in each.aliases}


def choose_format(target: str, name: str | None = None) -> str:
    """The format that is named, else the one that the file's suffix stands for.

    Raises `UnknownName` for a name that is none, `UsageError` where the suffix says nothing.
    """
    if name is not None:
        plain = name.strip().lower().lstrip(".")
        plain = _ALIASES.get(plain, plain)
        if plain not in FILE_FORMATS:
            raise UnknownName("format", name, [*FILE_FORMATS, *_ALIASES])
        return plain
    file = Path(target).name.lower()
    fitting = [
        (suffix, name)
        for name, each in FILE_FORMATS.items()
        for suffix in each.suffixes
        if file.endswith(suffix)
    ]
    if not fitting:
        where = (
            "standard output has no suffix" if target == STDOUT else f"the suffix of {target} names no format"
        )
        raise UsageError(f"{where}; add --format with one of {', '.join(FILE_FORMATS)}")
    return max(fitting, key=lambda each: len(each[0]))[1]


def export(
    details: Callable[[bool], Iterable[EventDetail]],
    target: str | Path,
    name: str | None = None,
    job: Job | None = None,
) -> Job:
    """Write events to a file, whole or not at all, or to standard output (`-`).

    `details` gives the events, with what tells them where it is called with True. Raises `DataError` where the
    file cannot be written or the format cannot hold the events, and as `choose_format`.
    """
    chosen = FILE_FORMATS[choose_format(str(target), name)]
    job = job or Job()
    events = _counted(details(chosen.evidence), job)
    if str(target) == STDOUT:
        sys.stdout.flush()
        chosen.write(events, sys.stdout.buffer, job)
        sys.stdout.buffer.flush()
        return job
    with _whole_file(Path(target)) as out:
        chosen.write(events, out, job)
    return job


def export_text(details: Iterable[EventDetail], name: str, job: Job | None = None) -> str:
    """The events as text in a format. Raises `UsageError` for a binary one, and as `choose_format`."""
    chosen = FILE_FORMATS[choose_format("", name)]
    if chosen.binary:
        raise UsageError(f"{name} is no text; write it to a file")
    out = io.BytesIO()
    chosen.write(details, out, job or Job())
    return out.getvalue().decode()


def _counted(details: Iterable[EventDetail], job: Job) -> Iterator[EventDetail]:
    for job.written, detail in enumerate(details, 1):
        yield detail


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name once all of it is written."""
    try:
        if path.exists() and not path.is_file():
            # A device or pipe, or a folder, which says so itself.
            with path.open("wb") as out:
                yield out
            return
        path = path.resolve()
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise DataError(f"{path}: {(error.strerror or 'cannot be written').lower()}") from None
    try:
        with open(descriptor, "wb") as out:
            yield out
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, name, str(path)):
            raise DataError(f"{path}: {(error.strerror or 'cannot be written').lower()}") from None
        raise


def _mode(path: Path) -> int:
    """What the file that is replaced may be done with, else what any new file may."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
