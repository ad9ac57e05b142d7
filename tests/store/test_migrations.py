"""Migrations: up and down with rows inside, and the base they make is the one that is declared."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from kb.errors import DatabaseError
from kb.store.check import check_base
from kb.store.database import Database, open_database
from kb.store.filters import Filter
from kb.store.migrate import downgrade, drift, script_revisions, upgrade
from kb.store.query import timeline
from kb.store.revisions import REVISIONS, VERSION_TABLE
from kb.store.schema import complete_metadata
from kb.store.tables import metadata
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction, money

TEXT = "In March 2024 Nvidia and TSMC launched 晶片 for $30 billion."
SAMPLE = extraction(
    TEXT,
    (TEXT[:-1], "2024-03", "launch", ("nvidia", "tsmc"), {"measures": [money("30e9")], "time": "March 2024"}),
)
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
COLUMNS = """
    SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default,
           col_description(table_name::regclass, ordinal_position)
    FROM information_schema.columns WHERE table_schema = 'public'
"""


def test_the_declared_revisions_are_those_of_the_scripts():
    assert script_revisions() == REVISIONS


def test_every_step_up_and_down_keeps_the_rows(own_url):
    with open_database(own_url) as database:
        write_extraction(database, SAMPLE, ENTITIES, MONDAY)
        before = timeline(database)
        for revision in reversed(REVISIONS[:-1]):
            with database.write() as connection:
                downgrade(connection, revision)
        assert database.version() == REVISIONS[0]
        database.upgrade()
        assert timeline(database) == before
        assert timeline(database, Filter(text="晶片")) == before
        assert check_base(database) == []


def test_down_to_nothing_and_up_again(own_url):
    with open_database(own_url) as database:
        write_extraction(database, SAMPLE, ENTITIES, MONDAY)
        with database.write() as connection:
            downgrade(connection)
        with database.read() as connection:
            assert inspect(connection).get_table_names() == [VERSION_TABLE]
        database.upgrade()
        write_extraction(database, SAMPLE, ENTITIES, MONDAY)
        assert len(timeline(database)) == 1


def test_nothing_drifts(database):
    with database.read() as connection:
        assert drift(connection) == []


def test_the_base_is_what_the_declared_tables_make(database, tmp_path, make_postgresql):
    """Alembic compares no CHECKs; the databases' own descriptions have everything."""
    declared = Database(f"sqlite:///{tmp_path}/declared.db" if database.is_sqlite else make_postgresql(None))
    with declared.write() as connection:
        complete_metadata().create_all(connection)
    assert _described(declared) == _described(database)


def test_a_migration_that_fails_leaves_the_base_as_it_was(own_url):
    database = Database(own_url)
    with database.write() as connection:
        downgrade(connection, REVISIONS[0])
        connection.execute(text("CREATE TABLE timeline (a int)"))
    with pytest.raises(DatabaseError, match="timeline"):
        database.upgrade()
    assert database.version() == REVISIONS[0]
    with database.write() as connection:
        connection.execute(text("DROP TABLE timeline"))
        upgrade(connection)
    assert database.version() == REVISIONS[-1]


def _described(database: Database) -> set[tuple[str, ...]]:
    with database.read() as connection:
        if database.is_sqlite:
            rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all()
            kept = [row for row in rows if row.type in ("table", "index") and row.tbl_name in metadata.tables]
            return {(row.name, _clauses(row.sql or "")) for row in kept}
        queries = (CONSTRAINTS, INDEXES, COLUMNS)
        rows = [tuple(map(str, row)) for query in queries for row in connection.execute(text(query))]
        return {row for row in rows if row[0] in metadata.tables}


def _clauses(sql: str) -> str:
    """Columns keep their order; constraints may stand in any."""
    lines = [line.strip().rstrip(",") for line in sql.splitlines()]
    return "\n".join(
        [line for line in lines if not line.startswith("CONSTRAINT")]
        + sorted(line for line in lines if line.startswith("CONSTRAINT"))
    )
