"""A dump moves a base between SQLite and PostgreSQL and back, equal row for row."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kb.errors import DatabaseError, DataError
from kb.model import Issue, Status
from kb.store.check import check_base
from kb.store.database import open_database
from kb.store.dump import dump, load
from kb.store.filters import Filter
from kb.store.query import timeline
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, TUESDAY, extraction, money

TEXT = "In March 2024 Nvidia and TSMC launched 晶片 for 0.1 of $30 billion, 推遲 Blackwell."


def reading(value: str):
    told = (
        (TEXT[:-1], "2024-03~/2024-06~", "launch", ("nvidia", "tsmc"),
         {"measures": [money(value)], "time": "March 2024"}),
        ("推遲 Blackwell", "2025", "delay", ("blackwell",), {"status": Status.PLANNED, "was": "2024-34"}),
    )  # fmt: skip
    found = extraction(TEXT, *told, language="zh-Hant", title="A title, with “quotes”\n")
    return replace(found, issues=(Issue(0, 2, "odd", "x"),))


@pytest.fixture
def filled(database):
    write_extraction(database, reading("0.1"), ENTITIES, MONDAY)
    write_extraction(database, reading("123456789012345678901234567890.125"), ENTITIES, TUESDAY)
    return database


@pytest.fixture
def other(filled, tmp_path, make_postgresql, postgresql_template):
    """An empty base on the other database."""
    url = make_postgresql(postgresql_template) if filled.is_sqlite else f"sqlite:///{tmp_path}/other.db"
    with open_database(url) as opened:
        yield opened


def test_there_and_back(filled, other, tmp_path):
    lines = list(dump(filled))
    assert load(other, lines) == len(lines) - 2
    assert list(dump(other)) == lines
    assert check_base(other) == []
    assert timeline(other) == timeline(filled)
    assert timeline(other, Filter(text="推迟")) == timeline(filled, Filter(text="推迟"))
    with open_database(f"sqlite:///{tmp_path}/back.db") as back:
        load(back, list(dump(other)))
        assert list(dump(back)) == lines


def test_a_loaded_base_can_be_written(filled, other):
    load(other, dump(filled))
    again = extraction("Nvidia met TSMC.", ("Nvidia met TSMC", "2024-07-01", "partnership"), source="new.txt")
    for database in (filled, other):
        write_extraction(database, again, ENTITIES, TUESDAY)
        assert len(timeline(database)) == 3
        assert check_base(database) == []


def test_a_damaged_dump_changes_nothing(filled, other):
    lines = list(dump(filled))
    damages = {
        "cut": lines[:-1],
        "altered": [line.replace("nvidia", "Nvidia") for line in lines],
        "swapped": [lines[0], lines[2], lines[1], *lines[3:]],
        "not json": [lines[0], "{", *lines[1:]],
        "not rows": [lines[0], '["nowhere",{}]', *lines[1:]],
        "other schema": [json.dumps({"kb": "9999"}), *lines[1:]],
        "empty": [],
    }
    for damage, damaged in damages.items():
        with pytest.raises(DataError):
            load(other, damaged)
        assert timeline(other) == [], damage
    assert load(other, lines)


def test_a_base_that_holds_rows_takes_no_dump(filled):
    with pytest.raises(DatabaseError, match="holds rows already"):
        load(filled, dump(filled))
