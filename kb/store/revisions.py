"""The schema's versions, oldest first. Known without Alembic, so that opening a base need not import it."""

from __future__ import annotations

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = REVISIONS[-1]
VERSION_TABLE = "kb_version"
SEARCH_TABLE = "event_search"
