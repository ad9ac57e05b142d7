"""Full-text search on SQLite: FTS5 over the terms that kb makes, kept by triggers.

PostgreSQL has a GIN index on the table itself.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Terms arrive in lower case and cut at spaces. The ascii tokenizer takes every other character for a letter,
# where unicode61 knows only those of Unicode 6.1.
TABLE = """
CREATE VIRTUAL TABLE event_search USING fts5(
    terms, content = 'event_text', content_rowid = 'event_pk', detail = none, tokenize = 'ascii'
)
"""
INSERTED = """
CREATE TRIGGER event_text_inserted AFTER INSERT ON event_text BEGIN
    INSERT INTO event_search(rowid, terms) VALUES (new.event_pk, new.terms);
END
"""
DELETED = """
CREATE TRIGGER event_text_deleted AFTER DELETE ON event_text BEGIN
    INSERT INTO event_search(event_search, rowid, terms) VALUES ('delete', old.event_pk, old.terms);
END
"""
UPDATED = """
CREATE TRIGGER event_text_updated AFTER UPDATE ON event_text BEGIN
    INSERT INTO event_search(event_search, rowid, terms) VALUES ('delete', old.event_pk, old.terms);
    INSERT INTO event_search(rowid, terms) VALUES (new.event_pk, new.terms);
END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for statement in (TABLE, INSERTED, DELETED, UPDATED):
        op.execute(statement)
    op.execute("INSERT INTO event_search(event_search) VALUES ('rebuild')")


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in ("inserted", "deleted", "updated"):
        op.execute(f"DROP TRIGGER event_text_{name}")
    op.execute("DROP TABLE event_search")
