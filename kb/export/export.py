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
    "vis": FileFormat(f"{_FILES}.vis", (".vis.json",), ("vis-timeline", "vis-items", "visjs")),
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
        plain = name.strip().lower().lstrip(".").replace("_", "-")
        plain = _ALIASES.get(plain, plain)
        if plain not in FILE_FORMATS:
            raise UnknownName("format", name, FILE_FORMATS)
        lines = plain == "timesketch" and target.lower().endswith((".jsonl", ".ndjson"))
        return "timesketch-jsonl" if lines else plain
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
    events = details(chosen.evidence)
    if str(target) == STDOUT:
        _write_out(chosen, events, job)
        return job
    with _whole_file(Path(target)) as out:
        chosen.write(events, out, job)
    return job


def _write_out(chosen: FileFormat, events: Iterable[EventDetail], job: Job) -> None:
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is not None:
        chosen.write(events, buffer, job)
        buffer.flush()
    elif chosen.binary:
        raise UsageError("standard output takes text only here; write a file")
    else:
        # As in a notebook.
        import_module(chosen.module).write(events, sys.stdout, job)


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
