"""The roles of docs/schema.md on a real server: a reader that cannot write, a writer that changes no table."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from kb.errors import DatabaseError
from kb.store.database import Database, open_database
from kb.store.judge import judge
from kb.store.query import timeline
from kb.store.sql import run_sql
from kb.store.write import delete_document, write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

DOCUMENTED = Path(__file__).parents[2] / "docs" / "schema.md"
STORY = extraction("A launch.", ("A launch.", "2030-01-01"))
OTHER = extraction("A delay.", ("A delay.", "2031-01-01", "delay"), source="b.txt")


@pytest.fixture
def base_with_roles(make_postgresql, postgresql_template):
    url = make_postgresql(postgresql_template)
    roles = DOCUMENTED.read_text(encoding="utf-8").partition("## Roles on PostgreSQL")[2]
    [script] = re.findall(r"```sql\n(.*?)```", roles, re.DOTALL)
    with open_database(url) as database:
        write_extraction(database, STORY, ENTITIES, MONDAY)
    with psycopg.connect(url, autocommit=True) as connection:
        for role in ("kb_reader", "kb_writer"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
        connection.execute(script)
    yield url
    with psycopg.connect(url, autocommit=True) as connection:
        for role in ("kb_reader", "kb_writer"):
            connection.execute(f"DROP OWNED BY {role}")
            connection.execute(f"DROP ROLE {role}")


def by(role: str, url: str) -> str:
    """The same database for another user."""
    return re.sub(r"//[^@/]*@", f"//{role}@", url)


def test_a_reader_asks_and_cannot_write(base_with_roles):
    with open_database(by("kb_reader", base_with_roles)) as database:
        [event] = timeline(database)
        assert run_sql(database, "SELECT count(*) FROM timeline").rows == [(1,)]
        for write in (
            lambda: write_extraction(database, OTHER, ENTITIES, MONDAY),
            lambda: judge(database, "wrong", event.id, by="ann"),
            lambda: delete_document(database, STORY.document.id),
        ):
            with pytest.raises(DatabaseError, match="permission denied") as refused:
                write()
            assert "\n" not in str(refused.value)
        assert timeline(database) == [event]


def test_a_writer_writes_and_changes_no_table(base_with_roles):
    url = by("kb_writer", base_with_roles)
    with open_database(url) as database:
        write_extraction(database, OTHER, ENTITIES, MONDAY)
        judge(database, "wrong", timeline(database)[0].id, by="ann")
        assert delete_document(database, STORY.document.id)
        assert len(timeline(database)) == 1
    with Database(url) as database, database.write() as connection, pytest.raises(Exception, match="owner"):
        connection.exec_driver_sql("DROP TABLE event_text")
