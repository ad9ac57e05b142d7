"""Writes docs/schema.md from the tables and views: `python -m kb.store.describe > docs/schema.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import CheckConstraint, Column, Index, Table

from kb.store.tables import metadata
from kb.store.views import VIEWS, View

_HEAD = """\
# The schema

Made by `python -m kb.store.describe`; do not edit.

Ask the views; the tables below them are for those who write programs on the base. The schema is the same on
SQLite and PostgreSQL. Both ends of a span are inside it, so what overlaps a window is
`starts_on <= :to AND ends_on >= :from`. On SQLite days are ISO text and JSON is text (see `json_each`), on
PostgreSQL they are `date` and `jsonb`.
"""
_SEARCH = """\
## Search

`event_text.terms` holds an event's title and quotes as words and CJK bigrams (`kb.store.terms`). On SQLite
the FTS5 table `event_search` indexes it, kept by triggers; its row number is the event's `pk`, and so in the
order of time: the newest hits come first without sorting. On PostgreSQL a GIN index over the terms does. Hits
are checked against the stored terms, where the terms of a phrase stand in a row.
"""
_ROLES = """\
## Roles on PostgreSQL

The role that owns the tables creates and upgrades the base. One that writes but changes no table, and one that only
asks, need no more than this:

```sql
CREATE ROLE kb_reader LOGIN;
GRANT USAGE ON SCHEMA public TO kb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO kb_reader;

CREATE ROLE kb_writer LOGIN;
GRANT USAGE ON SCHEMA public TO kb_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kb_writer;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO kb_writer;
```

An upgrade makes new tables: grant again after it. Loading known events into an empty base, which makes its indexes
last, is the owner's too.
"""


def describe() -> str:
    """The schema as Markdown."""
    views = [line for name, view in VIEWS.items() for line in _view(name, view)]
    tables = [line for table in sorted(metadata.tables.values(), key=_place) for line in _table(table)]
    return "\n".join([_HEAD, "## Views\n", *views, "## Tables\n", *tables, _SEARCH, _ROLES])


def _view(name: str, view: View) -> Iterator[str]:
    yield f"### {name}\n\nOne row is {view.row}.\n\n```sql\n{view.example};\n```\n"
    yield _grid(("column", "meaning"), ((f"`{column}`", meaning) for column, meaning in view.columns.items()))


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n\n{table.comment}\n"
    yield _grid(("column", "type", "meaning"), map(_column, table.columns))
    checks = sorted({str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)})
    if checks:
        yield "The database sees to it that:\n"
        yield "".join(f"- `{check}`\n" for check in checks)
    if table.indexes:
        yield "Indexes:\n"
        yield "".join(
            f"- {_index(index)}\n" for index in sorted(table.indexes, key=lambda each: str(each.name))
        )


def _column(column: Column[object]) -> tuple[str, str, str]:
    marks = [str(column.type).lower()]
    if column.primary_key:
        marks.append("key")
    marks += [f"→ {key.target_fullname}" for key in column.foreign_keys]
    if column.nullable:
        marks.append("or null")
    return f"`{column.name}`", " ".join(marks), str(column.comment)


def _index(index: Index) -> str:
    columns = ", ".join(getattr(each, "name", None) or str(each) for each in index.expressions)
    unique = "unique " if index.unique else ""
    return f"{unique}`({columns})`: {index.info['why']}"


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def _place(table: Table) -> int:
    """What is read first stands first."""
    order = (
        "document", "statement", "statement_entity", "measure", "event", "event_entity", "event_conflict",
        "entity", "entity_name", "kind", "judgement", "issue", "reading", "document_place", "near_copy",
        "run", "ingestion", "ingestion_failure",
        "event_text", "entity_day", "kind_day", "entity_day_total", "day_total", "entity_pair", "document_sketch",
    )  # fmt: skip
    return order.index(table.name)


if __name__ == "__main__":
    print(describe(), end="")
