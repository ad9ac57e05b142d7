"""`kb sql` reads and can do nothing else: the connection sees to it, not the text."""

from __future__ import annotations

import pytest

from kb.errors import DatabaseError
from kb.store.query import timeline
from kb.store.sql import run_sql
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

WRITES = (
    "INSERT INTO kind VALUES ('nonsense')",
    "DELETE FROM event",
    "UPDATE event SET title = ''",
    "DROP TABLE event",
    "DROP VIEW timeline",
    "CREATE TABLE mine (a int)",
    "CREATE TEMP TABLE mine (a int)",
    "SELECT 1; DELETE FROM event",
    "COMMIT; DELETE FROM event",
    "VACUUM",
)
WRITES_SQLITE = (
    "ATTACH '{directory}/other.db' AS other",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA user_version = 7",
    "WITH gone AS (SELECT pk FROM event) DELETE FROM event WHERE pk IN gone",
    "VACUUM INTO '{directory}/copy.db'",
    "BEGIN IMMEDIATE",
    "REINDEX",
    "UPDATE sqlite_master SET sql = ''",
    "INSERT INTO event_search(event_search) VALUES ('rebuild')",
    "SELECT load_extension('{directory}/x.so')",
)
WRITES_POSTGRESQL = (
    "WITH gone AS (DELETE FROM event RETURNING *) SELECT * FROM gone",
    "SET TRANSACTION READ WRITE",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "DO $$ BEGIN DELETE FROM event; END $$",
    "DO $$ BEGIN COMMIT; DELETE FROM event; END $$",
    "SELECT 1 INTO mine",
    "SELECT nextval('document_pk_seq')",
    "COMMIT; BEGIN READ WRITE; DELETE FROM event; COMMIT",
    "SELECT lo_from_bytea(0, 'x')",
    "COPY event FROM PROGRAM 'echo'",
)


@pytest.fixture
def filled(database):
    text = "Nvidia launched Blackwell on March 18, 2024."
    write_extraction(database, extraction(text, (text, "2024-03-18")), ENTITIES, MONDAY)
    return database


def test_rows_with_the_names_of_their_columns(filled):
    found = run_sql(filled, "SELECT edtf, kind, status FROM timeline")
    assert found.columns == ("edtf", "kind", "status")
    assert found.rows == [("2024-03-18", "launch", "actual")]


def test_writing_is_refused_and_changes_nothing(filled, tmp_path):
    own = WRITES_SQLITE if filled.is_sqlite else WRITES_POSTGRESQL
    for query in (*WRITES, *own):
        files = sorted(tmp_path.iterdir())
        with pytest.raises(DatabaseError) as error:
            run_sql(filled, query.format(directory=tmp_path) if "{directory}" in query else query)
        assert "\n" not in str(error.value), query
        assert len(timeline(filled)) == 1, query
        assert sorted(tmp_path.iterdir()) == files, query
    assert run_sql(filled, "SELECT count(*) FROM kind WHERE id = 'nonsense'").rows == [(0,)]


def test_a_setting_does_not_outlive_its_query(filled):
    if not filled.is_sqlite:
        run_sql(filled, "SET default_transaction_read_only = off")
        run_sql(filled, "COMMIT")
    with pytest.raises(DatabaseError, match="only reading"):
        run_sql(filled, "DELETE FROM event")


@pytest.mark.parametrize(
    "query", ["SELEC 1", "SELECT nothing FROM timeline", "", "  ", "SELECT * FROM nowhere", "'"]
)
def test_a_wrong_query_is_one_line(filled, query):
    with pytest.raises(DatabaseError) as error:
        run_sql(filled, query)
    assert "\n" not in str(error.value)


def test_parameters_are_values(filled):
    mark = "?" if filled.is_sqlite else "%s"
    hostile = "x'; DROP TABLE event; --"
    assert run_sql(filled, f"SELECT {mark}", [hostile]).rows == [(hostile,)]
    assert run_sql(filled, "SELECT '100%'").rows == [("100%",)]


def test_sources_of_an_event_in_sql(filled):
    found = run_sql(filled, "SELECT quote, sentence, source, published_on, rule, entities FROM evidence")
    [row] = found.rows
    assert row[0] == row[1] == "Nvidia launched Blackwell on March 18, 2024."
    assert (row[2], str(row[3]), row[4], row[5]) == ("a.txt", "2024-11-25", "sample", "nvidia")
