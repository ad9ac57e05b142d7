"""Keeping a base and moving it: backup, restore, dump, load, check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Done, Kb


@pytest.fixture
def filled(kb: Kb) -> Kb:
    kb("add", "2024-09-04", "輝達大跌", "--kind", "market_cap", "--entity", "nvidia")
    (event,) = kb("timeline", "--json").json
    kb("judge", "amend", event["id"], "--title", "The drop", "--by", "Ann")
    return kb


def _timeline(kb: Kb, *options: str) -> str:
    done = kb("timeline", "--json", *options)
    assert (done.code, done.err) == (0, "")
    return done.out


def _failed(done: Done, words: str) -> None:
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert words in done.err


def test_backup_and_restore(filled: Kb) -> None:
    made = filled("backup", "kb.backup")
    assert (made.code, made.err) == (0, "")
    rows = made.out.removeprefix("kb.backup: ")
    again = filled("restore", "kb.backup", "--db", "sqlite:///new.db")
    assert (again.code, again.out) == (0, f"kb.backup: {rows}")
    assert _timeline(filled, "--db", "sqlite:///new.db") == _timeline(filled)
    assert len(filled("judgements", "--json", "--db", "sqlite:///new.db").json) == 1


def test_restore_leaves_a_filled_base_alone(filled: Kb, tmp_path: Path) -> None:
    filled("backup", "kb.backup")
    _failed(filled("restore", "kb.backup"), "holds rows already")
    (tmp_path / "bad").write_bytes(b"nothing")
    _failed(filled("restore", "bad", "--db", "sqlite:///new.db"), "bad cannot be read as a backup")
    _failed(filled("restore", "none", "--db", "sqlite:///other.db"), "none cannot be read: No such file")
    assert not (tmp_path / "other.db").exists()
    _failed(filled("backup", "no/such/folder/x"), "cannot be written")


def test_dump_and_load(filled: Kb, tmp_path: Path) -> None:
    lines = filled("dump").out
    assert filled("dump", "base.jsonl").out == ""
    assert (tmp_path / "base.jsonl").read_text(encoding="utf-8") == lines
    by_pipe = filled("load", "--db", "sqlite:///1.db", stdin=lines)
    by_file = filled("load", "base.jsonl", "--db", "sqlite:///2.db")
    assert by_pipe.out.removeprefix("standard input") == by_file.out.removeprefix("base.jsonl")
    for name in ("1", "2"):
        assert _timeline(filled, "--db", f"sqlite:///{name}.db") == _timeline(filled)
    cut = lines.rpartition("\n{")[0]
    _failed(filled("load", "--db", "sqlite:///3.db", stdin=cut), "incomplete or was altered")
    assert filled("timeline", "--json", "--db", "sqlite:///3.db").json == []
    _failed(filled("load", "none.jsonl", "--db", "sqlite:///4.db"), "none.jsonl cannot be read")
    assert not (tmp_path / "4.db").exists()


def test_check(filled: Kb) -> None:
    done = filled("check")
    assert (done.code, done.out) == (0, "sqlite:///kb.db is sound\n")
