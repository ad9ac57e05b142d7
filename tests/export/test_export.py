"""Choosing a format, writing a file whole or not at all, in flat memory."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import DataError, UnknownName, UsageError
from kb.export.export import FILE_FORMATS, choose_format, export
from kb.export.job import Job
from kb.model import EventDetail
from tests.export.samples import EVENTS, detail, written

# A drawing sees all events before it places the first.
STREAMED = sorted(FILE_FORMATS.keys() - {"svg", "png"})


@pytest.mark.parametrize(
    ("file", "name"),
    {
        "a.csv": "csv", "a.json": "json", "a.jsonl": "jsonl", "a.ndjson": "jsonl", "a.parquet": "parquet",
        "A.ICS": "ics", "a.timelinejs.json": "timelinejs", "a.vis.json": "vis", "a.mw": "markwhen",
        "a.mmd": "mermaid", "a.timesketch.csv": "timesketch", "a.timesketch.jsonl": "timesketch-jsonl",
        "a.jsonld": "jsonld", "a.md": "markdown", "a.html": "html", "a.svg": "svg", "a.png": "png",
        "folder.csv/a.ics": "ics",
    }.items(),
)  # fmt: skip
def test_the_suffix_says_the_format(file: str, name: str) -> None:
    assert choose_format(file) == name


@pytest.mark.parametrize(
    ("given", "name"), {"icalendar": "ics", "MD": "markdown", ".csv": "csv", "json-ld": "jsonld"}.items()
)
def test_the_name_wins(given: str, name: str) -> None:
    assert choose_format("a.json", given) == name


def test_timesketch_has_two_formats() -> None:
    assert choose_format("a.jsonl", "timesketch") == "timesketch-jsonl"
    assert choose_format("a.csv", "timesketch") == choose_format("-", "Timesketch_CSV") == "timesketch"


def test_unknown_formats() -> None:
    with pytest.raises(UnknownName, match="did you mean parquet"):
        choose_format("a.csv", "parket")
    with pytest.raises(UsageError, match=r"the suffix of a\.xyz names no format; add --format"):
        choose_format("a.xyz")
    with pytest.raises(UsageError, match="standard output has no suffix"):
        choose_format("-")


@pytest.mark.parametrize("name", FILE_FORMATS)
def test_every_format_writes_the_sample(name: str, tmp_path: Path) -> None:
    # Pixels take long.
    events = EVENTS[-5:] if name == "png" else EVENTS
    export(lambda _: events, tmp_path / "out", name)
    assert (tmp_path / "out").stat().st_size > 1000
    assert os.listdir(tmp_path) == ["out"]
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("error", [KeyboardInterrupt, DataError, MemoryError])
@pytest.mark.parametrize("name", ["csv", "parquet", "ics", "html"])
def test_what_breaks_off_leaves_nothing(name: str, error: type[BaseException], tmp_path: Path) -> None:
    def broken() -> Iterator[EventDetail]:
        yield from EVENTS
        raise error

    (tmp_path / "out").write_text("before")
    with pytest.raises(error):
        export(lambda _: broken(), tmp_path / "out", name)
    assert os.listdir(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "before"


def test_files_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file or directory"):
        export(lambda _: EVENTS, tmp_path / "missing" / "a.csv")
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DataError, match="is a directory"):
        export(lambda _: EVENTS, tmp_path / "a.csv")


def test_a_link_is_followed_and_a_device_written(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    export(lambda _: EVENTS, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == written("csv")
    export(lambda _: EVENTS, "/dev/null", "csv")


@pytest.mark.parametrize("name", STREAMED)
def test_memory_is_flat(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the events take no more memory, but for what is held of a page or chunk."""
    monkeypatch.setattr("kb.export.files.parquet._ROWS", 50)
    monkeypatch.setattr("kb.export.page.build._CHUNK", 50)
    monkeypatch.setattr("kb.export.files.markdown._IN_MEMORY", 10_000)

    def peak(count: int) -> int:
        told = (detail(f"Title {number}", "2024-34", name=str(number)) for number in range(count))
        tracemalloc.start()
        export(lambda _: told, tmp_path / "out", name)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(60)
    assert peak(600) < 1.5 * peak(60) + 500_000


def test_standard_output_that_takes_text_only() -> None:
    """As a notebook's."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        export(lambda _: EVENTS, "-", "ics")
        with pytest.raises(UsageError, match="text only"):
            export(lambda _: EVENTS, "-", "parquet")
    assert out.getvalue().encode() == written("ics", job=Job())


def test_notes_are_counted() -> None:
    job = Job()
    told = [detail(edtf="2024-34", name="1"), detail(edtf="2024-35", name="2"), detail(edtf="2024", name="3")]
    written("vis", told, job)
    assert list(job.notes()) == [
        "2 events dated to a quarter, not to a day: shown as a range of days",
        "1 event dated to a year, not to a day: shown as a range of days",
    ]
