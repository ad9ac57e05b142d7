"""`statement` by year on PostgreSQL, as docs/scale.md has it: the same rows, fewer partitions read, kb goes on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kb.store.check import check_base
from kb.store.database import open_database
from kb.store.dump import dump
from kb.store.query import timeline
from kb.store.write import delete_document, write_extraction
from tests.store.samples import ENTITIES, MONDAY, TUESDAY, extraction, money

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "scale.md"
WINDOW = "SELECT quote FROM evidence WHERE starts_on BETWEEN '2024-01-01' AND '2024-12-31' ORDER BY quote"


@pytest.fixture(scope="module")
def url(make_postgresql: Any, postgresql_template: str) -> str:
    made: str = make_postgresql(postgresql_template)
    with open_database(made) as database:
        for year in range(2019, 2027):
            text = f"In May {year} Nvidia launched chip {year}. Shares rose."
            numbers = {"measures": (money(f"{year}"),)}
            told = extraction(
                text,
                (
                    f"In May {year} Nvidia launched chip {year}.",
                    f"{year}-05",
                    "launch",
                    ("nvidia", "tsmc"),
                    numbers,
                ),
                source=f"{year}.txt",
            )
            write_extraction(database, told, ENTITIES, MONDAY)
    return made


def test_partitions_by_year(url):
    with open_database(url) as database, psycopg.connect(url, autocommit=True) as connection:
        before = list(dump(database))
        seen = connection.execute(WINDOW).fetchall()
        connection.execute(script())
        assert list(dump(database)) == before
        assert connection.execute(WINDOW).fetchall() == seen != []
        years = {f"statement_{year}" for year in range(2019, 2027)}
        assert partitions(connection, "SELECT 1 FROM statement") == {*years, "statement_other"}
        assert partitions(connection, WINDOW) == {"statement_2024"}
        _goes_on(database)


def _goes_on(database: Any) -> None:
    """What is written after is found, compared and forgotten as before."""
    text, who, numbers = "Nvidia launched chip 2024.", ("nvidia", "tsmc"), {"measures": (money("2024"),)}
    again = extraction(
        text, (text, "2024-05", "launch", who, numbers), ("Nvidia", "1985", "founding"), source="again.txt"
    )
    write_extraction(database, again, ENTITIES, TUESDAY)
    assert {each.check for each in check_base(database)} == {"schema differs"}
    assert sorted(len(each.statements) for each in timeline(database)) == [1] * 8 + [2]
    assert delete_document(database, again.document.id)
    assert {each.check for each in check_base(database)} == {"schema differs"}
    with database.read() as connection:
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM statement_entity WHERE statement_pk NOT IN (SELECT pk FROM statement)"
        ).scalar()
    assert left == 0
    assert len(timeline(database)) == 8


def script() -> str:
    """The script that the document gives."""
    blocks = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    [found] = [block for block in blocks if "PARTITION BY RANGE" in block]
    return str(found)


def partitions(connection: Any, query: str) -> set[str]:
    """The partitions that a query would read."""
    plan = "\n".join(row[0] for row in connection.execute(f"EXPLAIN {query}").fetchall())
    return set(re.findall(r"\b(statement_(?:\d{4}|other))\b(?!_)", plan))
