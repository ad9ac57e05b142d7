"""`kb export`, `kb extract --format` and `kb path`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Kb

ARTICLE = """---
published: 2024-09-04
title: A day's loss
---

Nvidia lost $279 billion on September 3, 2024. Its Blackwell chips are to ship in the fourth quarter of 2024.
"""


@pytest.fixture
def held(kb: Kb) -> Kb:
    """A base with the article."""
    Path("a.md").write_text(ARTICLE, "utf-8")
    assert kb("ingest", "a.md").code == 0
    return kb


def test_export_by_suffix(held: Kb) -> None:
    done = held("export", "out.ics", "--title", "Chips")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "kb: 1 event dated to a quarter, not to a day: shown as an all-day span, as its description says\n"
    )
    written = Path("out.ics").read_bytes()
    assert b"X-WR-CALNAME:Chips\r\n" in written
    assert written.count(b"BEGIN:VEVENT") == 2


def test_format_wins_over_suffix_and_filters_count(held: Kb) -> None:
    assert (
        held("export", "out.csv", "--format", "jsonl", "--entity", "blackwell", "--from", "2024-10").code == 0
    )
    [line] = Path("out.csv").read_text("utf-8").splitlines()
    assert json.loads(line)["edtf"] == "2024-36"


def test_export_to_standard_output(held: Kb) -> None:
    done = held("export", "-", "--format", "vis")
    assert [item["type"] for item in json.loads(done.out)] == ["box", "range"]
    assert "quarter" in done.err


def test_export_fails_in_one_line(held: Kb) -> None:
    assert held("export", "out.xyz").err.startswith(
        "kb: the suffix of out.xyz names no format; add --format with"
    )
    assert held("export", "-").code == 2
    assert (
        held("export", "out.json", "--format", "jsn").err
        == "kb: unknown format 'jsn'; did you mean json, jsonl, jsonld?\n"
    )
    assert held("export", "missing/out.json").code == 1
    assert held("export", "out.timelinejs.json", "--from", "2030").err == (
        "kb: no event to export, and TimelineJS needs one\n"
    )
    assert not Path("out.timelinejs.json").exists()


def test_exported_files_come_back(held: Kb) -> None:
    for name in ("a.csv", "a.json", "a.jsonl", "a.parquet"):
        held("export", name)
        url = f"sqlite:///{name}.db"
        assert held("import", name, "--db", url).out == f"{name}: 2 added, 0 known already\n"
        assert held("timeline", "--json", "--db", url).out == held("timeline", "--json").out


def test_extract_in_a_format(kb: Kb) -> None:
    Path("a.md").write_text(ARTICLE, "utf-8")
    assert kb("extract", "a.md", "--format", "mermaid").out.startswith("timeline\n    title A day's loss\n")
    assert kb("extract", "-", "--format", "csv", stdin=ARTICLE).out.startswith("id,edtf,")
    assert kb("extract", "a.md", "--output", "a.parquet").code == 0
    assert kb("import", "a.parquet").out == "a.parquet: 2 added, 0 known already\n"
    assert not Path("kb.db").exists() or len(kb("timeline", "--json").json) == 2
    assert kb("extract", "a.md", "--format", "csv", "--json").code == 2


def test_what_is_extracted_is_what_a_base_exports(held: Kb) -> None:
    extracted, exported = (
        held("extract", "a.md", "--format", "jsonl"),
        held("export", "-", "--format", "jsonl"),
    )
    assert extracted.out == exported.out


def test_path_of_the_metadata(kb: Kb, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = Path(kb("path", "metadata", "--db", "sqlite:///news.db").out.strip())
    assert file.is_relative_to(tmp_path / "cache")
    assert list(json.loads(file.read_text("utf-8"))["databases"]) == ["news"]
    assert kb("path").out.strip() == str(tmp_path / "kb.db")
    assert kb("path", "metadata", "--db", "postgresql://host/name").code == 2


def test_ctrl_c_leaves_nothing_behind(
    kb: Kb, process: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    from kb import open as open_base
    from kb.store.known import KnownEvent
    from kb.when.edtf import parse_edtf

    with open_base(f"sqlite:///{tmp_path / 'kb.db'}") as base:
        day = parse_edtf("2024-09-04")
        base.load_events(KnownEvent(f"Event {number}", day) for number in range(12_000))
    Path("out.csv").write_text("before")
    running = process("export", "out.csv")
    deadline = time.monotonic() + 60
    while not [name for name in os.listdir() if name.startswith(".out.csv.")] and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert not [name for name in os.listdir() if name.startswith(".out.csv.")]
    assert Path("out.csv").read_text() == "before"
