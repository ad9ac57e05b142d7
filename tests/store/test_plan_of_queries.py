"""Pages are scans of an index: no query reads a whole table, and the indexes that are there are used."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from kb.store.filters import Filter
from kb.store.query import timeline
from kb.store.sql import run_sql
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

WINDOW = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}
PAGES = {
    "entity": Filter(entities=("nvidia",)),
    "entity in a window": Filter(entities=("nvidia",), **WINDOW),
    "entity and kind": Filter(entities=("nvidia",), kinds=("launch",), **WINDOW),
    "two entities": Filter(entities=("nvidia", "tsmc"), match="all", **WINDOW),
    "any of two": Filter(entities=("nvidia", "tsmc"), **WINDOW),
    "everything in a window": Filter(**WINDOW),
    "kind in a window": Filter(kinds=("launch",), **WINDOW),
    "as asserted": Filter(entities=("nvidia",), as_of=date(2024, 12, 1)),
    "words": Filter(text="推遲"),
    "words about an entity": Filter(text="推遲", entities=("nvidia",), **WINDOW),
}


@pytest.fixture(scope="module")
def filled(shared_database):
    """Enough rows that PostgreSQL would not rather read the whole table."""
    start = date(2020, 1, 1)
    told = [f"Item {number} 推遲." for number in range(400)]
    story = extraction(
        " ".join(told),
        *(
            (
                each,
                (start + timedelta(days=number * 5)).isoformat(),
                "launch",
                ("nvidia", "tsmc")[number % 2 :],
            )
            for number, each in enumerate(told)
        ),
    )
    write_extraction(shared_database, story, ENTITIES, MONDAY)
    with shared_database.write() as connection:
        connection.execute(text("ANALYZE"))
    return shared_database


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_a_page_is_a_scan_of_an_index(filled, name, order):
    page = timeline(filled, PAGES[name], order=order, limit=5)
    assert len(page) == 5
    assert _whole_scans(filled, page.sql) == []
    later = timeline(filled, PAGES[name], order=order, limit=5, cursor=page.cursor)
    assert _whole_scans(filled, later.sql) == []


def _whole_scans(database, query: str) -> list[str]:
    if database.is_sqlite:
        steps = [row[3] for row in run_sql(database, f"EXPLAIN QUERY PLAN {query}").rows]
        # Merged runs are scanned as they come; an FTS5 scan is one of its index.
        return [step for step in steps if step.startswith("SCAN ") and not _is_small(step)]
    # So few rows may well be read whole; what is asked is whether an index could answer.
    with database.read() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.execute(text("EXPLAIN " + query.replace(":", "\\:"))).scalars().all()
    return [row for row in rows if "Seq Scan" in row]


def _is_small(step: str) -> bool:
    return "VIRTUAL TABLE INDEX" in step or any(
        step.startswith(f"SCAN {name}") for name in ("page", "runs", "run_", "(subquery", "CONSTANT")
    )
