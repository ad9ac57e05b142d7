"""The tables with what each database needs besides, for those who make or compare them.

Kept apart because SQLAlchemy imports a whole dialect for one option of it, and asking needs none.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import MetaData, text

from kb.store import tables

_CURRENT = text("retired_at IS NULL")
# On SQLite these are one B-tree in the order of their keys.
_WITHOUT_ROWID = (
    tables.statement_entity, tables.measure, tables.event_entity, tables.event_conflict,
    tables.entity_day, tables.kind_day, tables.entity_day_total, tables.day_total, tables.entity_pair,
    tables.document_place, tables.document_sketch,
)  # fmt: skip


@cache
def complete_metadata() -> MetaData:
    """The declared tables, complete."""
    for table in _WITHOUT_ROWID:
        table.dialect_kwargs["sqlite_with_rowid"] = False
    # On PostgreSQL the key of the link table carries what a page needs, so that it is read alone.
    link = tables.event_entity.primary_key
    link.dialect_kwargs["postgresql_include"] = ["ends_on", "kind", "asserted_on"]
    for table in (tables.statement, tables.event_text):
        for index in table.indexes:
            if index.name == "uq_statement_id":
                index.dialect_kwargs["sqlite_where"] = _CURRENT
                index.dialect_kwargs["postgresql_where"] = _CURRENT
            if index.name == "ix_event_text_terms":
                index.dialect_kwargs["postgresql_using"] = "gin"
    return tables.metadata
