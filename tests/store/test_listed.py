"""Queries past SQLAlchemy: several at once, and commands that do not wait for one another."""

from __future__ import annotations

import pytest

from kb.errors import DatabaseError
from kb.store.inserting import insert_rows
from kb.store.listed import about, fetch, fetch_all, in_one_go, rows_in
from kb.store.tables import entity

NAMES = "SELECT id FROM entity WHERE id IN {values} ORDER BY id"


def rows_of(*names):
    return [{"id": name, "type": "organization", "provisional": True} for name in names]


def held(database):
    with database.read() as connection:
        return {row[0] for row in fetch(connection, "SELECT id FROM entity")}


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ([["aa"], ["ab"]], [["aa"], ["ab"]]),
        ([["ab", "aa"], ["none"], ["aa"]], [["aa", "ab"], [], ["aa"]]),
        ([["it's; --", "啟動"]], [[]]),
    ],
)
def test_each_of_several_queries_has_its_own_rows(database, asked, rows):
    with database.write() as connection:
        insert_rows(connection, entity, rows_of("aa", "ab"))
        told = fetch_all(connection, [about(connection, NAMES, each) for each in asked])
        assert [[row[0] for row in each] for each in told] == rows


def test_nothing_is_asked_about_no_values(database):
    with database.read() as connection:
        assert rows_in(connection, "no SQL at all {values}", []) == []


def test_what_is_written_in_one_go_is_read_in_it(database):
    with database.write() as connection, in_one_go(connection):
        insert_rows(connection, entity, rows_of(*(f"a{number}" for number in range(60))))
        insert_rows(connection, entity, rows_of("ab"))
        assert [row[0] for row in rows_in(connection, NAMES, ["ab", "a59", "ac"])] == ["a59", "ab"]
    assert len(held(database)) == 61


def put_twice(database):
    with database.write() as connection, in_one_go(connection):
        for name in ("aa", "aa", "ab"):
            insert_rows(connection, entity, rows_of(name))


def test_an_error_in_one_go_is_told_in_one_line_and_undoes_all(database):
    before = held(database)
    with pytest.raises(DatabaseError, match=r"\A(?i:.*unique.*)\Z"):
        put_twice(database)
    assert held(database) == before
    with database.write() as connection:
        insert_rows(connection, entity, rows_of("aa"))
    assert held(database) == before | {"aa"}
