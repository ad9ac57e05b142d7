"""Backups: whole or not at all, verified, restored equal."""

from __future__ import annotations

import gzip

import pytest

from kb.errors import DataError
from kb.store.backup import backup, restore, verify
from kb.store.database import open_database
from kb.store.dump import dump
from kb.store.query import timeline
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

TEXT = "Nvidia 推遲 Blackwell."


@pytest.fixture
def filled(database):
    write_extraction(database, extraction(TEXT, (TEXT, "2024-03-18")), ENTITIES, MONDAY)
    return database


def test_a_backup_is_restored_equal(filled, tmp_path):
    count = backup(filled, tmp_path / "kb.backup")
    with open_database(f"sqlite:///{tmp_path}/new.db") as new:
        assert restore(new, tmp_path / "kb.backup") == count
        assert list(dump(new)) == list(dump(filled))


def test_a_backup_replaces_the_former_one(filled, tmp_path):
    (tmp_path / "kb.backup").write_text("old")
    backup(filled, tmp_path / "kb.backup")
    verify(tmp_path / "kb.backup")
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_that_cannot_be_written(filled, tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        backup(filled, tmp_path / "nowhere" / "kb.backup")


def test_a_damaged_backup_is_refused(filled, tmp_path):
    path = tmp_path / "kb.backup"
    backup(filled, path)
    whole = path.read_bytes()
    for damaged in (b"", b"plain", whole[:-20], whole[:60], gzip.compress(gzip.decompress(whole)[:-100])):
        path.write_bytes(damaged)
        with open_database(f"sqlite:///{tmp_path}/new.db") as new:
            with pytest.raises(DataError) as error:
                restore(new, path)
            assert "\n" not in str(error.value)
            assert timeline(new) == []
    with (
        open_database(f"sqlite:///{tmp_path}/new.db") as new,
        pytest.raises(DataError, match="cannot be read"),
    ):
        restore(new, tmp_path / "none")
