"""docs/schema.md says what the base is."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from kb.store.describe import describe
from kb.store.sql import run_sql
from kb.store.tables import metadata
from kb.store.views import VIEWS

DOCUMENT = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_document_is_up_to_date():
    assert DOCUMENT.read_text(encoding="utf-8") == describe(), (
        "run python -m kb.store.describe > docs/schema.md"
    )


def test_every_column_of_every_view_is_described(database):
    with database.read() as connection:
        inspector = inspect(connection)
        made = {
            name: [each["name"] for each in inspector.get_columns(name)]
            for name in inspector.get_view_names()
        }
    assert made == {name: list(view.columns) for name, view in VIEWS.items()}


def test_every_table_column_and_index_has_its_reason():
    for table in metadata.tables.values():
        assert table.comment, table
        assert all(column.comment for column in table.columns), table
        assert all(index.info["why"] for index in table.indexes), table


def test_the_examples_run(database):
    for view in VIEWS.values():
        assert run_sql(database, view.example).rows == []
